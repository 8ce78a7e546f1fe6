import type { EstateDescription } from '../simulators/description';
import type { FaultKind, Schedule } from '../simulators/faults';
import { Randomness } from '../simulators/kernel';
import { plantCanary, plantNamed } from '../simulators/planted';
import { cellsOf, faultFor, legalCells } from './coverage';
import { drawHow, drawSchedule, type Lot } from './draw';
import { lotFor } from './lot';
import { type Breach, type RunOptions, runTwice } from './run';

/** A campaign: runs numbered from 0; run n is a function of the estate, the first seed, and n. */
export interface CampaignOptions {
  readonly description: EstateDescription;
  readonly seed: number;
  readonly faultsMax: number;
  readonly planted?: string | undefined;
}

export interface Finding {
  readonly run: number;
  readonly seed: number;
  readonly schedule: Schedule;
  readonly breach: Breach;
}

/** What some runs of a campaign came to. */
export interface Batch {
  readonly from: number;
  readonly runs: number;
  readonly findings: readonly Finding[];
  /** How often each cell was struck. */
  readonly cells: readonly (readonly [cell: string, times: number])[];
  readonly planned: number;
  readonly struck: number;
  /** Faults that were armed and never struck: they prove nothing. */
  readonly unfired: readonly (readonly [fault: string, times: number])[];
  readonly virtualMs: number;
}

/** Makes the runs of a campaign. Every second one fills the next cell, one fault each, until all
 *  are filled; the others are drawn. */
export class Campaign {
  readonly kinds: readonly FaultKind[];
  private readonly options: CampaignOptions;
  private readonly plant: RunOptions['plant'];
  private readonly lot: Lot;
  private readonly cells: ReturnType<typeof legalCells>;

  /** Errors: HW-PLANT-UNKNOWN. */
  constructor(options: CampaignOptions) {
    this.options = options;
    const { description, faultsMax, planted } = options;
    this.plant = planted === undefined ? undefined : plantCalled(planted);
    this.lot = lotFor(description, faultsMax);
    this.kinds = this.lot.kinds;
    this.cells = legalCells(this.kinds);
  }

  /** What run `run` is made of. */
  runOptions(run: number): RunOptions {
    const { description, seed: first } = this.options;
    const seed = first + run;
    const cell = run % 2 === 0 ? this.cells[run / 2] : undefined;
    const schedule = cell
      ? { faults: [faultFor(cell, drawHow(cell.kind, new Randomness(seed).stream('how')))] }
      : drawSchedule(seed, this.lot);
    return { description, seed, schedule, ...(this.plant ? { plant: this.plant } : {}) };
  }

  /** Makes some runs, each twice. */
  batch(from: number, runs: number): Batch {
    const findings: Finding[] = [];
    const cells = new Map<string, number>();
    const unfired = new Map<string, number>();
    let [planned, struck, virtualMs] = [0, 0, 0];
    for (let run = from; run < from + runs; run += 1) {
      const options = this.runOptions(run);
      const { breach, outcomes, virtualMs: lasted } = runTwice(options);
      if (breach) findings.push({ run, seed: options.seed, schedule: options.schedule, breach });
      for (const cell of cellsOf(outcomes)) cells.set(cell, (cells.get(cell) ?? 0) + 1);
      planned += outcomes.length;
      virtualMs += lasted;
      for (const { struck: on, kind } of outcomes) {
        if (on.length > 0) struck += 1;
        else unfired.set(kind.name, (unfired.get(kind.name) ?? 0) + 1);
      }
    }
    return { from, runs, findings, cells: [...cells], planned, struck, unfired: [...unfired], virtualMs };
  }
}

/** Errors: HW-PLANT-UNKNOWN. */
export function plantCalled(name: string): NonNullable<RunOptions['plant']> {
  return name === CANARY ? plantCanary : plantNamed(name).plant;
}

/** One seed in a hundred fails on purpose: a campaign that does not see it would see nothing. */
export const CANARY = 'canary';
