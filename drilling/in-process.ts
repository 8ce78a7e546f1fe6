import { type Connection, connectionFromEnvironment, type RunbookLine } from '../runbooks/connection';
import { Session } from '../serving/session';
import type { EstateDescription } from '../simulators/description';
import type { Observer } from '../simulators/kernel';
import { type Arena, Calls, type ProgramEnd, type ProgramOptions } from './arena';

/** A program under test that runs in this process; it gives its exit code. */
export type Runbook = (connection: Connection) => Promise<number>;

export interface InProcessOptions {
  readonly seed: number;
  readonly radius: number;
  readonly runbook: Runbook;
  readonly observers: readonly Observer[];
}

/** So often it is looked at what goes on. Units: ms of virtual time. */
const TICK_MS = 60_000;
/** Whoever calls more often than that goes round in circles. */
const CALLS_MAX = 100_000;
const LINES_MAX = 200;

/** A drill within this process: no sockets, and time passes while the runbook sleeps. Same description, seed, experiment and runbook: same journal,
 *  byte for byte. A runbook that waits for nothing (an endless loop without a call) cannot be stopped here. */
export async function openInProcess(
  description: EstateDescription,
  { seed, radius, runbook, observers }: InProcessOptions,
): Promise<Arena> {
  let failure: unknown;
  let broken: () => void = () => undefined;
  const calls = new Calls();
  const session = await Session.open(description, {
    seed,
    schedule: { faults: [], radius },
    failedOver: true,
    observers,
    called: ({ front, call, status }) => calls.add(`${front} ${call} ${status}`),
    broke: (error) => {
      failure ??= error;
      broken();
    },
  });
  const { kernel } = session.watched.estate;

  const program = async ({ limitMs, halted }: ProgramOptions): Promise<ProgramEnd> => {
    calls.take();
    const startedAtMs = kernel.now;
    let stop: (why: string) => void = () => undefined;
    const stopped = new Promise<{ readonly stopped: string }>((done) => {
      stop = (why) => done({ stopped: why });
    });
    const late = kernel.after(limitMs, () => stop('it was not done in time'));
    const halt = (): void => stop('everything was halted');
    if (halted.aborted) halt();
    halted.addEventListener('abort', halt);
    broken = () => stop('the simulation broke');
    const hold = new Hold(() => stop(`it made more than ${CALLS_MAX} calls`));
    const said: string[] = [];
    const connection = {
      ...connectionTo(session, hold),
      say: (line: RunbookLine) => said.push(lineOf(line, session.now())),
    };
    const outcome = await Promise.race([stopped, ended(runbook, connection)]);
    hold.closed = true;
    halted.removeEventListener('abort', halt);
    kernel.cancel(late);
    const stdout = bounded(said);
    const stderr = 'error' in outcome ? outcome.error : '';
    return {
      exitCode: 'exitCode' in outcome ? outcome.exitCode : null,
      signal: null,
      stopped: 'stopped' in outcome ? outcome.stopped : undefined,
      startedAtMs,
      endedAtMs: kernel.now,
      stdout,
      stderr,
      outputBytes: Buffer.byteLength(stdout) + Buffer.byteLength(stderr),
      leftRunning: 0,
      calls: calls.take(),
    };
  };

  return {
    watched: session.watched,
    environment: session.environment,
    failure: () => failure,
    now: () => session.now(),
    sleep: (ms) => session.clock.sleep(ms),
    tick: () => session.clock.sleep(TICK_MS),
    exchange: (url, { method, headers, body }) =>
      session.exchange(url, { method, headers, ...(body === undefined ? {} : { payload: body }) }),
    program,
    close: () => session.close(),
  };
}

/** Keeps a runbook that is over from doing anything more: what it asks for then is never answered. */
class Hold {
  closed = false;
  private left = CALLS_MAX;
  private readonly exhausted: () => void;

  constructor(exhausted: () => void) {
    this.exhausted = exhausted;
  }

  pass<T>(act: () => Promise<T>): Promise<T> {
    this.left -= 1;
    if (this.left === 0) this.exhausted();
    if (this.closed || this.left <= 0) return new Promise(() => undefined);
    return act().then(
      (value) => (this.closed ? new Promise<never>(() => undefined) : value),
      (error: unknown) => (this.closed ? new Promise<never>(() => undefined) : Promise.reject(error)),
    );
  }
}

async function ended(
  runbook: Runbook,
  connection: Connection,
): Promise<{ readonly exitCode: number } | { readonly exitCode: number; readonly error: string }> {
  try {
    return { exitCode: await runbook(connection) };
  } catch (error) {
    const { name, message } = error as Error;
    return { exitCode: 1, error: `${name}: ${message}` };
  }
}

function lineOf({ step, machine, outcome, what }: RunbookLine, nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(11, 19);
  return `${time} ${machine === undefined ? '' : `${machine}: `}${step}, ${outcome}: ${what}`;
}

/** The beginning and the end of what was said. */
function bounded(said: readonly string[]): string {
  if (said.length <= 2 * LINES_MAX) return said.join('\n');
  const left = said.length - 2 * LINES_MAX;
  return [...said.slice(0, LINES_MAX), `… ${left} lines …`, ...said.slice(-LINES_MAX)].join('\n');
}

function connectionTo(session: Session, hold: Hold): Connection {
  const { azure, vsphere, say } = connectionFromEnvironment(session.environment);
  return {
    azure: {
      ...azure,
      httpClient: { sendRequest: (request) => hold.pass(() => session.httpClient.sendRequest(request)) },
    },
    vsphere: {
      ...vsphere,
      send: async (body, headers) => {
        const answer = await hold.pass(() =>
          session.exchange(vsphere.url, { method: 'POST', headers, payload: body }),
        );
        const cookie = answer.headers['set-cookie']?.split(';')[0];
        return { status: answer.status, body: answer.body, ...(cookie === undefined ? {} : { cookie }) };
      },
    },
    clock: {
      now: () => session.now(),
      sleep: (ms) => hold.pass(() => session.clock.sleep(ms, () => !hold.closed)),
    },
    say,
  };
}
