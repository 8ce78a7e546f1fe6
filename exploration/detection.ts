import { smallEstate } from '../runbooks/small-estate';
import type { PlannedFault, Schedule } from '../simulators/faults';
import type { PlantedBug } from '../simulators/planted';
import { drawSchedule, type Lot } from './draw';
import { lotFor } from './lot';
import { type Breach, runOnce } from './run';
import { drawStory } from './story';

/** So many faults at most in a run that looks for planted bugs. */
const FAULTS_MAX = 24;
/** Who is not home so long after everything was healed is lost. It is short, for nothing costs more than to wait for those. Units: ms. */
const LIVENESS_MS = 12 * 3_600_000;

/** A planted bug was seen: at this seed there is a breach with it, and none without it. */
export interface Detection {
  readonly seed: number;
  readonly breach: Breach;
}

/** The same, with no more faults than it needs. A recorded one is worth more than its seed: it stays what it is when others draw otherwise. */
export interface Recorded {
  readonly bug: string;
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
}

/** Looks for planted bugs in a small estate. A run is a function of the seed and the bug, and of nothing else. */
export class Detector {
  readonly description = smallEstate();
  private readonly lot: Lot = lotFor(this.description, FAULTS_MAX);
  /** Seeds at which the estate breaks a promise as it is. */
  private readonly broken = new Map<number, boolean>();

  /** The breach at a seed with the faults that are drawn for it, or with others; of the estate as it is if there is no bug. */
  at(seed: number, bug?: PlantedBug, faults = this.drawn(seed).faults): Breach | undefined {
    return runOnce({
      description: this.description,
      seed,
      schedule: { faults },
      livenessMs: LIVENESS_MS,
      ...(bug ? { plant: bug.plant } : {}),
    }).breach;
  }

  /** Leaves faults out, one after another, as long as the same checker tells of the bug, and of nothing without it. */
  reduce(bug: PlantedBug, { seed, breach }: Detection): Recorded {
    let { faults } = this.drawn(seed);
    for (let at = faults.length - 1; at >= 0; at -= 1) {
      const fewer = faults.filter((_fault, index) => index !== at);
      const told = this.at(seed, bug, fewer)?.invariant === breach.invariant;
      if (told && this.at(seed, undefined, fewer) === undefined) faults = fewer;
    }
    return { bug: bug.name, seed, faults };
  }

  /** The breach of a run without any fault. */
  undisturbed(bug: PlantedBug, seed = 1): Breach | undefined {
    return runOnce({ description: this.description, seed, schedule: { faults: [] }, plant: bug.plant })
      .breach;
  }

  /** The first of `seeds` seeds from `from` on at which the bug is seen. */
  find(bug: PlantedBug, from: number, seeds: number): Detection | undefined {
    for (let seed = from; seed < from + seeds; seed += 1) {
      // Nothing can be told at a seed at which the estate is wrong as it is.
      const breach = this.isBroken(seed) ? undefined : this.at(seed, bug);
      if (breach) return { seed, breach };
    }
    return undefined;
  }

  private drawn(seed: number): Schedule {
    const story = seed % 2 === 0 ? drawStory(seed, this.lot) : undefined;
    return story ?? drawSchedule(seed, this.lot);
  }

  private isBroken(seed: number): boolean {
    let broken = this.broken.get(seed);
    if (broken === undefined) {
      broken = this.at(seed) !== undefined;
      this.broken.set(seed, broken);
    }
    return broken;
  }
}
