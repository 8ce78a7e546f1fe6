import { drawHow, drawLasting, kindsFor, pick, pickKind } from '../../exploration';
import { type FaultKind, PHASES, type Phase, type PlannedFault } from '../../simulators/faults';
import { Randomness } from '../../simulators/kernel';

/** The way home. */
export const HOMEWARD: readonly Phase[] = PHASES.slice(
  PHASES.indexOf('reprotecting'),
  PHASES.indexOf('protected again'),
);
/** How far behind a machine's entry into a phase a fault strikes: of the order of one of these. Units: ms. */
const SOON_MS = [0, 1_000, 15_000, 120_000, 300_000];

/** Draws the faults of a drill from the catalogue: one to `faultsMax`, each soon after a machine enters a phase of its way home.
 *  What costs data by its nature (a power cut) is left out: it would prove nothing of a failback. */
export function drawFaults(
  seed: number,
  faultsMax: number,
  roles: ReadonlySet<string>,
): readonly PlannedFault[] {
  if (faultsMax === 0) return [];
  const draws = new Randomness(seed).stream('drill');
  const kinds = kindsFor(roles).filter((kind) => kind.costs === undefined && phasesOf(kind).length > 0);
  return Array.from({ length: draws.between(1, faultsMax) }, () => {
    const kind = pickKind(draws, kinds);
    return {
      fault: kind.name,
      when: {
        phase: pick(draws, phasesOf(kind)),
        afterMs: Math.floor(draws.fraction() * pick(draws, SOON_MS)),
      },
      target: draws.between(0, 99),
      lastsMs: drawLasting(kind, draws),
      how: drawHow(kind, draws),
    };
  });
}

function phasesOf({ phases = PHASES }: FaultKind): readonly Phase[] {
  return HOMEWARD.filter((phase) => phases.includes(phase));
}
