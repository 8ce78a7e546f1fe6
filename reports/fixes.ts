import type { MachineReport } from './document/document';

/** A kind of trouble and what mending it everywhere would gain. Shape: `alone` – machines that nothing else holds back. */
export interface Gain {
  readonly code: string;
  readonly what: string;
  readonly example: string | undefined;
  readonly machines: readonly string[];
  readonly alone: number;
  /** Those of them that do not come home as they are. */
  readonly kept: number;
}

/** The kinds of trouble by what mending them gains: first what brings most machines home that do not come now, then what
 *  takes most risks away, then by how many machines are concerned, then by code. */
export function rankFixes({ machines }: { readonly machines: readonly MachineReport[] }): readonly Gain[] {
  const found = new Map<
    string,
    { what: string; example: string | undefined; machines: string[]; alone: number; kept: number }
  >();
  for (const { name, verdict, reasons } of machines) {
    if (verdict === 'proven') continue;
    const codes = new Set(reasons.map((reason) => reason.code));
    for (const { code, text, fix } of uniqueByCode(reasons)) {
      const entry = found.get(code) ?? { what: text, example: fix, machines: [], alone: 0, kept: 0 };
      entry.machines.push(name);
      if (codes.size === 1) entry.alone += 1;
      if (codes.size === 1 && verdict !== 'at risk') entry.kept += 1;
      found.set(code, entry);
    }
  }
  return [...found]
    .map(([code, entry]) => ({ code, ...entry }))
    .sort(
      (a, b) =>
        b.kept - a.kept ||
        b.alone - a.alone ||
        b.machines.length - a.machines.length ||
        (a.code < b.code ? -1 : 1),
    );
}

function uniqueByCode(reasons: MachineReport['reasons']): MachineReport['reasons'] {
  return reasons.filter((reason, index) => reasons.findIndex(({ code }) => code === reason.code) === index);
}
