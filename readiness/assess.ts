import type { Verdict as CheckerVerdict } from '../simulators/checkers';
import type { Inventory } from './inventory';
import type { Finding, Twin } from './model';
import { type Rehearsal, type RehearsalWatch, rehearse } from './rehearse';
import { rehearseOnThreads } from './rehearse-on-threads';
import { caseOf, checkMachine, digestOf, Ledger, type Reads } from './rules';
import { makeTwin } from './twin';
import type { UserAssumptions } from './user-assumptions';
import { type DrillFate, judge, type MachineVerdict, WORST_FIRST } from './verdict';

export interface AssessmentOptions {
  readonly seed: number;
  readonly mbitPerSecond: number;
  readonly rtoTargetMs: number;
}

/** Everything that a report says about an estate. Shape: `machines` worst first, then in the order of the export. */
export interface Assessment {
  readonly inventory: Inventory;
  readonly options: AssessmentOptions;
  readonly assumed: UserAssumptions;
  readonly twin: Twin;
  readonly rehearsal: Rehearsal;
  readonly machines: readonly MachineVerdict[];
  /** Checkers that found a broken invariant: then nothing is proven. */
  readonly invalid: readonly CheckerVerdict[];
}

/** A twin that was rehearsed once, undisturbed, and what the rules say of its machines. */
export interface Rehearsed {
  readonly inventory: Inventory;
  readonly options: AssessmentOptions;
  readonly assumed: UserAssumptions;
  readonly twin: Twin;
  readonly rehearsal: Rehearsal;
  /** By the machines of the twin. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** Builds the twin of an inventory, rehearses failover and failback, and judges each machine. */
export function assess(
  inventory: Inventory,
  assumed: UserAssumptions,
  options: AssessmentOptions,
): Assessment {
  const twin = makeTwin(inventory, assumed, options);
  return conclude(ruled({ inventory, assumed, options, twin, rehearsal: rehearse(twin.plan) }));
}

/** Builds the twin of an inventory, and rehearses failover and failback once, with nothing in the way. The outcome does not depend on the threads. */
export async function rehearseTwin(
  inventory: Inventory,
  assumed: UserAssumptions,
  options: AssessmentOptions,
  threads: number,
  watch: RehearsalWatch = {},
): Promise<Rehearsed> {
  const twin = makeTwin(inventory, assumed, options);
  const rehearsal = await rehearseOnThreads(twin.plan, threads, watch);
  return ruled({ inventory, assumed, options, twin, rehearsal });
}

function ruled(rehearsed: Omit<Rehearsed, 'findings'>): Rehearsed {
  const { inventory, assumed, twin } = rehearsed;
  const { masterTargetHost } = twin;
  const ledger = new Ledger(inventory);
  const findings = new Map(
    twin.machines.map((each) => [
      each.name,
      checkMachine(caseOf({ twin: each, inventory, masterTargetHost, assumed }), ledger),
    ]),
  );
  return { ...rehearsed, findings };
}

/** Judges each machine, by its drills too where there were any. `broken`: what checkers found broken in them. */
export function conclude(
  { inventory, options, assumed, twin, rehearsal, findings }: Rehearsed,
  fates: ReadonlyMap<string, DrillFate> = new Map(),
  broken: readonly CheckerVerdict[] = [],
): Assessment {
  const invalid = [...rehearsal.checkers.filter(({ verdict }) => verdict === 'invalid'), ...broken];
  const journeys = new Map(rehearsal.journeys.map((journey) => [journey.name, journey]));
  const built = builtOf(twin);
  const machines = twin.machines.map((each) => {
    const fate = fates.get(each.name);
    return judge({
      twin: each,
      findings: findings.get(each.name) ?? [],
      journey: journeys.get(each.name),
      valid: invalid.length === 0,
      rtoTargetMs: options.rtoTargetMs,
      journeyReads: built(each.name),
      ...(fate && { fate }),
    });
  });
  const rank = ({ verdict }: MachineVerdict) => WORST_FIRST.indexOf(verdict);
  const sorted = [...machines].sort((a, b) => rank(a) - rank(b));
  return { inventory, options, assumed, twin, rehearsal, machines: sorted, invalid };
}

/** Of what the twin was built for a machine: itself, its host, its datastore, and what all share. */
function builtOf({ plan }: Twin): (name: string) => Reads {
  const { description, mbitPerSecond } = plan;
  const { machines, hosts, datastores, account, masterTarget } = description;
  const of = <T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
    new Map(all.map((each) => [each.name, each]));
  const [byName, hostOf, datastoreOf] = [of(machines), of(hosts), of(datastores)];
  const shared = {
    'twin: the line': digestOf(mbitPerSecond),
    'twin: the account': digestOf(account),
    'twin: the master target': digestOf(masterTarget),
  };
  return (name) => {
    const machine = byName.get(name);
    return {
      'twin: the machine': digestOf(machine),
      [`twin: host ${machine?.host}`]: digestOf(hostOf.get(machine?.host ?? '')),
      [`twin: datastore ${machine?.datastore}`]: digestOf(datastoreOf.get(machine?.datastore ?? '')),
      ...shared,
    };
  };
}
