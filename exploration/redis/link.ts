import { Redis } from 'ioredis';
import { Misuse } from '../../simulators/kernel';
import { PASSWORD_VARIABLE, type Place, placeOf } from './place';

export interface LinkOptions {
  readonly url: string;
  /** How long Redis may be gone. Units: ms. */
  readonly patienceMs: number;
  /** Gets a line for people: that Redis is gone, that it is back. */
  readonly say: (line: string) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CLOSE_MS = 2_000;
/** A connection on which something was asked and nothing comes is none. Longer than what BullMQ asks may wait on purpose. Units: ms. */
const SILENT_MS = 20_000;

/** Redis did not do what it was asked, or left meanwhile: then it may have been done or not. Whoever asked asks again, if it passes. */
class Trouble extends Error {
  override readonly cause: Error;

  constructor(cause: Error) {
    super(plainCause(cause));
    this.cause = cause;
  }
}

/** The connection of a campaign or a worker to Redis. Redis may be gone for a while: it is tried again and again, until patience ends. */
export class RedisLink {
  readonly place: Place;
  readonly client: Redis;
  private readonly options: LinkOptions;
  private troubleSince: number | undefined;
  private trouble = '';
  private readonly onGone = new Set<() => void>();

  private constructor(options: LinkOptions, place: Place, client: Redis) {
    this.options = options;
    this.place = place;
    this.client = client;
    client.on('close', () => this.note(LEFT));
    client.on('error', (error: Error) => {
      this.trouble = plainCause(error);
    });
    client.on('ready', () => this.fine());
  }

  /** Errors: HW-REDIS-URL; HW-REDIS-CONNECT – nothing answers there now; HW-REDIS-AUTH – it does not let us in. */
  static async open(options: LinkOptions): Promise<RedisLink> {
    const place = placeOf(options.url);
    let connected = false;
    const { shown: _shown, ...where } = place;
    const client = new Redis({
      ...where,
      lazyConnect: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENT_MS,
      // BullMQ wants it so: who waits for an answer waits until Redis is back.
      maxRetriesPerRequest: null,
      // Whoever cannot be reached at first has a wrong address; later it is gone for a while.
      retryStrategy: (times) => (connected ? Math.min(100 * times, 1_000) : null),
    });
    let refused: Error | undefined;
    const remember = (error: Error): void => {
      refused ??= error;
    };
    client.on('error', remember);
    try {
      await client.connect();
      await client.ping();
    } catch (error) {
      client.disconnect();
      throw unreachable(refused ?? (error as Error), place);
    }
    client.off('error', remember);
    connected = true;
    return new RedisLink(options, place, client);
  }

  /** Is Redis gone just now? */
  get gone(): boolean {
    return this.client.status !== 'ready';
  }

  /** Waits for an answer, or until the connection breaks. Errors: only such as `bear` takes. */
  async ask<T>(answer: Promise<T>): Promise<T> {
    let leave = (): void => {};
    const left = new Promise<never>((_over, fail) => {
      leave = () => fail(new Error(LEFT));
      this.onGone.add(leave);
    });
    try {
      return await Promise.race([answer, left]);
    } catch (error) {
      throw new Trouble(error as Error);
    } finally {
      this.onGone.delete(leave);
    }
  }

  /** Takes what went wrong with Redis as a passing trouble, if it is one. Errors: HW-REDIS-GONE – it lasts too long; HW-REDIS-AUTH, HW-REDIS-REFUSED
   *  – it would not pass; what has nothing to do with Redis. */
  bear(error: unknown): void {
    if (!(error instanceof Trouble)) throw error;
    if (!PASSES.test(error.cause.message)) throw refusal(error.cause, this.place);
    if (!this.gone) this.note(error.message);
    this.mustHold();
  }

  /** Errors: HW-REDIS-GONE. */
  mustHold(): void {
    if (this.troubleSince === undefined || Date.now() - this.troubleSince < this.options.patienceMs) return;
    const seconds = Math.round((Date.now() - this.troubleSince) / 1_000);
    throw new Misuse(
      'HW-REDIS-GONE',
      `Redis at ${this.place.shown} has not answered for ${seconds} s (${this.trouble})`,
      'Start Redis again and begin anew: homeward explore goes on with --resume.',
    );
  }

  /** Redis did what it was asked to do. */
  fine(): void {
    if (this.troubleSince === undefined) return;
    this.troubleSince = undefined;
    this.options.say(`Redis at ${this.place.shown} is back`);
  }

  async close(): Promise<void> {
    if (!this.gone) await atMost(CLOSE_MS, this.client.quit());
    this.client.disconnect();
  }

  private note(cause: string): void {
    this.trouble = cause;
    for (const leave of [...this.onGone]) leave();
    if (this.troubleSince !== undefined || this.client.status === 'end') return;
    this.troubleSince = Date.now();
    const seconds = Math.round(this.options.patienceMs / 1_000);
    this.options.say(
      `Redis at ${this.place.shown} does not answer (${cause}); trying again for ${seconds} s`,
    );
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms));
}

/** Waits until something is done, well or not, and no longer than that. */
export async function atMost(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((over) => {
    timer = setTimeout(over, ms);
  });
  await Promise.race([done.catch(() => undefined), late]);
  clearTimeout(timer);
}

const LEFT = 'the connection was lost';
/** Redis says these while it starts, changes its master or clears away; the client while it connects. */
const PASSES = new RegExp(
  `^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|EXECABORT|MISCONF|UNBLOCKED|Connection is closed|Command aborted|Stream isn't|${LEFT})`,
);

/** Of errors of the client only what holds no secret: their fields have the command, and with it the password. */
function plainCause(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message.split('\n')[0] ?? '';
}

function refusal(error: Error, { shown }: Place): Misuse {
  const cause = plainCause(error);
  return /WRONGPASS|NOAUTH|NOPERM|invalid (username|password)/i.test(error.message)
    ? new Misuse(
        'HW-REDIS-AUTH',
        `Redis at ${shown} does not let us in, or not do what we must (${cause.split(' ')[0]})`,
        `Correct user and password in the URL, or the password in ${PASSWORD_VARIABLE}.`,
      )
    : new Misuse(
        'HW-REDIS-REFUSED',
        `Redis at ${shown} refuses a command: ${cause}`,
        'Use a Redis of version 6.2 or newer on which this user may use all commands.',
      );
}

function unreachable(error: Error, place: Place): Misuse {
  if (error.name === 'ReplyError') return refusal(error, place);
  return new Misuse(
    'HW-REDIS-CONNECT',
    `nothing answers as Redis at ${place.shown} (${plainCause(error)})`,
    'Correct the URL, or start Redis.',
  );
}
