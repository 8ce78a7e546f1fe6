import { placeOf } from '../../readiness';
import { validityOf } from '../document/expiry';
import { escapeText } from '../xml';
import { advice, badge, code, columnsOf, place, table } from './parts';
import { said, type View } from './view';

/** What no export can tell of the estate. */
export function unknowns({ doc, words }: View): string {
  const own = words.unknowns;
  const rows = doc.unknownOfEstate.map(({ rule, text, settle, source }) => [
    badge('unknown', words),
    `<b>${said(words, rule)}</b>: ${said(words, text)}`,
    advice(words.said(settle) ?? settle),
    `<span lang="en">${escapeText(source)}</span>`,
  ]);
  return `<section id="unknowns"><h2>${own.title}</h2>${table(own.caption, columnsOf(own.columns, { 0: 'at' }), rows)}</section>`;
}

/** What was declared and what was taken for granted, what was not counted, and what the exports disagree on. */
export function assumptions({ doc, words }: View): string {
  const own = words.assumptions;
  const declared = doc.declared.map((text) => [code(`--assume ${text}`)]);
  const made = doc.assumptions.map(({ what, why, settle, count, examples }) => {
    const more = count > examples.length ? words.andMore(count - examples.length) : '';
    const names =
      examples.map((each) => escapeText(words.said(each) ?? each)).join(words.list(['', ''])) + more;
    return [said(words, what), said(words, why), advice(words.said(settle) ?? settle), names];
  });
  const left = doc.notCounted.map(({ label, why, at }) => [
    escapeText(label),
    said(words, why),
    place(at, words),
  ]);
  const notes = doc.notes.map(({ code: id, message, at }) => [
    code(id),
    said(words, message),
    place(at, words),
  ]);
  return `<section id="assumptions"><h2>${own.title}</h2>
<p>${own.masterTarget(escapeText(doc.masterTargetHost))}</p>
${table(own.declared, columnsOf([own.declaration]), declared)}
${table(own.made, columnsOf(own.columns), made)}
${table(own.notCounted, columnsOf(own.notCountedColumns, { 2: 'at' }), left)}
${table(own.notes, columnsOf(own.notesColumns, { 0: 'at', 2: 'at' }), notes)}</section>`;
}

/** What every claim rests on, how long it counts, and how it is made again. */
export function evidence({ doc, words }: View): string {
  const own = words.evidence;
  const { run } = doc;
  const checked = doc.checkers.map(({ checker, verdict, evidence: seen }) => [
    escapeText(checker),
    own.verdicts[verdict],
    verdict === 'valid' ? '' : `<span lang="en">${escapeText(seen.slice(0, 3).join('; '))}</span>`,
  ]);
  const inputs = run.inputs.map(({ file, sha256, exportedAt }) => [
    escapeText(file),
    exportedAt ? exportedAt.replace('T', ' ') : own.noDate,
    code(sha256),
  ]);
  const again = code('npx homeward replay .');
  const claims = doc.machines.map(({ name, verdict, restsOn, id }) => {
    const places = [...new Set(restsOn.map(placeOf))];
    const shown = words.list(places.slice(0, 2));
    const more = places.length > 2 ? words.andMore(places.length - 2) : '';
    const expires = validityOf(doc, restsOn)?.expires.slice(0, 10) ?? own.noDate;
    return [
      `<a href="#${id}">${escapeText(name)}</a>`,
      badge(verdict, words),
      escapeText(shown) + more,
      expires,
      again,
    ];
  });
  return `<section id="evidence"><h2>${own.title}</h2>
<p>${own.text(run.twin.machines, words.minutes(run.endedAtMs), run.journal.entries)} ${again}</p>
<p>${own.journal} ${code(run.journal.sha256)}</p>
${table(own.checkers, columnsOf(own.checkerColumns, { 0: 'at' }), checked)}
<h3>${own.index}</h3>${table(own.indexCaption(doc.evidenceDays), columnsOf(own.indexColumns, { 1: 'at', 3: 'at', 4: 'at' }), claims)}
${table(own.inputs, columnsOf(own.inputColumns, { 1: 'at' }), inputs)}</section>`;
}
