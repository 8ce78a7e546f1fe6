import type { Timeline } from '../../readiness';
import type { Words } from '../words';
import { escapeText } from '../xml';
import { code } from './parts';
import type { View } from './view';

/** Where the machines of two drills stood at each instant. Without scripts it shows the whole time and the end; with them a slider
 *  chooses the instant, which is kept in the address (`#drill-7@1200`). */
export function overTime({ doc, words }: View): string {
  const timelines = doc.campaign?.timelines ?? [];
  if (timelines.length === 0) return '';
  const own = words.drills.overTime;
  return `<section id="over-time"><h2>${own.title}</h2>${timelines.map((each) => timeline(each, words)).join('')}</section>`;
}

/** The anchor of a drill. */
export function drillId(seed: number | null): string {
  return seed === null ? 'undisturbed' : `drill-${seed}`;
}

/** From when on, what is said then, and whose copy runs. Units: ms. */
type State = readonly [fromMs: number, said: string, runs: string];

function timeline({ seed, endsMs, left, machines, faults }: Timeline, words: Words): string {
  const own = words.drills.overTime;
  const percent = (ms: number): string => ((100 * ms) / Math.max(1, endsMs)).toFixed(2);
  const bar = (kind: string, fromMs: number, toMs: number): string =>
    `<i class="${kind}" style="left:${percent(fromMs)}%;width:${percent(toMs - fromMs)}%"></i>`;
  const states = { azure: own.azure, home: own.home, none: own.none };
  const rows = [
    ...faults.map(({ fault, on, fromMs, toMs }) =>
      row([fault, ...on.slice(0, 2)].map(code).join(' '), bar('fault', fromMs, toMs), [
        [0, own.over, ''],
        [fromMs, own.inForce, ''],
        [Math.max(toMs, fromMs + 1_000), own.over, ''],
      ]),
    ),
    ...machines.map(({ name, phases, runs }) => {
      const bars = runs.flatMap(([where, fromMs], at) =>
        where === 'none' ? [] : [bar(where, fromMs, runs[at + 1]?.[1] ?? endsMs)],
      );
      const marks = phases.slice(1).map(([, atMs]) => `<i class="mark" style="left:${percent(atMs)}%"></i>`);
      const times = [...new Set([...phases, ...runs].map(([, atMs]) => atMs))].sort((a, b) => a - b);
      const data = times.map((atMs): State => {
        const [where, phase] = [last(runs, atMs), last(phases, atMs)];
        return [atMs, words.list([words.said(phase) ?? phase, states[where]]), where];
      });
      return row(escapeText(name), bars.join('') + marks.join(''), data);
    }),
  ];
  const title = seed === null ? own.undisturbed : own.worst(seed);
  const heads = own.columns.map((text) => `<th role="columnheader" scope="col">${text}</th>`);
  const seconds = Math.ceil(endsMs / 1_000);
  return `<div class="slider" id="${drillId(seed)}" data-states="${escapeText(JSON.stringify(states))}"><h3>${title}</h3>
<p class="soft">${own.caption(words.minutes(endsMs))}${left > 0 ? ` ${own.left(left)}` : ''}</p>
<label class="scrub" hidden>${own.instant} <input type="range" min="0" max="${seconds}" value="${seconds}" step="1"> <output></output></label>
<table role="table"><caption>${own.instant}: 0–${seconds}</caption><thead role="rowgroup"><tr role="row">${heads.join('')}</tr></thead><tbody role="rowgroup">
${rows.join('\n')}
</tbody></table></div>`;
}

function row(name: string, bars: string, data: readonly State[]): string {
  const [, now] = data.at(-1) ?? [0, ''];
  return `<tr role="row" data-track="${escapeText(JSON.stringify(data))}"><td role="cell">${name}</td><td role="cell"><span class="track" aria-hidden="true">${bars}</span></td><td role="cell">${escapeText(now)}</td></tr>`;
}

function last<T>(entries: readonly (readonly [T, number])[], atMs: number): T {
  const [first] = entries as readonly [readonly [T, number]];
  return (entries.findLast(([, from]) => from <= atMs) ?? first)[0];
}
