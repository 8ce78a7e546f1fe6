import { LOOK } from '../look';
import { escapeText } from '../xml';
import type { Charts } from './charts';
import { badge, classOf, code, columnsOf, table } from './parts';
import { said, type View } from './view';

/** How long the failback takes against the target, and how old the newest recovery point becomes. */
export function times(view: View, charts: Charts): string {
  const { words } = view;
  const own = words.times;
  return `<section id="times"><h2>${own.title}</h2>
<h3>${own.rtoChart}</h3>${charts.rto(view) || `<p class="soft">${own.noRto}</p>`}
<h3>${own.rpoChart}</h3>${charts.rpo(view) || `<p class="soft">${own.noRpo}</p>`}</section>`;
}

/** Failback in waves under the limits that bind. */
export function waves(view: View, charts: Charts): string {
  const { doc, words } = view;
  const own = words.waves;
  const list = doc.waves?.waves ?? [];
  if (list.length === 0)
    return `<section id="waves"><h2>${own.title}</h2><p class="soft">${own.none}</p></section>`;
  const rows = list.map(({ machines, startsMs, endsMs, endsP95Ms, uses, binds }, index) => {
    const names = escapeText(words.list(machines.slice(0, 5)));
    const more = machines.length > 5 ? words.andMore(machines.length - 5) : '';
    const late =
      endsP95Ms === undefined ? '' : ` <span class="soft">(95 %: ${words.minutes(endsP95Ms)})</span>`;
    return [
      `<span class="n">${own.wave} ${index + 1}</span>`,
      `<b>${machines.length}</b> ${names}${more}`,
      startsMs === 0 ? '0' : words.minutes(startsMs),
      words.minutes(endsMs) + late,
      uses.map((use) => `${said(words, use.limit)} ${use.used}/${use.capacity} ${use.unit}`).join('<br>'),
      binds.map((text) => said(words, text)).join('<br>'),
    ];
  });
  const kinds = { 0: 'at', 2: 'num', 3: 'num' } as const;
  return `<section id="waves"><h2>${own.title}</h2>${table(own.caption, columnsOf(own.columns, kinds), rows)}<h3>${own.chart}</h3>${charts.waves(view)}</section>`;
}

/** Faults against steps: what each does where. */
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
      return [mark, ...details.map((text) => `<span class="soft">${text}</span>`)].join('<br>');
    }),
  ]);
  const steps = all.steps.map((step) => words.stage[step as keyof typeof words.stage] ?? step);
  const columns = columnsOf([own.fault, ...steps.map(escapeText)]);
  return `<section id="matrix"><h2>${own.title}</h2><div class="wide" role="region" aria-label="${own.title}" tabindex="0">${table(own.caption, columns, rows)}</div></section>`;
}

/** The drills of the campaign with their seeds, and how sure each machine is. */
export function drills({ doc, words }: View): string {
  const own = words.drills;
  const { campaign } = doc;
  if (!campaign) return `<section id="drills"><h2>${own.title}</h2><p>${own.plain}</p></section>`;
  const runs = campaign.drills.map((drill) => {
    const { seed, hypothesis, faults, home, machines, pointOfNoReturnMs, notRun, digest } = drill;
    return [
      `${seed}`,
      said(words, hypothesis),
      faults.map((fault) => said(words, fault)).join('<br>'),
      `${home}/${machines}`,
      pointOfNoReturnMs === undefined ? '' : words.minutes(pointOfNoReturnMs),
      notRun.map((step) => said(words, step)).join('<br>'),
      code(digest.slice(0, 12)),
    ];
  });
  const sure = campaign.machines.map(({ name, home, drills: count, low, high, rtoMs, rpoMs }) => [
    escapeText(name),
    `${home}/${count}`,
    `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)} %`,
    rtoMs ? words.minutes(rtoMs.p50) : '',
    rtoMs ? words.minutes(rtoMs.p95) : '',
    rpoMs ? words.minutes(rpoMs.p95) : '',
  ]);
  const count = campaign.drills.length;
  const numbers = { 1: 'num', 2: 'num', 3: 'num', 4: 'num', 5: 'num' } as const;
  return `<section id="drills"><h2>${own.title}</h2>
<h3>${own.confidence}</h3>${table(own.confidenceCaption(count), columnsOf(own.confidenceColumns, numbers), sure)}
${table(own.caption(count), columnsOf(own.columns, { 0: 'at', 3: 'num', 4: 'num' }), runs)}</section>`;
}

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
