import { placeOf, type VerdictWord, type Where } from '../../readiness';
import { LOOK } from '../look';
import { en, type Words } from '../words';
import { escapeText } from '../xml';

/** A verdict as people see it: shape, word and colour. */
export function badge(verdict: VerdictWord, words: Words = en): string {
  const { shape } = LOOK[verdict];
  return `<span class="v ${classOf(verdict)}"><span aria-hidden="true">${shape}</span> ${words.verdict[verdict]}</span>`;
}

/** The class that colours what belongs to a verdict. */
export function classOf(verdict: VerdictWord): string {
  return `v-${verdict.replace(' ', '-')}`;
}

/** Where a claim stands in the export. */
export function place(at: Where | undefined, words: Words = en): string {
  if (!at) return '';
  const title = at.path === undefined ? `${at.file}, ${words.machines.column(at.column)}` : at.file;
  return `<span title="${escapeText(title)}">${escapeText(placeOf(at))}</span>`;
}

const ID_CHARS_MAX = 26;

/** A command to copy, or a text that names one. An option is never broken after its hyphen, nor a short code. */
export function code(text: string): string {
  const escaped = withWholeOptions(text);
  return /^\S+$/.test(text) && text.length <= ID_CHARS_MAX
    ? `<code class="n">${escaped}</code>`
    : `<code>${escaped}</code>`;
}

/** What to do: the command with which it ends, if it does, is set as one. */
export function advice(text: string): string {
  const [command] = /(?<=^|: )(?:govc|az|Get-VM) .*$/.exec(text) ?? [];
  return command === undefined
    ? withWholeOptions(text)
    : withWholeOptions(text.slice(0, -command.length)) + code(command);
}

function withWholeOptions(text: string): string {
  return escapeText(text).replace(/(^|\s)(-\S{1,24})(?!\S)/g, '$1<span class="n">$2</span>');
}

/** One column: its heading, and whether it holds numbers. */
export interface Column {
  readonly title: string;
  readonly kind?: 'num' | 'at';
}

/** A table of up to so many rows is not divided on paper. */
const SHORT_ROWS = 6;

/** A real table with its caption. Shape: `rows` hold HTML that is escaped already; `attributes` are those of each row. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  attributes: readonly string[] = [],
): string {
  if (rows.length === 0) return '';
  const head = columns.map(
    ({ title, kind }) => `<th role="columnheader" scope="col"${kind ? ` class="${kind}"` : ''}>${title}</th>`,
  );
  const body = rows.map((row, at) => {
    const cells = row.map((cell, index) => {
      const { title = '', kind } = columns[index] ?? {};
      // On a narrow page the first cell speaks for itself, and so does what a verdict stands before.
      const labelled = index > 1 || (index === 1 && columns[0]?.kind !== 'at');
      const label = labelled && cell !== '' ? ` data-label="${title}"` : '';
      return `<td role="cell"${kind ? ` class="${kind}"` : ''}${label}>${cell}</td>`;
    });
    return `<tr role="row"${attributes[at] ?? ''}>${cells.join('')}</tr>`;
  });
  // The roles keep it a table for screen readers where a narrow page shows it as blocks.
  return `<table role="table"${rows.length <= SHORT_ROWS ? ' class="short"' : ''}><caption>${escapeText(caption)}</caption><thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>
<tbody role="rowgroup">
${body.join('\n')}
</tbody></table>`;
}

/** Columns by their headings; `kinds` says which of them are not plain text. */
export function columnsOf(
  titles: readonly string[],
  kinds: Readonly<Record<number, 'num' | 'at'>> = {},
): readonly Column[] {
  return titles.map((title, index) => {
    const kind = kinds[index];
    return kind === undefined ? { title } : { title, kind };
  });
}
