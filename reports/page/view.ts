import type { ReportDocument } from '../document/document';
import type { Words } from '../words';
import { escapeText } from '../xml';

/** What every part of a page is made from: the document, and the words of one language. */
export interface View {
  readonly doc: ReportDocument;
  readonly words: Words;
}

/** What a rule, a fault or an export says, as HTML. What has no translation says in which language it is. */
export function said(words: Words, text: string): string {
  const translated = words.said(text);
  return translated === undefined ? `<span lang="en">${escapeText(text)}</span>` : escapeText(translated);
}
