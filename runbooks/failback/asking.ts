import type { Connection } from '../connection';

/** Why a machine cannot go on: what is in the way, and what somebody can do about it. */
export interface Cause {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

/** The service understood the request and will not do it. */
export class Refused extends Error {
  override readonly cause: Cause;

  constructor(cause: Cause) {
    super(cause.what);
    this.cause = cause;
  }
}

/** Nobody answered for as long as we wait. */
export class Away extends Refused {}

/** What the Azure SDK throws, as far as it is read here. */
interface SdkError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly message?: string;
  readonly response?: {
    readonly bodyAsText?: string | null;
    readonly headers?: { get(name: string): string | undefined };
  };
}

interface ArmBody {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly details?: readonly { readonly code?: string; readonly recommendedAction?: string }[] | null;
  };
}

/** Too many requests, or nobody at home: not a word about the request itself. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Asks Azure as often as it takes: waits as long as Retry-After says, or a while, and gives up in the end. Units: ms. */
export class Asking {
  private readonly clock: Connection['clock'];
  private readonly limits: { readonly pauseMs: () => number; readonly serviceMs: number };

  constructor(clock: Connection['clock'], limits: Asking['limits']) {
    this.clock = clock;
    this.limits = limits;
  }

  /** Something that may be asked twice. Errors: Refused; Away. */
  async read<T>(what: string, ask: () => Promise<T>): Promise<T> {
    return (await this.persist(what, ask, () => true)) as T;
  }

  /** Something that must not be done twice: asked again only where the service said that it did nothing (429).
   *  Gives false where nobody knows whether it was done: look again. Errors: Refused; Away. */
  async order(what: string, ask: () => Promise<unknown>): Promise<boolean> {
    const done = await this.persist(
      what,
      async () => {
        await ask();
        return true;
      },
      (status) => status === 429,
    );
    return done === true;
  }

  private async persist<T>(
    what: string,
    ask: () => Promise<T>,
    again: (status: number | undefined) => boolean,
  ): Promise<T | undefined> {
    const until = this.clock.now() + this.limits.serviceMs;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused) throw error;
        const { statusCode, response, message } = error as SdkError;
        if (isOurs(error)) throw error;
        if (statusCode !== undefined && !PASSING.has(statusCode))
          throw new Refused(causeIn(error as SdkError));
        if (this.clock.now() >= until)
          throw new Away({
            code: String(statusCode ?? 'no answer'),
            what: `Azure does not answer (${what}): ${message}`,
            next: 'See whether Azure Resource Manager and the path to it are well, then run this again.',
          });
        await this.clock.sleep(retryAfterMs(response) ?? this.limits.pauseMs());
        if (!again(statusCode)) return undefined;
      }
    }
  }
}

/** A mistake in this program, which no waiting mends. */
function isOurs(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

function retryAfterMs(response: SdkError['response']): number | undefined {
  const said = response?.headers?.get('retry-after');
  if (said === undefined) return undefined;
  const seconds = Number(said);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}

function causeIn({ statusCode, code, message = '', response }: SdkError): Cause {
  let told: ArmBody = {};
  try {
    told = JSON.parse(response?.bodyAsText ?? '{}') as ArmBody;
  } catch {
    // Something in between answered; its status says enough.
  }
  const [detail] = told.error?.details ?? [];
  return {
    code: detail?.code ?? told.error?.code ?? code ?? String(statusCode),
    what: (told.error?.message ?? message).split('\n')[0] ?? '',
    next:
      detail?.recommendedAction ||
      NEXT[statusCode ?? 0] ||
      'See what the message names, then run this again.',
  };
}

const NEXT: { readonly [status: number]: string } = {
  401: 'Check the client secret in the environment (AZURE_CLIENT_SECRET) and that it has not expired.',
  403: 'Give the application the role Site Recovery Contributor on the vault, and the right to read virtual machines.',
  404: 'Check the names of the subscription, resource group and vault in the environment.',
};
