import { confidenceRows, matrixColumns, outcomeOf, waveRows } from '../campaign-text';
import { LOOK } from '../look';
import { escapeText } from '../xml';
import type { Charts } from './charts';
import { drillId } from './over-time';
import { badge, classOf, code, columnsOf, table } from './parts';
import { said, type View } from './view';

/** How long the failback takes against the target, and how old the newest recovery point becomes. */
export function times(view: View, charts: Charts): string {
  const own = view.words.times;
  const rpo = charts.rpo(view);
  const aged = rpo === '' ? '' : `<h3>${own.rpoChart}</h3>${rpo}`;
  return `<section id="times"><h2>${own.title}</h2>
<h3>${own.rtoChart}</h3>${charts.rto(view) || `<p class="soft">${own.noRto}</p>`}${aged}</section>`;
}

/** Failback in waves under the limits that bind. One wave needs no picture. */
export function waves(view: View, charts: Charts): string {
  const { doc, words } = view;
  const own = words.waves;
  const rows = waveRows(doc, words).map((row) => row.map(cellOf));
  if (rows.length === 0) return '';
  const kinds = { 0: 'at', 2: 'num', 3: 'num', 4: 'num' } as const;
  const picture = rows.length > 1 ? `<h3>${own.chart}</h3>${charts.waves(view)}` : '';
  return `<section id="waves"><h2>${own.title}</h2>${table(own.caption, columnsOf(own.columns, kinds), rows)}${picture}</section>`;
}

function cellOf(lines: readonly string[]): string {
  return lines.map(escapeText).join('<br>');
}

/** Layers of faults against the phases of the way home: what came of them. */
export function matrix({ doc, words }: View): string {
  const own = words.matrix;
  const { matrix: all } = doc;
  if (!all || all.cells.length === 0)
    return `<section id="matrix"><h2>${own.title}</h2><p class="soft">${own.none}</p></section>`;
  const cells = new Map(all.cells.map((cell) => [`${cell.fault}\u0000${cell.step}`, cell]));
  const rows = all.faults.map((fault) => [
    said(words, fault),
    ...all.steps.map((step) => {
      const cell = cells.get(`${fault}\u0000${step}`);
      if (!cell) return `<span class="soft">${own.untried}</span>`;
      const { verdict, home, struck, downMs, dataAtRiskMs } = cell;
      const details = [
        downMs === undefined ? '' : own.down(words.minutes(downMs)),
        dataAtRiskMs === undefined ? '' : own.atRisk(words.minutes(dataAtRiskMs)),
      ].filter((text) => text !== '');
      const mark = `<span class="v ${classOf(verdict)}"><span aria-hidden="true">${LOOK[verdict].shape}</span> ${own.cell(home, struck)}</span>`;
      return [mark, ...details.map((text) => `<span class="soft n">${text}</span>`)].join('<br>');
    }),
  ]);
  const columns = columnsOf(matrixColumns(doc, words).map(escapeText));
  return `<section id="matrix"><h2>${own.title}</h2><div class="wide" role="region" aria-label="${own.title}" tabindex="0">${table(own.caption, columns, rows)}</div></section>`;
}

/** The drills of the campaign with their seeds, and how sure each machine is. */
export function drills({ doc, words }: View): string {
  const own = words.drills;
  const { campaign } = doc;
  if (!campaign)
    return `<section id="drills"><h2>${own.title}</h2><p>${own.plain}</p><p class="soft">${words.waves.none} ${words.times.noRpo}</p></section>`;
  const shown = new Set(campaign.timelines?.map((each) => each.seed));
  const runs = campaign.drills.map((drill) => {
    const { seed, faults, home, machines, endedAtMs, pointOfNoReturnMs, notRun, digest } = drill;
    return [
      shown.has(seed) ? `<a href="#${drillId(seed)}">${seed}</a>` : `${seed}`,
      faults.length === 0 ? own.noFault : faults.map(code).join(' '),
      `${home}/${machines}`,
      words.minutes(endedAtMs),
      pointOfNoReturnMs === undefined ? own.never : words.minutes(pointOfNoReturnMs),
      notRun.map((stage) => words.stage[stage]).join('<br>'),
      code(digest.slice(0, 12)),
    ];
  });
  const sure = confidenceRows(doc, words).map((row) => row.map(cellOf));
  const numbers = { 1: 'num', 2: 'num', 3: 'num', 4: 'num', 5: 'num' } as const;
  const confidence = table(own.confidenceCaption, columnsOf(own.confidenceColumns, numbers), sure);
  return `<section id="drills"><h2>${own.title}</h2>
<p>${escapeText(outcomeOf(doc, words))}</p>
<h3>${own.confidence}</h3>${sure.length > OPEN_MAX ? `<details><summary>${own.eachMachine(sure.length)}</summary>${confidence}</details>` : confidence}
<h3>${own.each}</h3>${table(own.caption(runs.length), columnsOf(own.columns, { 0: 'at', 2: 'num', 3: 'num', 4: 'num' }), runs)}
<p class="soft">${own.again} ${code(`npx homeward replay . --drill ${campaign.drills[0]?.seed ?? 1}`)}</p></section>`;
}

/** A longer table of machines is opened by whoever wants it. */
const OPEN_MAX = 10;

/** Machines whose verdict depends on which of the documents is believed. */
export function profiles({ doc, words }: View): string {
  const own = words.profiles;
  if (!doc.profiles || doc.profiles.machines.length === 0) return '';
  const { profiles: names, machines } = doc.profiles;
  const rows = machines.map(({ name, verdicts }) => [
    escapeText(name),
    ...verdicts.map((verdict) => badge(verdict, words)),
  ]);
  const columns = columnsOf([own.machine, ...names.map(escapeText)]);
  return `<section id="profiles"><h2>${own.title}</h2>${table(own.caption(rows.length), columns, rows)}</section>`;
}
