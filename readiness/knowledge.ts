import { type Disagreement, type Fact, type Machine, sameMachine } from './inventory';
import type { Journey } from './journey';
import type { Finding } from './model';

/** How each fact of a machine is known, by name, in a stable order.
 *  Shape:  proven – stated by an export, and a rehearsal met it or passed it; observed – stated by an export; assumed – declared by the
 *          user, or taken for granted by the twin; conflicting – exports contradict each other; unknown – nothing says it, and
 *          nothing was built on it. Each fact is in one list. */
export interface Knowledge {
  readonly proven: readonly string[];
  readonly observed: readonly string[];
  readonly assumed: readonly string[];
  readonly conflicting: readonly Disagreement[];
  readonly unknown: readonly string[];
}

const READ: { readonly [fact: string]: (machine: Machine) => Fact<unknown> } = {
  ...Object.fromEntries(Object.entries(sameMachine).map(([fact, [read]]) => [fact, read])),
  churn: (machine) => machine.churn?.mibPerSecond,
};

/** What the twin is built with where no export says it. */
const TAKEN_FOR_GRANTED = new Set(['powerState', 'host', 'os', 'addressMode', 'disks', 'snapshots', 'churn']);

/** What a reprotection in the rehearsal depends on, and the code with which it is refused. */
const REHEARSED: { readonly [fact: string]: string | undefined } = {
  powerState: undefined,
  disks: undefined,
  snapshots: 'SIM-SNAPSHOT',
};

/** The --assume that settles a fact. */
const DECLARED_BY: { readonly [kind: string]: string } = {
  'no-snapshots': 'snapshots',
  'no-consolidation': 'consolidationNeeded',
  'powered-on': 'powerState',
  'tools-running': 'toolsState',
  'no-secure-boot': 'secureBoot',
  address: 'addressMode',
  os: 'os',
};

/** Tells of each fact how it is known. */
export function knowledgeOf(
  machine: Machine,
  findings: readonly Finding[],
  journey: Journey | undefined,
): Knowledge {
  const { disagreements = [] } = machine;
  const declared = new Set(
    findings.flatMap(({ assumed }) => DECLARED_BY[assumed?.split('=')[0] ?? ''] ?? []),
  );
  const contested = new Set(disagreements.map(({ fact }) => fact));
  const lists = {
    proven: [] as string[],
    observed: [] as string[],
    assumed: [] as string[],
    unknown: [] as string[],
  };
  for (const [fact, read] of Object.entries(READ)) {
    if (declared.has(fact)) lists.assumed.push(fact);
    else if (contested.has(fact)) continue;
    else if (read(machine)) lists[isRehearsed(fact, journey) ? 'proven' : 'observed'].push(fact);
    else if (fact.startsWith('replication.') && !machine.replication) continue;
    else lists[TAKEN_FOR_GRANTED.has(fact) ? 'assumed' : 'unknown'].push(fact);
  }
  return { ...lists, conflicting: disagreements.filter(({ fact }) => !declared.has(fact)) };
}

function isRehearsed(fact: string, journey: Journey | undefined): boolean {
  if (!journey || !Object.hasOwn(REHEARSED, fact)) return false;
  if (journey.times.has('reprotect to the site')) return true;
  return journey.stopped?.causes.some(({ code }) => code === REHEARSED[fact]) ?? false;
}
