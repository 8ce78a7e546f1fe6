import type { Inventory, Machine, Source } from './model';
import type { NoteBook } from './notes';
import type { Export } from './read-export';

/** Puts the exports of an estate together: of what two of them know, the newer one counts.
 *  Shape: newer is the later export time where both state one, else the later in the list; file order is kept. */
export function mergeExports(exports: readonly Export[], notes: NoteBook): Inventory {
  const byAge = [...exports].sort((one, other) => compareAge(one.source, other.source));
  const machines = newest(
    byAge,
    (part) => part.machines,
    (older, newer) => noteReplaced(older, newer, notes),
  );
  const all = inFileOrder(exports, machines, (part) => part.machines);
  noteSameNames(all, notes);
  const vcenters = new Set(exports.flatMap((part) => part.source.vcenters));
  if (vcenters.size > 1) {
    notes.add(
      'info',
      'HW-NOTE-SEVERAL-VCENTERS',
      `the exports cover ${vcenters.size} vCenters: ids are kept apart`,
    );
  }
  return {
    sources: exports.map((part) => part.source),
    machines: all,
    hosts: mergeKnown(exports, byAge, (part) => part.hosts),
    datastores: mergeKnown(exports, byAge, (part) => part.datastores),
    licences: exports.some((part) => part.licences)
      ? exports.flatMap((part) => part.licences ?? [])
      : undefined,
    notes: notes.all(),
  };
}

interface Keyed {
  readonly key: string;
}

function compareAge(one: Source, other: Source): number {
  if (one.exportedAt === undefined || other.exportedAt === undefined || one.exportedAt === other.exportedAt)
    return 0;
  return one.exportedAt < other.exportedAt ? -1 : 1;
}

function newest<T extends Keyed>(
  byAge: readonly Export[],
  items: (part: Export) => readonly T[],
  replaced: (older: T, newer: T) => void = () => undefined,
): ReadonlyMap<string, T> {
  const kept = new Map<string, T>();
  for (const part of byAge) {
    for (const item of items(part)) {
      const older = kept.get(item.key);
      if (older !== undefined) replaced(older, item);
      kept.set(item.key, item);
    }
  }
  return kept;
}

function inFileOrder<T extends Keyed>(
  exports: readonly Export[],
  kept: ReadonlyMap<string, T>,
  items: (part: Export) => readonly T[],
): readonly T[] {
  return exports.flatMap((part) => items(part).filter((item) => kept.get(item.key) === item));
}

function mergeKnown<T extends Keyed>(
  exports: readonly Export[],
  byAge: readonly Export[],
  items: (part: Export) => readonly T[] | undefined,
): readonly T[] | undefined {
  if (exports.every((part) => items(part) === undefined)) return undefined;
  const known = (part: Export) => items(part) ?? [];
  return inFileOrder(exports, newest(byAge, known), known);
}

function noteReplaced(older: Machine, newer: Machine, notes: NoteBook): void {
  const message = `"${newer.name.value}" is in ${older.name.at.file} too: the facts of ${newer.name.at.file} count`;
  notes.add('warning', 'HW-NOTE-REPLACED', message, newer.name.at);
}

function noteSameNames(machines: readonly Machine[], notes: NoteBook): void {
  const byName = new Map<string, Machine>();
  for (const machine of machines) {
    const earlier = byName.get(machine.name.value);
    if (earlier === undefined) {
      byName.set(machine.name.value, machine);
      continue;
    }
    const { file, row } = earlier.name.at;
    const message = `"${machine.name.value}" is also the name of the machine in ${file}, row ${row}: ids tell them apart`;
    notes.add('warning', 'HW-NOTE-SAME-NAME', message, machine.name.at);
  }
}
