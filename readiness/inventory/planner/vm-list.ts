import { isIPv4, isIPv6 } from 'node:net';
import type { Inventory, Note } from '../model';

const SHOWN_MAX = 12;

const LINE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;

/** Reads the list of machines that the Deployment Planner profiles: one name or IP address a line.
 *  Shape: `undefined` for any other text. One line alone, or lines without a digit or hyphen, may be anything. */
export function readVmList(text: string): readonly string[] | undefined {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  const names = lines.filter((line) => line !== '');
  const isName = (line: string) => LINE.test(line) || isIPv4(line) || isIPv6(line);
  if (names.length < 2 || !names.every(isName)) return undefined;
  return names.some((name) => /[\d-]/.test(name)) ? names : undefined;
}

/** Says how many of the listed machines the exports have; one that they lack is profiled for nothing, or missing from an export. */
export function notesOnLists(
  lists: readonly { readonly file: string; readonly names: readonly string[] }[],
  { machines }: Pick<Inventory, 'machines'>,
): readonly Note[] {
  const known = new Set(
    machines.flatMap(({ name, primaryIp }) => [
      name.value.toLowerCase(),
      ...(primaryIp ? [primaryIp.value] : []),
    ]),
  );
  return lists.map(({ file, names }): Note => {
    const missing = names.filter((name) => !known.has(name.toLowerCase()));
    const message = `${file} lists ${names.length} machines, ${missing.length} of them in no export${missing.length > 0 ? `: ${missing.slice(0, SHOWN_MAX).join(', ')}` : ''}`;
    return {
      severity: missing.length > 0 ? 'warning' : 'info',
      code: 'HW-NOTE-LISTED',
      message,
      at: undefined,
    };
  });
}
