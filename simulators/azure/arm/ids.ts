import { hashText, mix } from '../../kernel';

/** Virtual time 0 as a date, unless the server is told another. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

const GUIDS_MAX = 100_000;
const guids = new Map<string, string>();

/** A GUID that follows from a text alone: the same name has the same id in every run. */
export function guidOf(text: string): string {
  const known = guids.get(text);
  if (known !== undefined) return known;
  const made = makeGuid(text);
  if (guids.size < GUIDS_MAX) guids.set(text, made);
  return made;
}

function makeGuid(text: string): string {
  const hex = [0, 1, 2, 3]
    .map((part) => (mix(hashText(`${part} ${text}`)) >>> 0).toString(16).padStart(8, '0'))
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The id of a server as the configuration server gives it: upper case, three parts joined. Source: AZURE.md §2.6 – recorded. */
export function hostIdOf(name: string): string {
  const [first, second, third, fourth, fifth] = guidOf(`host ${name}`).toUpperCase().split('-');
  return `${first}-${second}-${third}-${fourth}${fifth}`;
}

/** 64 hex digits, as the fabric of a configuration server is called. Source: AZURE.md §2.6 – recorded. */
export function fabricNameOf(configurationServer: string): string {
  return ['a', 'b'].map((part) => guidOf(`${part} ${configurationServer}`).replaceAll('-', '')).join('');
}

/** The id of a run-as account of the configuration server. */
export function accountIdOf(name: string): string {
  return guidOf(`account ${name}`);
}
