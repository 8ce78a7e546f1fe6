import { setTimeout as wallSleep } from 'node:timers/promises';
import { ServedEstate } from '../serving/served-estate';
import type { EstateDescription } from '../simulators/description';
import type { Observer } from '../simulators/kernel';
import {
  type Arena,
  Calls,
  type ProgramEnd,
  type ProgramLine,
  type ProgramOptions,
  secretsOf,
} from './arena';
import { RunningCommand } from './command';

export interface OverSocketsOptions {
  readonly seed: number;
  readonly radius: number;
  readonly command: ProgramLine;
  /** Virtual seconds in each real one; undefined: time moves when the program polls. */
  readonly speed: number | undefined;
  readonly observers: readonly Observer[];
  /** By which its processes are known. */
  readonly mark: string;
}

/** So often it is looked at what goes on. Units: ms of wall time. */
const TICK_MS = 100;
/** Where time moves when the program polls, it also passes while the program asks nothing for so long: by so much with every look. Whoever hangs
 *  comes to its limit so. Units: ms of wall time, ms of virtual time. */
const QUIET_MS = 5_000;
const QUIET_STEP_MS = 60_000;
/** Nobody takes longer, whatever virtual time says. Units: ms of wall time. */
const WALL_MS_MAX = 60 * 60_000;

/** A drill of somebody's own program: the estate is served on loopback TLS, and the program runs through the shell with the variables that
 *  `homeward serve` prints. Errors: HW-ESTATE, HW-BEGIN, HW-SERVE-LISTEN. */
export async function openOverSockets(
  description: EstateDescription,
  { seed, radius, command, speed, observers, mark }: OverSocketsOptions,
): Promise<Arena> {
  let failure: unknown;
  const calls = new Calls();
  let lastCallAt = performance.now();
  const served = await ServedEstate.open(
    description,
    {
      seed,
      host: '127.0.0.1',
      port: 0,
      vspherePort: 0,
      clock: speed === undefined ? 'virtual' : 'paced',
      speed: speed ?? 1,
      schedule: { faults: [], radius },
      failedOver: true,
      observers,
      called: ({ front, call, status }) => {
        lastCallAt = performance.now();
        calls.add(`${front} ${call} ${status}`);
      },
    },
    (error) => {
      failure ??= error;
    },
  );
  const { kernel } = served.estate;

  const program = async ({ limitMs, halted }: ProgramOptions): Promise<ProgramEnd> => {
    calls.take();
    lastCallAt = performance.now();
    const startedAtMs = kernel.now;
    const began = performance.now();
    const running = new RunningCommand({
      line: command,
      environment: served.environment,
      secrets: secretsOf(served.environment),
      mark,
    });
    let over = false;
    const watch = async (): Promise<void> => {
      while (!over) {
        if (halted.aborted) running.stop('everything was halted');
        else if (failure !== undefined) running.stop('the simulation broke');
        else if (kernel.now - startedAtMs > limitMs) running.stop('it was not done in time');
        else if (performance.now() - began > WALL_MS_MAX)
          running.stop('it took more than an hour of wall time');
        else if (speed === undefined && performance.now() - lastCallAt > QUIET_MS)
          guarded(() => kernel.run(kernel.now + QUIET_STEP_MS));
        await wallSleep(TICK_MS);
      }
    };
    const [end] = await Promise.all([
      running.ended.finally(() => {
        over = true;
      }),
      watch(),
    ]);
    return { ...end, startedAtMs, endedAtMs: kernel.now, calls: calls.take() };
  };

  const guarded = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      failure ??= error;
    }
  };

  return {
    watched: served.watched,
    environment: served.environment,
    failure: () => failure,
    now: () => served.now(),
    async sleep(ms) {
      if (speed === undefined) guarded(() => kernel.run(kernel.now + Math.ceil(ms)));
      // The clock may be paused, or get another speed.
      else
        for (const until = kernel.now + ms; kernel.now < until && failure === undefined; )
          await wallSleep(Math.min(TICK_MS, Math.ceil((until - kernel.now) / speed)));
    },
    tick: () => wallSleep(TICK_MS),
    exchange: (url, asked) => served.exchange(url, asked),
    program,
    console: {
      url: () => served.consoleUrl(),
      open: () => served.consolesOpen,
      over: (outcome) => served.over(outcome),
    },
    close: () => served.close(),
  };
}
