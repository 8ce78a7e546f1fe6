import type { Verdict as CheckerVerdict } from '../simulators/checkers';
import type { Inventory } from './inventory';
import type { Twin } from './model';
import { type Rehearsal, type RehearsalWatch, rehearse } from './rehearse';
import { checkMachine } from './rules';
import { makeTwin } from './twin';
import type { UserAssumptions } from './user-assumptions';
import { judge, type MachineVerdict, WORST_FIRST } from './verdict';

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

/** Builds the twin of an inventory, rehearses failover and failback, and judges each machine. */
export function assess(
  inventory: Inventory,
  assumed: UserAssumptions,
  options: AssessmentOptions,
  watch: RehearsalWatch = {},
): Assessment {
  const twin = makeTwin(inventory, assumed, options);
  const rehearsal = rehearse(twin.plan, watch);
  const invalid = rehearsal.checkers.filter((checker) => checker.verdict === 'invalid');
  const journeys = new Map(rehearsal.journeys.map((journey) => [journey.name, journey]));
  const { masterTargetHost } = twin;
  const machines = twin.machines.map((each) =>
    judge({
      twin: each,
      findings: checkMachine({ twin: each, inventory, masterTargetHost, assumed }),
      journey: journeys.get(each.name),
      valid: invalid.length === 0,
      rtoTargetMs: options.rtoTargetMs,
    }),
  );
  const rank = ({ verdict }: MachineVerdict) => WORST_FIRST.indexOf(verdict);
  const sorted = [...machines].sort((a, b) => rank(a) - rank(b));
  return { inventory, options, assumed, twin, rehearsal, machines: sorted, invalid };
}
