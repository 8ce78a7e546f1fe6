/** Something that a simulated party says. It is no error of ours, and there are many: so it carries no stack trace. */
class Said extends Error {
  constructor(message: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}

/** A simulated service said no. Shape: `code` from the registry of its protocol; `causes` when several stand at once, in a
 *  stable order. `retry` tells whether the same request may succeed later without anyone mending anything. */
export class Refusal extends Said {
  readonly code: string;
  readonly causes: readonly Cause[];
  readonly retry: boolean;

  constructor(cause: Cause, causes: readonly Cause[] = [cause], retry = false) {
    super(cause.message);
    this.name = 'Refusal';
    this.code = cause.code;
    this.causes = causes;
    this.retry = retry;
  }
}

/** One reason, and what to do about it. */
export interface Cause {
  readonly code: string;
  readonly message: string;
  readonly recommendedAction: string;
  /** What it is about: a machine, a host, a datastore, a snapshot … */
  readonly about: readonly string[];
}

/** A message or its answer did not get through. */
export class NetworkFailure extends Said {
  readonly kind: 'timeout' | 'refused' | 'reset';
  readonly to: string;
  readonly port: number;

  constructor(kind: NetworkFailure['kind'], from: string, to: string, port: number, message: string) {
    super(`${message} from ${from} to ${to}:${port}: ${kind}`);
    this.name = 'NetworkFailure';
    this.kind = kind;
    this.to = to;
    this.port = port;
  }

  /** How it reaches a third party, who asked the one that could not get through. */
  asRefusal(): Refusal {
    return new Refusal(
      {
        code: 'SIM-UNREACHABLE',
        message: `${this.to}:${this.port} could not be reached (${this.kind}).`,
        recommendedAction: 'Check that the server runs, and the network path to it; then retry the job.',
        about: [this.to],
      },
      undefined,
      true,
    );
  }
}
