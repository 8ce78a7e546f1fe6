import type { Verdict as CheckerVerdict } from '../simulators/checkers';
import type { Inventory } from './inventory';
import type { Finding, Twin } from './model';
import { type Rehearsal, type RehearsalWatch, rehearse } from './rehearse';
import { checkMachine } from './rules';
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
  watch: RehearsalWatch = {},
): Assessment {
  return conclude(rehearseTwin(inventory, assumed, options, watch));
}

/** Builds the twin of an inventory, and rehearses failover and failback once, with nothing in the way. */
export function rehearseTwin(
  inventory: Inventory,
  assumed: UserAssumptions,
  options: AssessmentOptions,
  watch: RehearsalWatch = {},
): Rehearsed {
  const twin = makeTwin(inventory, assumed, options);
  const rehearsal = rehearse(twin.plan, watch);
  const { masterTargetHost } = twin;
  const findings = new Map(
    twin.machines.map((each) => [
      each.name,
      checkMachine({ twin: each, inventory, masterTargetHost, assumed }),
    ]),
  );
  return { inventory, options, assumed, twin, rehearsal, findings };
}

/** Judges each machine, by its drills too where there were any. */
export function conclude(
  { inventory, options, assumed, twin, rehearsal, findings }: Rehearsed,
  fates: ReadonlyMap<string, DrillFate> = new Map(),
): Assessment {
  const invalid = rehearsal.checkers.filter((checker) => checker.verdict === 'invalid');
  const journeys = new Map(rehearsal.journeys.map((journey) => [journey.name, journey]));
  const machines = twin.machines.map((each) => {
    const fate = fates.get(each.name);
    return judge({
      twin: each,
      findings: findings.get(each.name) ?? [],
      journey: journeys.get(each.name),
      valid: invalid.length === 0,
      rtoTargetMs: options.rtoTargetMs,
      ...(fate && { fate }),
    });
  });
  const rank = ({ verdict }: MachineVerdict) => WORST_FIRST.indexOf(verdict);
  const sorted = [...machines].sort((a, b) => rank(a) - rank(b));
  return { inventory, options, assumed, twin, rehearsal, machines: sorted, invalid };
}
