import { placeOf, type VerdictWord, type Where } from '../readiness';
import { LOOK } from './look';
import { escapeText } from './xml';

/** A verdict as people see it: shape, word and colour. */
export function badge(verdict: VerdictWord): string {
  const { shape, word } = LOOK[verdict];
  return `<span class="v v-${verdict.replace(' ', '-')}"><span aria-hidden="true">${shape}</span> ${word}</span>`;
}

/** Where a claim stands in the export. */
export function place(at: Where | undefined): string {
  if (!at) return '';
  return `<span title="${escapeText(`${at.file}, column ${at.column}`)}">${escapeText(placeOf(at))}</span>`;
}

const ID_CHARS_MAX = 26;

/** A command to copy, or a text that names one. An option is never broken after its hyphen, nor a short code. */
export function code(text: string): string {
  const escaped = escapeText(text).replace(/(^|\s)(-\S{1,24})(?!\S)/g, '$1<span class="n">$2</span>');
  return /^\S+$/.test(text) && text.length <= ID_CHARS_MAX
    ? `<code class="n">${escaped}</code>`
    : `<code>${escaped}</code>`;
}

/** What to do, with the command in it, if it ends with one, set as a command. */
export function advice(text: string): string {
  const [command] = /(?<=: )(?:govc|az|Get-VM) .*$/.exec(text) ?? [];
  return command === undefined
    ? escapeText(text)
    : escapeText(text.slice(0, -command.length)) + code(command);
}

/** One column: its heading, and whether it holds numbers. */
export interface Column {
  readonly title: string;
  readonly kind?: 'num' | 'at';
}

/** A table of up to so many rows is not divided on paper. */
const SHORT_ROWS = 6;

/** A real table with its caption. Shape: `rows` hold HTML that is escaped already; a row without cells is left out. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const head = columns.map(
    ({ title, kind }) => `<th role="columnheader" scope="col"${kind ? ` class="${kind}"` : ''}>${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const { title = '', kind } = columns[index] ?? {};
      const label = index > 1 && cell !== '' ? ` data-label="${title}"` : '';
      return `<td role="cell"${kind ? ` class="${kind}"` : ''}${label}>${cell}</td>`;
    });
    return `<tr role="row">${cells.join('')}</tr>`;
  });
  // The roles keep it a table for screen readers where a narrow page shows it as blocks.
  return `<table role="table"${rows.length <= SHORT_ROWS ? ' class="short"' : ''}><caption>${escapeText(caption)}</caption><thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>
<tbody role="rowgroup">
${body.join('\n')}
</tbody></table>`;
}
