import { hash } from 'node:crypto';
import type { Datastore, Host, Inventory } from '../inventory';
import { type UserAssumption, UserAssumptions } from '../user-assumptions';
import { byName, type Case, type Named } from './rule';

/** The facts that a claim rests on. Shape: `disks` for the machine's own, `host esx01: licences` for others; each with a digest of its value,
 *  wherever that stood. A claim holds as long as all of them are what they were. */
export type Reads = Readonly<Record<string, string>>;

type See = (field: string, value: unknown) => void;

/** By these a thing is found among others, which says nothing of it. */
const FOUND_BY = new Set(['key', 'name', 'disagreements', 'principal']);
const LISTS = { hosts: 'host', datastores: 'datastore', licences: 'licence', permissions: 'permission' };

/** Shows cases to rules, and notes which facts they read. */
export class Ledger {
  private reads = new Map<string, string>();
  private readonly inventory: Inventory;
  private readonly digests = new WeakMap<object, string>();
  private shown: { readonly the: Case; readonly watched: Case } | undefined;

  constructor(inventory: Inventory) {
    const lists = Object.entries(LISTS).map(([field, what]) => {
      const list = inventory[field as keyof Inventory] as readonly object[] | undefined;
      return [field, list?.map((each) => this.watched(each, this.seeEntry(what, each)))];
    });
    this.inventory = this.watched({ ...inventory, ...Object.fromEntries(lists) }, (field, value) => {
      if (value === undefined) this.note(`the export: ${field}`, value);
      else if (field === 'recovery') this.note('the servers of Site Recovery', value);
    });
  }

  /** What `act` makes of a case, and which facts it has read for it, by name. */
  read<T>(the: Case, act: (watched: Case) => T): { readonly result: T; readonly reads: Reads } {
    this.reads = new Map();
    if (this.shown?.the !== the) this.shown = { the, watched: this.watch(the) };
    const result = act(this.shown.watched);
    return { result, reads: Object.fromEntries([...this.reads].sort()) };
  }

  private watch({ twin, masterTargetHost, assumed }: Case): Case {
    const machine = this.watched(twin.machine, (field, value) => {
      if (!FOUND_BY.has(field)) this.note(field, value);
    });
    const around = {
      inventory: this.inventory,
      hosts: this.lookup('host', () => this.inventory.hosts),
      datastores: this.lookup('datastore', () => this.inventory.datastores),
      masterTargetHost,
      assumed: this.declared(assumed),
    };
    return this.watched(
      { ...around, twin: this.watched({ ...twin, machine }, this.seeTwin) },
      (field, value) => {
        if (field === 'masterTargetHost') this.note('the host of the master target', value);
      },
    );
  }

  /** Notes what is missing: once it is there, the claim holds no more. */
  private lookup<T extends Host | Datastore>(what: string, list: () => readonly T[] | undefined): Named<T> {
    return {
      get: (name) => {
        const found = byName(list()).get(name);
        if (!found) this.note(`${what} ${name}`, undefined);
        return found;
      },
    };
  }

  private readonly seeTwin: See = (field, value) => {
    if (field === 'host' || field === 'datastores') this.note(field, value);
  };

  private seeEntry(what: string, entry: object): See {
    const { name, principal } = entry as { name?: { readonly value: string }; principal?: string };
    return (field, value) => {
      if (!FOUND_BY.has(field)) this.note(`${what} ${name?.value ?? principal}: ${field}`, value);
    };
  }

  private declared(assumed: UserAssumptions): UserAssumptions {
    return new WatchedAssumptions(assumed.all, (kind, found) => this.note(`declared: ${kind}`, found?.text));
  }

  private watched<T extends object>(thing: T, see: See): T {
    return new Proxy(thing, {
      get: (target, field) => {
        const value: unknown = Reflect.get(target, field);
        if (typeof field === 'string') see(field, value);
        return value;
      },
    });
  }

  private note(fact: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) this.reads.set(fact, digestOf(value));
    else {
      const known = this.digests.get(value) ?? digestOf(value);
      this.digests.set(value, known);
      this.reads.set(fact, known);
    }
  }
}

class WatchedAssumptions extends UserAssumptions {
  private readonly see: (kind: string, found: UserAssumption | undefined) => void;

  constructor(
    all: readonly UserAssumption[],
    see: (kind: string, found: UserAssumption | undefined) => void,
  ) {
    super(all);
    this.see = see;
  }

  override find(...words: Parameters<UserAssumptions['find']>): UserAssumption | undefined {
    const found = super.find(...words);
    this.see(words[0], found);
    return found;
  }
}

/** Of the value alone: where it stands may change. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (field, inner) => (field === 'at' ? undefined : inner)) ?? 'unknown';
  return hash('sha256', text).slice(0, 12);
}
