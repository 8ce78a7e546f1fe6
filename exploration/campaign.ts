import type { EstateDescription } from '../simulators/description';
import { type FaultKind, LAYERS, type Schedule } from '../simulators/faults';
import { plantCanary, plantNamed } from '../simulators/planted';
import { Coverage } from './coverage';
import { coveringRows, type Row } from './covering';
import { drawRow, drawSchedule, type Lot } from './draw';
import { lotFor } from './lot';
import { type Breach, type RunOptions, runOnce, runTwice } from './run';
import { drawStory } from './story';

/** So many faults strike together in a run that covers: one of each layer. */
const TOGETHER = LAYERS.length;

/** A campaign: runs numbered from 0; run n is a function of these options and of n. */
export interface CampaignOptions {
  readonly description: EstateDescription;
  readonly seed: number;
  readonly faultsMax: number;
  readonly planted?: string | undefined;
  /** Only these, a run each; otherwise every second run covers, and the others are drawn. */
  readonly rows?: readonly Row[];
  /** The blast radius of each run. Shape: a share, 0…1. */
  readonly radius?: number;
  /** Each run is made once only. */
  readonly once?: boolean;
}

export interface Finding {
  readonly seed: number;
  readonly schedule: Schedule;
  readonly breach: Breach;
}

/** What some runs of a campaign came to. */
export interface Batch {
  readonly from: number;
  readonly runs: number;
  readonly findings: readonly Finding[];
  /** What was struck, by the numbers of `Coverage`. */
  readonly hits: readonly number[];
  readonly planned: number;
  readonly struck: number;
  /** Faults that were armed and never struck: they prove nothing. */
  readonly unfired: readonly (readonly [fault: string, times: number])[];
  readonly virtualMs: number;
}

/** Makes the runs of a campaign. Every second one strikes a row of what is to be covered, until all are through; of the others every second one is a
 *  story, and the rest are drawn by swarm. */
export class Campaign {
  readonly kinds: readonly FaultKind[];
  private readonly options: CampaignOptions;
  private readonly plant: RunOptions['plant'];
  private readonly lot: Lot;
  private readonly coverage: Coverage;
  private readonly rows: readonly Row[];

  /** Errors: HW-PLANT-UNKNOWN. */
  constructor(options: CampaignOptions) {
    this.options = options;
    const { description, seed, faultsMax, planted, rows } = options;
    this.plant = planted === undefined ? undefined : plantCalled(planted);
    this.lot = lotFor(description, faultsMax);
    this.kinds = this.lot.kinds;
    this.coverage = new Coverage(this.kinds);
    this.rows = rows ?? coveringRows(this.coverage, seed, TOGETHER);
  }

  /** What run `run` is made of. */
  runOptions(run: number): RunOptions {
    const seed = this.options.seed + run;
    const { faults } = this.scheduleOf(run, seed);
    const { radius } = this.options;
    return this.optionsWith(seed, { faults, ...(radius === undefined ? {} : { radius }) });
  }

  private scheduleOf(run: number, seed: number): Schedule {
    const row = this.options.rows ? this.rows[run] : run % 2 === 0 ? this.rows[run / 2] : undefined;
    if (row) return drawRow(seed, row);
    const story = run % 4 === 1 ? drawStory(seed, this.lot) : undefined;
    return story ?? drawSchedule(seed, this.lot);
  }

  /** The run of a seed and a schedule in this campaign's estate. */
  optionsWith(seed: number, schedule: Schedule): RunOptions {
    const { description } = this.options;
    return { description, seed, schedule, ...(this.plant ? { plant: this.plant } : {}) };
  }

  /** Makes some runs, each twice (or once). */
  batch(from: number, runs: number): Batch {
    const findings: Finding[] = [];
    const hits = new Set<number>();
    const unfired = new Map<string, number>();
    let [planned, struck, virtualMs] = [0, 0, 0];
    const make = this.options.once === true ? runOnce : runTwice;
    for (let run = from; run < from + runs; run += 1) {
      const { seed, schedule, ...options } = this.runOptions(run);
      const { breach, outcomes, virtualMs: lasted } = make({ ...options, seed, schedule });
      if (breach) findings.push({ seed, schedule, breach });
      for (const hit of this.coverage.ofRun(outcomes)) hits.add(hit);
      planned += outcomes.length;
      virtualMs += lasted;
      for (const { struck: on, kind } of outcomes) {
        if (on.length > 0) struck += 1;
        else unfired.set(kind.name, (unfired.get(kind.name) ?? 0) + 1);
      }
    }
    return { from, runs, findings, hits: [...hits], planned, struck, unfired: [...unfired], virtualMs };
  }
}

/** Errors: HW-PLANT-UNKNOWN. */
export function plantCalled(name: string): NonNullable<RunOptions['plant']> {
  return name === CANARY ? plantCanary : plantNamed(name).plant;
}

/** One seed in a hundred fails on purpose: a campaign that does not see it would see nothing. */
export const CANARY = 'canary';
