import { isIPv4 } from 'node:net';
import type { Datastore, Host, Known, Machine } from './model';
import type { NoteBook } from './notes';
import type { Export } from './read-export';

/** What exports may know in common: a machine, host or datastore. Shape: `key` is unique in an export. */
export interface Keyed {
  readonly key: string;
  readonly name: Known<string>;
}

/** Kinds of export that may know a machine by nothing but its name. */
const BY_NAME: ReadonlySet<Export['kind']> = new Set(['asr', 'planner', 'migrate']);

interface Shared {
  readonly kind: Export['kind'];
  readonly key: string;
  readonly uuid: string;
}

/** Gives what two kinds of export know the key that it has in the first of them. Machines are the same if their instance UUIDs are, or
 *  those of their BIOS, or their id and name; else, where one export may have names alone, if the name is unique in both.
 *  Hosts and datastores are the same if their names are. */
export function withSharedKeys(exports: readonly Export[], notes: NoteBook): readonly Export[] {
  const [first] = exports;
  if (exports.every(({ kind }) => kind === first?.kind)) return exports;
  const keys = new Map<string, Shared[]>();
  const share = <T extends Keyed>(
    { kind, taken }: { readonly kind: Export['kind']; readonly taken: Set<string> },
    item: T,
    marks: readonly string[],
    uuid = '',
  ): T => {
    const shared = marks
      .flatMap((mark) =>
        (keys.get(mark) ?? []).map((each) => ({ ...each, byName: /^(name|address)\|/.test(mark) })),
      )
      .find(
        (each) =>
          each.kind !== kind &&
          !taken.has(each.key) &&
          (!each.uuid || !uuid || each.uuid === uuid) &&
          (!each.byName || BY_NAME.has(kind) || BY_NAME.has(each.kind)),
      );
    const { key } = shared ?? item;
    taken.add(key);
    for (const mark of marks) {
      const known = keys.get(mark) ?? [];
      const isKnown = known.some((each) => each.kind === kind && each.key === key && each.uuid === uuid);
      if (!isKnown) keys.set(mark, [...known, { kind, key, uuid }]);
    }
    return { ...item, key };
  };
  const addresses = new Set(
    exports.flatMap(({ machines }) =>
      machines.flatMap(({ name }) => (isIPv4(name.value) ? [name.value] : [])),
    ),
  );
  const unique = uniqueMarks(exports, addresses);
  return exports.map((part) => {
    // Two machines of one export are two, even if one of them is known elsewhere by the UUID, and the other by the name.
    const own = { kind: part.kind, taken: new Set<string>() };
    const named = <T extends Host | Datastore>(items: readonly T[] | undefined, what: string) =>
      items?.map((item) => share({ ...own, taken: new Set() }, item, [`${what}|${item.name.value}`]));
    return {
      ...part,
      machines: part.machines.map((machine) => {
        const marks = marksOf(machine, addresses).filter((mark) => unique.has(mark));
        if (BY_NAME.has(part.kind) && !unique.has(nameMark(machine))) noteAmbiguous(machine, notes);
        return share(own, machine, marks, machine.instanceUuid?.value.toLowerCase());
      }),
      hosts: named(part.hosts, 'host'),
      datastores: named(part.datastores, 'datastore'),
    };
  });
}

/** The surest first. */
function marksOf(machine: Machine, addresses: ReadonlySet<string>): readonly string[] {
  const { instanceUuid, smbiosUuid, id, name, primaryIp } = machine;
  return [
    ...(instanceUuid ? [`uuid|${instanceUuid.value.toLowerCase()}`] : []),
    ...(id ? [`id|${id.value}|${name.value}`] : []),
    ...(smbiosUuid ? [`smbios|${smbiosUuid.value.toLowerCase()}`] : []),
    nameMark(machine),
    ...(primaryIp && addresses.has(primaryIp.value) ? [`address|${primaryIp.value}`] : []),
  ];
}

/** Some exports name a machine by its address: then that is looked for, and else by nobody. */
function nameMark({ name }: Machine): string {
  return isIPv4(name.value) ? `address|${name.value}` : `name|${name.value.toLowerCase()}`;
}

/** The marks that no export gives to two machines of its own: machines of one template share a BIOS, namesakes a name. */
function uniqueMarks(exports: readonly Export[], addresses: ReadonlySet<string>): ReadonlySet<string> {
  const held = new Set<string>();
  const twice = new Set<string>();
  for (const kind of new Set(exports.map((part) => part.kind))) {
    const holders = new Map<string, string>();
    for (const machine of exports.flatMap((part) => (part.kind === kind ? part.machines : []))) {
      for (const mark of marksOf(machine, addresses)) {
        held.add(mark);
        if ((holders.get(mark) ?? machine.key) !== machine.key) twice.add(mark);
        holders.set(mark, machine.key);
      }
    }
  }
  return new Set([...held].filter((mark) => !twice.has(mark)));
}

function noteAmbiguous({ name }: Machine, notes: NoteBook): void {
  const message = `several machines are called "${name.value}", and nothing else tells which is meant: joined by an id, or not at all`;
  notes.add('warning', 'HW-NOTE-AMBIGUOUS', message, name.at);
}
