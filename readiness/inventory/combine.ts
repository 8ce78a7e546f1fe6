import type { Datastore, Fact, Host, Known, Machine } from './model';
import type { Disagreement, ReplicationFacts } from './replication-model';
import { sameDatastore, sameHost, sameMachine } from './same-fact';

/** A machine, host or datastore that several exports may know. */
export type Combinable = Machine | Host | Datastore;

/** Puts what two exports say of one thing together: the first's facts, and the second's where the first has none.
 *  Shape: where they differ, both values are kept in `disagreements`, with their places; the first stays in its field. */
export function combine<T extends Combinable>(first: T, second: T): T {
  const filled = fill(first, second);
  const replication = combineReplication(first, second);
  const disagreements = disagreementsOf(first, second);
  return {
    ...filled,
    ...(replication ? { replication } : {}),
    ...(disagreements.length > 0 ? { disagreements } : {}),
  };
}

/** As `combine`, but what the first leaves unknown stays so: an export that is newer than another of its kind replaces it. */
export function replace<T extends Combinable>(first: T, second: T): T {
  const disagreements = disagreementsOf(first, second);
  return disagreements.length > 0 ? { ...first, disagreements } : first;
}

function combineReplication(first: Combinable, second: Combinable): ReplicationFacts | undefined {
  if (!('replication' in first && 'replication' in second)) return undefined;
  return first.replication && second.replication && fill(first.replication, second.replication);
}

function fill<T extends object>(first: T, second: T): T {
  const stated = Object.entries(first).filter(
    ([, fact]) => fact !== undefined && !(Array.isArray(fact) && fact.length === 0),
  );
  return { ...second, ...Object.fromEntries(stated) };
}

/** Those that either has already, and those between the two. Shape: sorted by fact; of equal values the first place is kept. */
function disagreementsOf(first: Combinable, second: Combinable): readonly Disagreement[] {
  const found = new Map<string, Known<unknown>[]>();
  const isSame = new Map<string, (one: unknown, other: unknown) => boolean>();
  const add = (fact: string, values: readonly Known<unknown>[]) => {
    const known = found.get(fact) ?? [];
    const same = isSame.get(fact) ?? Object.is;
    for (const each of values) if (!known.some(({ value }) => same(value, each.value))) known.push(each);
    found.set(fact, known);
  };
  for (const [fact, read, same] of comparisons(first)) {
    isSame.set(fact, same);
    const [one, other] = [read(first), read(second)];
    if (one && other && !same(one.value, other.value)) add(fact, [one, other]);
  }
  for (const { fact, values } of [...(first.disagreements ?? []), ...(second.disagreements ?? [])])
    add(fact, values);
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([fact, values]) => ({ fact, values }));
}

type Comparison = readonly [
  string,
  (of: Combinable) => Fact<unknown>,
  (one: unknown, other: unknown) => boolean,
];

function comparisons(of: Combinable): readonly Comparison[] {
  if ('powerState' in of) return MACHINE;
  return 'esxVersion' in of ? HOST : DATASTORE;
}

const MACHINE = comparisonsOf<Machine>(sameMachine);
const HOST = comparisonsOf<Host>(sameHost);
const DATASTORE = comparisonsOf<Datastore>(sameDatastore);

function comparisonsOf<T>(table: {
  readonly [fact: string]: readonly [(of: T) => Fact<unknown>, (one: never, other: never) => boolean];
}): readonly Comparison[] {
  return Object.entries(table).map(([fact, [read, same]]) => [fact, read, same] as unknown as Comparison);
}
