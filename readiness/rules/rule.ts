import type { RuleProfile } from '../../simulators/wire';
import type { ComparedFact, Datastore, Host, Inventory, Where } from '../inventory';
import type { Finding, TwinMachine, VerdictWord } from '../model';
import type { UserAssumption, UserAssumptions } from '../user-assumptions';

/** What a rule may look at: one machine of the twin, the rest of the export, and what the user declared. */
export interface Case {
  readonly twin: TwinMachine;
  readonly inventory: Inventory;
  readonly hosts: Named<Host>;
  readonly datastores: Named<Datastore>;
  readonly masterTargetHost: string;
  readonly assumed: UserAssumptions;
}

/** What an export has of a kind, by name; of two with one name the first. */
export interface Named<T> {
  get(name: string): T | undefined;
}

const BY_NAME = new WeakMap<readonly Listed[], Named<Listed>>();
type Listed = Host | Datastore;

/** What a list has, by name. Shape: undefined – the export has no such list. */
export function byName<T extends Listed>(list: readonly T[] | undefined): Named<T> {
  if (!list) return new Map();
  const known = BY_NAME.get(list) ?? new Map(list.toReversed().map((each) => [each.name.value, each]));
  BY_NAME.set(list, known);
  return known as Named<T>;
}

/** The case of one machine. */
export function caseOf(about: Omit<Case, 'hosts' | 'datastores'>): Case {
  const { hosts, datastores } = about.inventory;
  return { ...about, hosts: byName(hosts), datastores: byName(datastores) };
}

/** One thing that must hold for a machine to come home. Shape: `check` says what the export shows, never more: without the
 *  cell it says unknown. `source` is the document behind the rule. `reads` are the facts that it rests on and that exports may contradict
 *  each other in. `applies` – absent: to every machine. */
export interface Rule {
  readonly name: string;
  readonly code: string;
  readonly source: string;
  readonly reads?: readonly ComparedFact[];
  applies?(the: Case): boolean;
  check(the: Case): Opinion;
}

/** What a rule says, before its name, code and source are put to it. */
export type Opinion = Omit<Finding, 'rule' | 'code' | 'source'>;

/** An opinion that rests on a cell, or on nothing. */
export function say(
  state: VerdictWord,
  text: string,
  at: Where | undefined,
  more: Partial<Pick<Opinion, 'fix' | 'settle' | 'decides' | 'confirmedBy' | 'assumed' | 'profiles'>> = {},
): Opinion {
  return { state, text, at, ...more };
}

/** What each profile of Microsoft's documents says where one blocks and others do not. */
export function byProfile(
  classic2017: VerdictWord,
  classic2019: VerdictWord,
  modernized: VerdictWord,
): Readonly<Record<RuleProfile, VerdictWord>> {
  return { 'classic-2017': classic2017, 'classic-2019': classic2019, modernized };
}

/** What was declared of this machine, by its name or its label. */
export function declared(the: Case, kind: UserAssumption['kind']): UserAssumption | undefined {
  return the.assumed.find(kind, the.twin.machine.name.value, the.twin.label);
}

/** A name as one word of a shell command, so that a pasted command does what it says whatever the name holds. */
export function shellWord(name: string): string {
  return /^[\w.@:+-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
