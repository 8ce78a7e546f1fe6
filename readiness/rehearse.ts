import { Checkers, type Verdict } from '../simulators/checkers';
import { build, type Estate, finalState } from '../simulators/estate';
import { goHome, type Journey, newJourney, protect, STAGES } from './journey';
import type { RehearsalPlan } from './model';

/** What a rehearsal was seen to do. Shape: `journeys` in the plan's order. Units: ms of virtual time. */
export interface Rehearsal {
  readonly journeys: readonly Journey[];
  readonly checkers: readonly Verdict[];
  /** What each machine sent home, comparison included. Units: bytes. */
  readonly sentHome: ReadonlyMap<string, number>;
  readonly digest: string;
  readonly entries: number;
  readonly endedAtMs: number;
}

export interface RehearsalWatch {
  /** Gets every line of the journal, in large chunks. */
  readonly journal?: (chunk: string) => void;
  /** Called now and then: how many machines have passed each stage, and the virtual time. */
  readonly progress?: (passed: readonly number[], nowMs: number) => void;
}

/** What a line carries where it is not in question. Units: Mbit/s. */
export const UNLIMITED = 1_000_000;
const LAN_MBIT_PER_SECOND = 10_000;
const BOOT_MS = 120_000;
const SETTLE_MS = 15 * 60_000;
const PROGRESS_EVERY_STEPS = 20_000;

/** Fails every machine of the plan over to Azure and back in virtual time, all at once; one that is stuck stops no other.
 *  Same plan, same journal. Errors: throws when an invariant of the simulation itself breaks. */
export function rehearse(plan: RehearsalPlan, watch: RehearsalWatch = {}): Rehearsal {
  const checkers = new Checkers();
  const home = new Map<string, number>();
  const sentHome = new Map<string, number>();
  const estate = build(plan.description, plan.seed, [
    checkers.observe,
    (time, kind, subject, fields) => {
      if (kind === 'guest.running' && fields.copy === 'on-premises') home.set(subject, time);
      else if (kind === 'agent.sent' || kind === 'agent.compared')
        if (fields.copy === 'azure')
          sentHome.set(subject, (sentHome.get(subject) ?? 0) + Number(fields.bytes));
    },
  ]);
  const { kernel } = estate;
  if (watch.journal) kernel.journal.writeTo(watch.journal);
  const journeys = plan.machines.map(newJourney);
  setBandwidth(estate, UNLIMITED);
  kernel.run(BOOT_MS);
  runAll(estate, journeys, protect, watch);
  const wave = { reprotecting: 0 };
  setBandwidth(estate, plan.mbitPerSecond);
  runAll(estate, journeys, (each, journey) => goHome(each, journey, plan.workInAzureMs, home, wave), watch);
  kernel.run(kernel.now + SETTLE_MS);
  const verdicts = checkers.conclude(finalState(estate));
  const { journal } = kernel;
  const digest = journal.digest();
  return { journeys, checkers: verdicts, sentHome, digest, entries: journal.entries, endedAtMs: kernel.now };
}

/** Runs one process for each machine that is not stuck, until all have ended. */
function runAll(
  estate: Estate,
  journeys: readonly Journey[],
  body: (estate: Estate, journey: Journey) => Generator<number, void, unknown>,
  watch: RehearsalWatch,
): void {
  const { kernel } = estate;
  const procs = journeys
    .filter((journey) => journey.stopped === undefined)
    .map((journey) => kernel.spawn(undefined, 'rehearsal', body(estate, journey)));
  let next = kernel.steps + PROGRESS_EVERY_STEPS;
  let left = procs.length;
  const stop = () => {
    if (watch.progress && kernel.steps >= next) {
      next = kernel.steps + PROGRESS_EVERY_STEPS;
      watch.progress(passedStages(journeys), kernel.now);
    }
    while (left > 0 && procs[left - 1]?.over) left -= 1;
    return left === 0;
  };
  if (left > 0) kernel.run(Number.POSITIVE_INFINITY, stop);
}

function passedStages(journeys: readonly Journey[]): readonly number[] {
  return STAGES.map((stage) => journeys.filter((journey) => journey.times.has(stage)).length);
}

/** Sets the lines between Azure and the site to one speed; the local networks at both ends have theirs. */
export function setBandwidth({ network }: Estate, mbitPerSecond: number): void {
  const lan = mbitPerSecond === UNLIMITED ? UNLIMITED : LAN_MBIT_PER_SECOND;
  for (const link of network.links.values()) link.setBandwidth(link.kind === 'lan' ? lan : mbitPerSecond);
}
