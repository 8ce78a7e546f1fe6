import { createHash } from 'node:crypto';
import { Checkers, type Verdict } from '../simulators/checkers';
import { build, type Estate, finalState } from '../simulators/estate';
import type { Observer } from '../simulators/kernel';
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

/** So many machines stand in one twin: with more, those that are through cost as much as those that are on their way. */
const TWIN_MACHINES_MAX = 200;

/** Fails every machine of the plan over to Azure and back in virtual time, all at once; one that is stuck stops no other. Of a large estate, 200 machines
 *  at a time have a twin; the journal then is that of one after the other, each from 0 on. Same plan, same journal.
 *  Errors: throws when an invariant of the simulation itself breaks. */
export function rehearse(plan: RehearsalPlan, watch: RehearsalWatch = {}): Rehearsal {
  const groups = groupsOf(plan);
  if (groups.length === 1) return rehearseGroup(plan, watch);
  const joined = new Joined(watch);
  for (const group of groups) joined.add(rehearseGroup(group, joined));
  return joined.rehearsal;
}

/** One rehearsal made of those of several twins, given in their order, each after its journal. */
export class Joined {
  private readonly done: Rehearsal[] = [];
  private readonly hash = createHash('sha256');
  private readonly watch: RehearsalWatch;
  private before: readonly number[] = STAGES.map(() => 0);

  constructor(watch: RehearsalWatch) {
    this.watch = watch;
  }

  readonly journal = (chunk: string): void => {
    this.hash.update(chunk);
    this.watch.journal?.(chunk);
  };

  /** Of the twin that is being rehearsed. */
  readonly progress = (passed: readonly number[], nowMs: number): void =>
    this.watch.progress?.(
      passed.map((count, stage) => count + (this.before[stage] ?? 0)),
      nowMs,
    );

  add(rehearsal: Rehearsal): void {
    this.done.push(rehearsal);
    this.progress(passedStages(rehearsal.journeys), rehearsal.endedAtMs);
    this.before = passedStages(this.done.flatMap(({ journeys }) => journeys));
  }

  get rehearsal(): Rehearsal {
    const { done } = this;
    return {
      journeys: done.flatMap(({ journeys }) => journeys),
      checkers: worstOf(done.map(({ checkers }) => checkers)),
      sentHome: new Map(done.flatMap(({ sentHome }) => [...sentHome])),
      digest: this.hash.digest('hex'),
      entries: done.reduce((sum, { entries }) => sum + entries, 0),
      endedAtMs: Math.max(...done.map(({ endedAtMs }) => endedAtMs)),
    };
  }
}

/** The machines of a plan in as many plans as they need twins; one at least. */
export function groupsOf(plan: RehearsalPlan): readonly RehearsalPlan[] {
  const { description, machines } = plan;
  const byName = new Map(description.machines.map((machine) => [machine.name, machine]));
  const count = Math.ceil(machines.length / TWIN_MACHINES_MAX);
  if (count <= 1) return [plan];
  return Array.from({ length: count }, (_, index) => {
    const some = machines.slice(index * TWIN_MACHINES_MAX, (index + 1) * TWIN_MACHINES_MAX);
    const described = some.flatMap((name) => byName.get(name) ?? []);
    return { ...plan, machines: some, description: { ...description, machines: described } };
  });
}

/** What each checker found in any of the twins, the worst first. */
function worstOf(all: readonly (readonly Verdict[])[]): readonly Verdict[] {
  const [first = []] = all;
  return first.map(({ checker }) => {
    const own = all.flatMap((verdicts) => verdicts.filter((each) => each.checker === checker));
    const [worst] = own.toSorted((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
    return worst as Verdict;
  });
}

const WORST: readonly Verdict['verdict'][] = ['invalid', 'unknown', 'valid'];

/** Rehearses a plan with one twin. Errors: as of `rehearse`. */
export function rehearseGroup(plan: RehearsalPlan, watch: RehearsalWatch): Rehearsal {
  const checkers = new Checkers();
  const home = new Map<string, number>();
  const sentHome = new Map<string, number>();
  const observe: Observer = (time, kind, subject, fields) => {
    if (kind === 'guest.running' && fields.copy === 'on-premises') home.set(subject, time);
    else if (kind === 'agent.sent' || kind === 'agent.compared')
      if (fields.copy === 'azure') sentHome.set(subject, (sentHome.get(subject) ?? 0) + Number(fields.bytes));
  };
  const { description, seed } = plan;
  const estate = build(description, seed, [checkers.observe, observe], { journal: watch.journal });
  const { kernel } = estate;
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
