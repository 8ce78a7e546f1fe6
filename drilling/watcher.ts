import type { Activities, SteadyState } from './activities';
import type { Arena } from './arena';
import type { Activity, StopCondition } from './experiment';
import type { ReadExperiment } from './read-experiment';
import { pathOf, targetOf } from './tolerance';

/** The steady state is asked for so often while a method goes on, and a stop condition too. Units: ms of virtual time. */
const EVERY_MS = 60_000;
/** So many found states are kept: the first, and those that were not met. */
const KEPT_MAX = 200;

interface WatcherOptions {
  readonly read: ReadExperiment;
  readonly arena: Arena;
  readonly activities: Activities;
  readonly say: (line: string) => void;
}

/** Looks at what goes on while a method is carried out: whether somebody halted everything, whether a stop condition holds, and, where the
 *  experiment wants it, whether the steady state does. */
export class Watcher {
  readonly states: SteadyState[] = [];
  private readonly options: WatcherOptions;
  private readonly halting = new AbortController();
  private readonly since = new Map<StopCondition, number>();
  private over = false;
  private watching: Promise<void> = Promise.resolve();

  constructor(options: WatcherOptions) {
    this.options = options;
  }

  /** Aborted once everything is halted. */
  get signal(): AbortSignal {
    return this.halting.signal;
  }

  start(steadyState: boolean): void {
    this.watching = this.watch(steadyState);
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  private async watch(steadyState: boolean): Promise<void> {
    const { read, arena } = this.options;
    const { faults } = arena.watched;
    let askedAt = arena.now();
    for (;;) {
      await arena.tick();
      if (this.over) return;
      if (faults.halted) {
        this.halting.abort();
        return;
      }
      if (arena.now() - askedAt < EVERY_MS) continue;
      askedAt = arena.now();
      if (steadyState) await this.look();
      for (const condition of read.homeward.stop) await this.check(condition);
    }
  }

  private async look(): Promise<void> {
    const { read, activities } = this.options;
    const state = await activities.steadyState(read.experiment['steady-state-hypothesis']?.probes ?? []);
    if (this.states.length === 0 || (!state.steady_state_met && this.states.length < KEPT_MAX))
      this.states.push(state);
  }

  private async check(condition: StopCondition): Promise<void> {
    const { arena, say } = this.options;
    const value = await this.value(condition);
    const { above = Number.POSITIVE_INFINITY, below = Number.NEGATIVE_INFINITY } = condition;
    if (value === undefined || !(value > above || value < below)) {
      this.since.delete(condition);
      return;
    }
    const since = this.since.get(condition) ?? arena.now();
    this.since.set(condition, since);
    if (arena.now() - since < condition.for) return;
    const why = `${condition.probe} is ${value}, ${value > above ? `above ${above}` : `below ${below}`}, for ${condition.for / 60_000} min`;
    say(`stop condition: ${why}`);
    arena.watched.faults.halt(`stop condition: ${why}`);
  }

  private async value({ probe, path }: StopCondition): Promise<number | undefined> {
    const { read, activities } = this.options;
    const gates = read.experiment['steady-state-hypothesis']?.probes ?? [];
    const asked = [...gates, ...read.method].find(({ name }) => name === probe) as Activity;
    const { status, output } = await activities.run(asked);
    if (status === 'failed') return undefined;
    const body = targetOf(targetOf(output, 'body'), 'stdout');
    const [found] = path === undefined ? [body] : pathOf(body, path);
    const value = Number(found);
    return Number.isNaN(value) ? undefined : value;
  }
}
