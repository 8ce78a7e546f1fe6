import type { Misuse } from '../../simulators/kernel';

/** A question did not get through, or its answer did not come back. After `reset` the asker does not know whether it was answered.
 *  Shape: `refused` and `timeout`: it was never asked; `reset`: the connection was lost meanwhile. `cause` is there when someone
 *  has to mend something first (HW-NODE-…). */
export class ChannelBroken extends Error {
  readonly kind: 'refused' | 'reset' | 'timeout';
  readonly peer: string;
  override readonly cause?: Misuse;

  constructor(kind: ChannelBroken['kind'], peer: string, why: string, cause?: Misuse) {
    super(`${peer}: ${kind} (${why})`);
    this.name = 'ChannelBroken';
    this.kind = kind;
    this.peer = peer;
    if (cause) this.cause = cause;
  }
}

/** What a handler throws to say no: the asker's question rejects with the same value. */
export class Said extends Error {
  readonly said: unknown;

  constructor(said: unknown) {
    super('a node said no');
    this.name = 'Said';
    this.said = said;
  }
}
