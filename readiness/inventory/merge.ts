import { type Combinable, combine, replace } from './combine';
import { type Inventory, type Machine, placeText, type Source } from './model';
import type { NoteBook } from './notes';
import type { Export } from './read-export';
import { type Keyed, withSharedKeys } from './shared-keys';

/** Puts the exports of an estate together. What two of them state differently is kept from both (`disagreements`): neither counts.
 *  Else the facts of the newer stand, and exports of different kinds, which see different sides of a machine, host or datastore,
 *  fill what the other leaves unknown. What vCenter says of a machine stands before what Azure says.
 *  Shape: newer is the later export time where both state one, else the later in the list; file order is kept. */
export function mergeExports(read: readonly Export[], notes: NoteBook): Inventory {
  const exports = withSharedKeys(read, notes);
  const byAge = RANKS.flatMap((kinds) => orderByAge(exports.filter(({ kind }) => kinds.includes(kind))));
  const machines = mergeKnown(
    exports,
    byAge,
    (part) => part.machines,
    (older, newer, filled) => {
      const counts = `the facts of ${newer.name.at.file} stand${filled ? ', and what they leave open is filled' : ''}`;
      const message = `"${newer.name.value}" is in ${older.name.at.file} too: ${counts}`;
      notes.add(
        filled ? 'info' : 'warning',
        filled ? 'HW-NOTE-JOINED' : 'HW-NOTE-REPLACED',
        message,
        newer.name.at,
      );
    },
  );
  for (const machine of machines ?? []) noteDisagreements(machine, notes);
  noteSameNames(machines ?? [], notes);
  const recoveries = exports.flatMap(({ recovery }) => recovery ?? []);
  const vcenters = new Set(
    exports.flatMap(({ sources }) =>
      sources.flatMap((source) => source.vcenters.map((uuid) => uuid.toLowerCase())),
    ),
  );
  if (vcenters.size > 1) {
    notes.add(
      'info',
      'HW-NOTE-SEVERAL-VCENTERS',
      `the exports cover ${vcenters.size} vCenters: ids are kept apart`,
    );
  }
  return {
    sources: exports.flatMap((part) => part.sources),
    machines: machines ?? [],
    hosts: mergeKnown(exports, byAge, (part) => part.hosts),
    datastores: mergeKnown(exports, byAge, (part) => part.datastores),
    licences: mergeLicences(exports),
    permissions: exports.find((part) => part.permissions)?.permissions,
    ...(recoveries[0] ? { recovery: recoveries[0] } : {}),
    notes: notes.all(),
  };
}

/** Whose facts stand over whose, the strongest last: what was typed, what was measured, what Azure says, what vCenter says. */
const RANKS: readonly (readonly Export['kind'][])[] = [
  ['migrate'],
  ['planner'],
  ['asr'],
  ['rvtools', 'vim', 'powercli'],
];

/** The oldest first. Shape: those without a date keep their places in the list; those with one share the others. */
function orderByAge(exports: readonly Export[]): readonly Export[] {
  const dated = exports
    .filter((part) => exportedAt(part) !== undefined)
    .sort((one, other) => compareText(exportedAt(one) ?? '', exportedAt(other) ?? ''));
  return exports.map((part) => (exportedAt(part) === undefined ? part : dated.shift()) ?? part);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function exportedAt({ sources }: Export): Source['exportedAt'] {
  return sources[0]?.exportedAt;
}

/** Shape: in file order, each where its newest export has it; `undefined` if no export has the list. */
function mergeKnown<T extends Keyed & Combinable>(
  exports: readonly Export[],
  byAge: readonly Export[],
  items: (part: Export) => readonly T[] | undefined,
  joined: (older: T, newer: T, filled: boolean) => void = () => undefined,
): readonly T[] | undefined {
  if (exports.every((part) => items(part) === undefined)) return undefined;
  const kept = new Map<string, { readonly item: T; readonly part: Export }>();
  for (const part of byAge) {
    for (const item of items(part) ?? []) {
      const older = kept.get(item.key);
      const filled = older !== undefined && older.part.kind !== part.kind;
      if (older) joined(older.item, item, filled);
      const merged = older ? (filled ? combine : replace)(item, older.item) : item;
      kept.set(item.key, { item: merged, part });
    }
  }
  return exports.flatMap((part) =>
    [...new Set((items(part) ?? []).map(({ key }) => key))].flatMap((key) => {
      const found = kept.get(key);
      return found?.part === part ? [found.item] : [];
    }),
  );
}

/** Licences have no identity but their name: of two kinds of export, a name that the first has is not added again. */
function mergeLicences(exports: readonly Export[]): Inventory['licences'] {
  if (exports.every(({ licences }) => licences === undefined)) return undefined;
  const kinds = new Map<string, string>();
  return exports.flatMap(({ kind, licences = [] }) =>
    licences.filter(({ name }) => {
      const known = kinds.get(name.value) ?? kind;
      kinds.set(name.value, known);
      return known === kind;
    }),
  );
}

function noteDisagreements({ name, disagreements = [] }: Machine, notes: NoteBook): void {
  for (const { fact, values } of disagreements) {
    const places = values.map(({ at }) => placeText(at)).join('; ');
    const message = `the exports differ in ${fact} of "${name.value}": ${places}. Neither counts`;
    notes.add('warning', 'HW-NOTE-DISAGREE', message, values[0]?.at);
  }
}

function noteSameNames(machines: readonly Machine[], notes: NoteBook): void {
  const byName = new Map<string, Machine>();
  for (const machine of machines) {
    const earlier = byName.get(machine.name.value);
    if (earlier === undefined) {
      byName.set(machine.name.value, machine);
      continue;
    }
    const place = placeText(earlier.name.at);
    const message = `"${machine.name.value}" is also the name of another machine (${place}): ids tell them apart`;
    notes.add('warning', 'HW-NOTE-SAME-NAME', message, machine.name.at);
  }
}
