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

/** A command to copy, or a text that names one. */
export function code(text: string): string {
  return `<code>${escapeText(text)}</code>`;
}

/** One column: its heading, and whether it holds numbers. */
export interface Column {
  readonly title: string;
  readonly kind?: 'num' | 'at';
}

/** A real table with its caption. Shape: `rows` hold HTML that is escaped already; a row without cells is left out. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const head = columns.map(
    ({ title, kind }) => `<th scope="col"${kind ? ` class="${kind}"` : ''}>${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const { title = '', kind } = columns[index] ?? {};
      const label = index > 1 && cell !== '' ? ` data-label="${title}"` : '';
      return `<td${kind ? ` class="${kind}"` : ''}${label}>${cell}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><caption>${escapeText(caption)}</caption><thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table>`;
}
