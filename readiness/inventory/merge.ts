import {
  type Datastore,
  type Host,
  type Inventory,
  type Known,
  type Machine,
  placeText,
  type Source,
} from './model';
import type { NoteBook } from './notes';
import type { Export } from './read-export';

/** Puts the exports of an estate together: of what two of them know, the newer one counts. Of exports of different kinds, which see
 *  different sides of a machine, host or datastore, the older one fills what the newer leaves unknown.
 *  Shape: newer is the later export time where both state one, else the later in the list; file order is kept. */
export function mergeExports(read: readonly Export[], notes: NoteBook): Inventory {
  const exports = withSharedKeys(read);
  const byAge = [...exports].sort((one, other) => compareAge(one, other));
  const machines = mergeKnown(
    exports,
    byAge,
    (part) => part.machines,
    (older, newer, filled) => {
      const counts = `the facts of ${newer.name.at.file} count${filled ? ', and what they leave open is filled' : ''}`;
      const message = `"${newer.name.value}" is in ${older.name.at.file} too: ${counts}`;
      notes.add(
        filled ? 'info' : 'warning',
        filled ? 'HW-NOTE-JOINED' : 'HW-NOTE-REPLACED',
        message,
        newer.name.at,
      );
    },
  );
  noteSameNames(machines ?? [], notes);
  const vcenters = new Set(exports.flatMap(({ sources }) => sources.flatMap((source) => source.vcenters)));
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
    notes: notes.all(),
  };
}

interface Keyed {
  readonly key: string;
  readonly name: Known<string>;
}

/** Gives what two kinds of export know the key that it has in the first of them. Machines are the same if their instance UUIDs are,
 *  or their id and name where one has no UUID; hosts and datastores if their names are. */
function withSharedKeys(exports: readonly Export[]): readonly Export[] {
  const [first] = exports;
  if (exports.every(({ kind }) => kind === first?.kind)) return exports;
  const keys = new Map<string, { readonly kind: string; readonly key: string; readonly uuid: string }>();
  const share = <T extends Keyed>(kind: string, item: T, marks: readonly string[], uuid = ''): T => {
    const shared = marks
      .map((mark) => keys.get(mark))
      .find((each) => each && each.kind !== kind && (!each.uuid || !uuid || each.uuid === uuid));
    const { key } = shared ?? item;
    for (const mark of marks) if (!keys.has(mark)) keys.set(mark, { kind, key, uuid });
    return { ...item, key };
  };
  return exports.map((part) => {
    const named = <T extends Host | Datastore>(items: readonly T[] | undefined, what: string) =>
      items?.map((item) => share(part.kind, item, [`${what}|${item.name.value}`]));
    return {
      ...part,
      machines: part.machines.map((machine) => {
        const { instanceUuid, id, name } = machine;
        const uuid = instanceUuid?.value.toLowerCase();
        const marks = [...(uuid ? [`uuid|${uuid}`] : []), ...(id ? [`id|${id.value}|${name.value}`] : [])];
        return share(part.kind, machine, marks, uuid);
      }),
      hosts: named(part.hosts, 'host'),
      datastores: named(part.datastores, 'datastore'),
    };
  });
}

function compareAge(one: Export, other: Export): number {
  const [first, second] = [exportedAt(one), exportedAt(other)];
  if (first === undefined || second === undefined || first === second) return 0;
  return first < second ? -1 : 1;
}

function exportedAt({ sources }: Export): Source['exportedAt'] {
  return sources[0]?.exportedAt;
}

/** Shape: in file order, each where its newest export has it; `undefined` if no export has the list. */
function mergeKnown<T extends Keyed>(
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
      kept.set(item.key, { item: filled ? fill(item, older.item) : item, part });
    }
  }
  return exports.flatMap((part) =>
    [...new Set((items(part) ?? []).map(({ key }) => key))].flatMap((key) => {
      const found = kept.get(key);
      return found?.part === part ? [found.item] : [];
    }),
  );
}

/** The newer facts, and the older ones where there is none. */
function fill<T extends object>(newer: T, older: T): T {
  const stated = Object.entries(newer).filter(
    ([, fact]) => fact !== undefined && !(Array.isArray(fact) && fact.length === 0),
  );
  return { ...older, ...Object.fromEntries(stated) };
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
