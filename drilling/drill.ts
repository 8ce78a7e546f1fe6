import { type MachineNow, machinesOf } from '../serving/machines';
import { Misuse } from '../simulators/kernel';
import { Activities, type ActivityRun, type SteadyState } from './activities';
import { type Arena, type ProgramEnd, secretsOf } from './arena';
import type { Activity } from './experiment';
import type { Journeys } from './journey';
import { type Evidence, type JudgedRun, type Judgement, judge } from './judgement';
import { type DrillFault, faultsOf } from './plan';
import type { ReadExperiment } from './read-experiment';
import { valuesOf } from './substitute';
import { Watcher } from './watcher';

const HOUR_MS = 3_600_000;
/** What still has to be cleared away when the program is done is cleared away by then, and what was healed has recovered. Units: ms of virtual time. */
const SETTLE_MS = HOUR_MS;
const MEND_MS = 20 * 60_000;

export interface DrillOptions {
  readonly read: ReadExperiment;
  readonly arena: Arena;
  readonly journeys: Journeys;
  /** Told what goes on, a line for each thing. */
  readonly say: (line: string) => void;
  /** Asks somebody to do something by hand, and waits until it is done. */
  readonly ask: (prompt: string) => Promise<void>;
  /** By which processes of the drill are known. */
  readonly mark: string;
}

/** What a drill came to. Units: ms of virtual time. */
export interface DrillResult {
  readonly status: 'completed' | 'failed' | 'aborted' | 'interrupted';
  readonly deviated: boolean;
  readonly steady: {
    readonly before: SteadyState | null;
    readonly during: readonly SteadyState[];
    readonly after: SteadyState | null;
  };
  readonly method: readonly ActivityRun[];
  readonly rollbacks: readonly ActivityRun[];
  readonly faults: readonly DrillFault[];
  readonly evidence: Evidence;
  readonly judgement: Judgement;
  /** Units: ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Of everything that happened in the estate: of its journal, and of the order of steps. */
  readonly digest: string;
}

/** Carries a drill out: steady state, method with the program under test, steady state, rollbacks – always, unless the experiment says otherwise –
 *  and the judgement. Whatever stops it, everything is healed and what was done so far is told.
 *  Errors: HW-DRILL-ENV, and what `faultsOf` throws – before anything ran. What breaks the simulation itself is thrown as it is. */
export async function runDrill(options: DrillOptions): Promise<DrillResult> {
  return new Drill(options).run();
}

class Drill {
  private readonly options: DrillOptions;
  private readonly activities: Activities;
  private readonly faults: readonly DrillFault[];
  private readonly watcher: Watcher;
  private readonly runs: JudgedRun[] = [];
  private readonly method: ActivityRun[] = [];

  constructor(options: DrillOptions) {
    this.options = options;
    const { read, arena, mark, say } = options;
    const { values, missing } = valuesOf(read.experiment, { ...process.env, ...arena.environment });
    if (missing.length > 0)
      throw new Misuse(
        'HW-DRILL-ENV',
        `${read.path} needs ${missing.join(', ')} from the environment, which has no such variable`,
        'Set it, or give it a default in the configuration.',
      );
    const hidden = { ...values, secrets: [...values.secrets, ...secretsOf(arena.environment)] };
    this.activities = new Activities(arena, hidden, mark);
    this.faults = faultsOf(read, arena.watched, values);
    this.watcher = new Watcher({ read, arena, activities: this.activities, say });
  }

  async run(): Promise<DrillResult> {
    const { read, arena, say } = this.options;
    const { experiment } = read;
    const strategy = experiment.runtime.hypothesis?.strategy ?? 'default';
    const probes = experiment['steady-state-hypothesis']?.probes ?? [];
    const gates = probes.length > 0 && strategy !== 'skip';
    const { kernel } = arena.watched.estate;
    const startedAt = arena.now();
    const startedAtMs = kernel.now;
    let before: SteadyState | null = null;
    let after: SteadyState | null = null;
    if (gates && strategy !== 'after-method-only' && strategy !== 'during-method-only') {
      before = await this.activities.steadyState(probes);
      say(`steady state before: ${before.steady_state_met ? 'met' : 'not met'}`);
    }
    let failed = before?.probes.some(({ status }) => status === 'failed') ?? false;
    if (before?.steady_state_met !== false) {
      this.watcher.start(gates && (strategy === 'continuously' || strategy === 'during-method-only'));
      failed = !(await this.carryOut()) || failed;
      await this.watcher.stop();
      if (
        gates &&
        this.halted === undefined &&
        strategy !== 'before-method-only' &&
        strategy !== 'during-method-only'
      ) {
        after = await this.activities.steadyState(probes);
        say(`steady state after: ${after.steady_state_met ? 'met' : 'not met'}`);
      }
    }
    const during = this.watcher.states;
    const deviated =
      after?.steady_state_met === false || during.some(({ steady_state_met }) => !steady_state_met);
    const rollbacks = await this.rollBack(deviated);
    await this.mend();
    const evidence = await this.evidence({ before, during, after });
    this.mustHold();
    return {
      status: this.halted !== undefined ? 'interrupted' : failed ? 'failed' : 'completed',
      deviated,
      steady: { before, during, after },
      method: this.method,
      rollbacks,
      faults: this.faults,
      evidence,
      judgement: judge(evidence),
      startedAt,
      endedAt: arena.now(),
      startedAtMs,
      endedAtMs: kernel.now,
      digest: `${kernel.journal.digestSoFar()} ${kernel.orderDigest}`,
    };
  }

  private get halted(): string | undefined {
    return this.options.arena.watched.faults.halted?.why;
  }

  /** Carries the method out. False: an activity failed. */
  private async carryOut(): Promise<boolean> {
    const { read } = this.options;
    const background: Promise<ActivityRun>[] = [];
    let all = true;
    for (const activity of read.method) {
      if (this.halted !== undefined) break;
      const run = this.do(activity);
      if (activity.background) background.push(run);
      else all = (await run).status === 'succeeded' && all;
    }
    for (const run of await Promise.all(background)) all = run.status === 'succeeded' && all;
    return all;
  }

  private async do(activity: Activity): Promise<ActivityRun> {
    const { read, say, ask } = this.options;
    const prompt = read.homeward.manual[activity.name];
    if (prompt !== undefined) await ask(prompt);
    say(activity === read.program ? 'the program begins' : activity.name);
    const run = await this.activities.run(
      activity,
      activity === read.program ? () => this.program() : undefined,
    );
    if (run.status === 'failed') say(`${activity.name} failed: ${run.exception?.[0] ?? ''}`);
    this.method.push(run);
    return run;
  }

  private async program(): Promise<unknown> {
    const { read, arena, say } = this.options;
    const end = await arena.program({ limitMs: read.homeward.limit, halted: this.watcher.signal });
    const { faults } = arena.watched.faults.list();
    const disturbed = faults.some(({ state }) => state === 'in force' || state === 'armed');
    this.runs.push({ end, machines: this.machines(), disturbed });
    say(`the program ended: ${endOf(end)}`);
    return { status: end.exitCode ?? -1, stdout: end.stdout, stderr: end.stderr };
  }

  private machines(): readonly MachineNow[] {
    return machinesOf(this.options.arena.watched.estate);
  }

  private async rollBack(deviated: boolean): Promise<readonly ActivityRun[]> {
    const { read, say } = this.options;
    const { strategy = 'always' } = read.experiment.runtime.rollbacks ?? {};
    if (strategy === 'never' || (strategy === 'deviated' && !deviated)) return [];
    const runs: ActivityRun[] = [];
    for (const activity of read.rollbacks) {
      say(`rollback: ${activity.name}`);
      runs.push(await this.activities.run(activity));
    }
    return runs;
  }

  /** Heals whatever is left. Where the program was to stop safely, it runs once more; then everything comes to rest. */
  private async mend(): Promise<void> {
    const { read, arena, say } = this.options;
    const { watched } = arena;
    watched.faults.healAll();
    const [first] = this.runs;
    if (
      this.halted === undefined &&
      read.homeward.expect === 'stops safely' &&
      first &&
      first.end.exitCode !== 0
    ) {
      say('everything is healed; the program runs once more');
      await arena.sleep(MEND_MS);
      await this.program();
    }
    await arena.sleep(SETTLE_MS);
  }

  private async evidence({ before, during, after }: DrillResult['steady']): Promise<Evidence> {
    const { read, arena, journeys } = this.options;
    const { watched } = arena;
    return {
      homeward: read.homeward,
      runs: this.runs,
      outcomes: watched.outcomes,
      journeys: [...watched.estate.machines.keys()].map((machine) => journeys.of(machine)),
      checkers: watched.verdicts(),
      machines: this.machines(),
      halted: this.halted,
      steady: {
        before: before?.steady_state_met,
        during: during.length === 0 ? undefined : during.every(({ steady_state_met }) => steady_state_met),
        after: after?.steady_state_met,
      },
    };
  }

  private mustHold(): void {
    const failure = this.options.arena.failure();
    if (failure !== undefined) throw failure;
  }
}

/** How a program ended, in words. */
export function endOf({ exitCode, signal, stopped }: ProgramEnd): string {
  if (stopped !== undefined) return `${stopped}, and it was stopped`;
  return signal === null ? `exit code ${exitCode}` : `by the signal ${signal}`;
}
