import type { Fact, Known } from './model';
import type { NoteBook } from './notes';
import type { Row, Table } from './table';

/** The sheets that speak about machines, row by row. */
export type MachineSheet = 'vinfo' | 'vdisk' | 'vpartition' | 'vnetwork' | 'vsnapshot' | 'vtools';

/** What identifies a machine in any of those sheets. */
export interface Identity {
  readonly name: Known<string>;
  readonly id: Fact<string>;
  readonly uuid: Fact<string>;
  readonly vcenterUuid: Fact<string>;
}

/** The rows of one sheet that belong to one machine: empty and resting on the header when there are none, `undefined` when
 *  the sheet is missing or when its rows cannot be told from those of a namesake. */
export type RowsOf<S extends MachineSheet> = (machine: Identity) => Fact<readonly Row<S>[]>;

/** Reads what identifies a machine. Errors: HW-INPUT-CELL – no name. */
export function readIdentity<S extends MachineSheet>(row: Row<S>): Identity {
  return {
    name: row.name('vm'),
    id: row.text('vmId'),
    uuid: row.text('vmUuid'),
    vcenterUuid: row.text('vcenterUuid'),
  };
}

/** Finds the machine that a row of another sheet means: by VM ID where both have it, else by VM UUID, else by name, and
 *  within the row's vCenter. A name that two machines share decides nothing. */
export class MachineIndex {
  private readonly machines = new Map<string, Identity | 'several'>();
  private readonly kinds = new Set<string>();

  add(machine: Identity): void {
    const vcenter = machine.vcenterUuid?.value.toLowerCase() ?? '';
    for (const [kind, value] of identifiers(machine)) {
      this.kinds.add(kind);
      for (const key of [`${kind}|${vcenter}|${value}`, `${kind}|*|${value}`]) {
        this.machines.set(key, this.machines.has(key) ? 'several' : machine);
      }
    }
  }

  find(wanted: Identity): Identity | 'several' | undefined {
    const vcenter = wanted.vcenterUuid?.value.toLowerCase();
    for (const [kind, value] of identifiers(wanted)) {
      const keys =
        vcenter === undefined ? [`${kind}|*|${value}`] : [`${kind}|${vcenter}|${value}`, `${kind}||${value}`];
      for (const key of keys) {
        const found = this.machines.get(key);
        if (found !== undefined) return found;
      }
      // Machines are known by this kind of identifier: a miss is an orphan, not a reason to guess by name.
      if (kind !== 'name' && this.kinds.has(kind)) return undefined;
    }
    return undefined;
  }
}

/** Deals the rows of a sheet out to the machines. Notes rows of unknown machines and rows that two machines could claim. */
export function dealRows<S extends MachineSheet>(
  table: Table<S> | undefined,
  index: MachineIndex,
  notes: NoteBook,
): RowsOf<S> {
  if (table === undefined) return () => undefined;
  const dealt = new Map<Identity, Row<S>[]>();
  const unsure = new Set<string>();
  const orphans = new Set<string>();
  for (const row of table.rows) {
    const wanted = readIdentity(row);
    const found = index.find(wanted);
    if (found === 'several') {
      unsure.add(wanted.name.value);
      const message = `several machines are called "${wanted.name.value}" and the row has no id: theirs stays unknown`;
      notes.add('warning', 'HW-NOTE-AMBIGUOUS', message, row.at('vm'));
    } else if (found === undefined) {
      orphans.add(wanted.name.value);
      const message = `"${wanted.name.value}" (${wanted.id?.value ?? 'no id'}) is not in vInfo: the row is left out`;
      notes.add('info', 'HW-NOTE-ORPHAN', message, row.at('vm'));
    } else {
      if (found.name.value !== wanted.name.value) {
        const message = `the row says "${wanted.name.value}", vInfo calls the same id "${found.name.value}": the id counts`;
        notes.add('warning', 'HW-NOTE-NAME-DIFFERS', message, row.at('vm'));
      }
      const rows = dealt.get(found);
      if (rows === undefined) dealt.set(found, [row]);
      else rows.push(row);
    }
  }
  return (machine) => {
    if (unsure.has(machine.name.value)) return undefined;
    // The row's id is unknown and the machine has none: they may belong together, so neither "none" nor "this" is known.
    if (machine.id === undefined && orphans.has(machine.name.value)) return undefined;
    const rows = dealt.get(machine);
    const first = rows?.[0];
    return { value: rows ?? [], at: first === undefined ? table.headerAt : first.at('vm') };
  };
}

function identifiers(machine: Identity): readonly (readonly [string, string])[] {
  const all: (readonly [string, string])[] = [];
  if (machine.id !== undefined) all.push(['id', machine.id.value]);
  if (machine.uuid !== undefined) all.push(['uuid', machine.uuid.value.toLowerCase()]);
  all.push(['name', machine.name.value]);
  return all;
}
