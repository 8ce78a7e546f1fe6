import type { Arena } from './arena';
import { RunningCommand } from './command';
import type { Activity, Gate, HttpProvider, ProcessProvider, Tolerance } from './experiment';
import { substitute, type Values } from './substitute';
import { isTolerated } from './tolerance';

/** What came of an activity. Shape: a result record of Chaos Toolkit's journal; times are virtual. */
export interface ActivityRun {
  readonly activity: unknown;
  readonly status: 'succeeded' | 'failed';
  readonly start: string;
  readonly end: string;
  /** Units: seconds. */
  readonly duration: number;
  readonly output: unknown;
  readonly exception?: readonly string[];
  tolerance_met?: boolean;
}

/** A hypothesis as it was found. */
export interface SteadyState {
  readonly steady_state_met: boolean;
  readonly probes: readonly ActivityRun[];
}

const PROCESS_MS_MAX = 10 * 60_000;

/** Carries activities out in an arena. */
export class Activities {
  private readonly arena: Arena;
  private readonly values: Values;
  private readonly mark: string;

  constructor(arena: Arena, values: Values, mark: string) {
    this.arena = arena;
    this.values = values;
    this.mark = mark;
  }

  /** Carries one out, with its pauses. `act` is done in place of its provider. */
  async run(activity: Activity | Gate, act?: () => Promise<unknown>): Promise<ActivityRun> {
    const { arena, values } = this;
    const { before, after } = substitute(activity.pauses ?? {}, values);
    if (Number(before) > 0) await arena.sleep(Number(before) * 1_000);
    const startMs = arena.now();
    let outcome: Pick<ActivityRun, 'status' | 'output' | 'exception'>;
    try {
      outcome = { status: 'succeeded', output: await (act ?? (() => this.provide(activity.provider)))() };
    } catch (error) {
      if (!(error instanceof ActivityFailed)) throw error;
      outcome = { status: 'failed', output: error.output ?? null, exception: [error.message] };
    }
    const endMs = arena.now();
    if (Number(after) > 0) await arena.sleep(Number(after) * 1_000);
    return {
      activity,
      ...outcome,
      start: new Date(startMs).toISOString(),
      end: new Date(endMs).toISOString(),
      duration: (endMs - startMs) / 1_000,
    };
  }

  /** Asks the probes of a hypothesis, until one is not met. */
  async steadyState(probes: readonly Gate[]): Promise<SteadyState> {
    const runs: ActivityRun[] = [];
    for (const gate of probes) {
      const run = await this.run(gate);
      run.tolerance_met = run.status === 'succeeded' && (await this.tolerated(gate.tolerance, run.output));
      runs.push(run);
      if (!run.tolerance_met) return { steady_state_met: false, probes: runs };
    }
    return { steady_state_met: true, probes: runs };
  }

  private tolerated(tolerance: Tolerance, value: unknown): Promise<boolean> {
    return isTolerated(tolerance, value, this.values, async ({ name, provider }, given) => {
      const asked = { ...provider, arguments: withValue(provider, given) } as HttpProvider | ProcessProvider;
      const { status, output } = await this.run({ type: 'probe', name, provider: asked });
      const { status: code = 0 } = (output ?? {}) as { status?: number };
      return status === 'succeeded' && (provider.type === 'http' ? code < 400 : code === 0);
    });
  }

  private provide(provider: HttpProvider | ProcessProvider): Promise<unknown> {
    return provider.type === 'http' ? this.ask(provider) : this.call(provider);
  }

  private async ask(given: HttpProvider): Promise<unknown> {
    const provider = substitute(given, this.values);
    const { method, headers = {}, arguments: words, expected_status: expected } = provider;
    const url = new URL(provider.url);
    const isJson = /^application\/json/i.test(headers['Content-Type'] ?? headers['content-type'] ?? '');
    let body: string | undefined;
    if (words && method === 'GET')
      for (const [name, value] of Object.entries(words)) url.searchParams.append(name, `${value}`);
    else if (words)
      body = isJson ? JSON.stringify(words) : new URLSearchParams(words as Record<string, string>).toString();
    const type = body === undefined || isJson ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.exchange(url, {
      method,
      headers: { ...type, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    // Dates and ids of requests are left out: the same drill has the same journal.
    const output = {
      status: answer.status,
      headers: { 'content-type': answer.headers['content-type'] ?? '' },
      body: bodyOf(answer),
    };
    const ours = url.href.startsWith(`${this.arena.environment.HOMEWARD_CONTROL_URL}/`);
    if (expected === undefined ? ours && answer.status >= 400 : answer.status !== expected)
      throw new ActivityFailed(
        `${method} ${url.pathname} was answered with ${answer.status}: ${answer.body.slice(0, 500)}`,
        output,
      );
    return output;
  }

  private async exchange(url: URL, asked: Parameters<Arena['exchange']>[1]): ReturnType<Arena['exchange']> {
    try {
      return await this.arena.exchange(url.href, asked);
    } catch (error) {
      throw new ActivityFailed(`failed to connect to ${url.origin}: ${(error as Error).message}`);
    }
  }

  private async call(given: ProcessProvider): Promise<unknown> {
    const { path, arguments: words, timeout } = substitute(given, this.values);
    const line =
      typeof words === 'string'
        ? `${path} ${words}`
        : ([
            path,
            ...(Array.isArray(words) ? words : Object.entries(words ?? {}).flat()).map(String),
          ] as const);
    const running = new RunningCommand({
      line: line as never,
      environment: this.arena.environment,
      secrets: this.values.secrets,
      mark: this.mark,
    });
    const timer = setTimeout(
      () => running.stop('it took too long'),
      timeout === undefined ? PROCESS_MS_MAX : timeout * 1_000,
    );
    const { exitCode, signal, stdout, stderr, stopped } = await running.ended;
    clearTimeout(timer);
    const output = { status: exitCode ?? -1, stdout, stderr };
    if (stopped !== undefined || signal !== null)
      throw new ActivityFailed(`${path}: ${stopped ?? `ended by ${signal}`}`, output);
    return output;
  }
}

/** An activity did not come about. */
class ActivityFailed extends Error {
  readonly output: unknown;

  constructor(message: string, output?: unknown) {
    super(message);
    this.output = output;
  }
}

function withValue({ arguments: words }: HttpProvider | ProcessProvider, value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (Array.isArray(words)) return [...words, text];
  return typeof words === 'string' ? `${words} ${text}` : { ...words, value: text };
}

/** JSON where the type says nothing but that, as Chaos Toolkit reads it; otherwise the text. */
function bodyOf({ headers, body }: Awaited<ReturnType<Arena['exchange']>>): unknown {
  if (headers['content-type'] !== 'application/json') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
