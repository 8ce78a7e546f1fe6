import { WORST_FIRST } from '../../readiness';
import type { MachineReport } from '../document/document';
import { escapeText } from '../xml';
import { renderMachine } from './machine';
import { badge, columnsOf, place, table } from './parts';
import { said, type View } from './view';

/** Every machine in a table, worst first, and then one by one. The filter shows itself once the script runs. */
export function machines(view: View): string {
  const { doc, words } = view;
  const own = words.machines;
  const rows = doc.machines.map((machine) => rowOf(view, machine));
  const attributes = doc.machines.map(({ verdict }) => ` data-v="${verdict}"`);
  const caption = own.caption(rows.length, words.minutes(doc.rtoTargetMs));
  const columns = columnsOf(own.columns, { 0: 'at', 3: 'at', 4: 'num' });
  const bodies = doc.machines.map((machine) => renderMachine(view, machine));
  return `<section id="machines"><h2>${own.title}</h2>${filter(view)}${table(caption, columns, rows, attributes)}</section>
<section id="each"><h2>${own.each}</h2>${bodies.join('\n')}</section>`;
}

function rowOf({ words }: View, machine: MachineReport): readonly string[] {
  const { name, verdict, reasons, journey, assumed, id } = machine;
  const [first] = reasons;
  const more =
    reasons.length > 1 ? ` <span class="soft">${words.andMore(reasons.length - 1).trim()}</span>` : '';
  const declared =
    assumed.length > 0
      ? ` <span class="soft">${escapeText(words.machines.assumed(words.list(assumed)))}</span>`
      : '';
  const came = verdict === 'proven' || verdict === 'at risk';
  const time = came && journey?.rtoMs !== undefined ? words.minutes(journey.rtoMs) : '';
  return [
    badge(verdict, words),
    `<a href="#${id}">${escapeText(name)}</a>`,
    said(words, first?.text ?? '') + more + declared,
    place(first?.where, words),
    time,
  ];
}

function filter({ words }: View): string {
  const own = words.filter;
  const boxes = WORST_FIRST.map(
    (verdict) =>
      `<label><input type="checkbox" name="verdict" value="${verdict}"> ${badge(verdict, words)}</label>`,
  );
  return `<form id="filter" role="search" hidden><fieldset><legend>${own.title}</legend>${boxes.join(' ')}</fieldset><label>${own.search} <input type="search" name="q" autocomplete="off"></label> <button type="reset">${own.all}</button> <output aria-live="polite" data-words="${own.shown}"></output></form>`;
}
