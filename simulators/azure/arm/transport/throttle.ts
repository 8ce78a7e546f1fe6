import type { Arm } from '../arm';
import { ArmError } from '../arm-error';

/** How many requests a subscription may make. Units: in an hour of virtual time. */
export interface ThrottleOptions {
  readonly readsAnHour: number;
  readonly writesAnHour: number;
}

/** Source: Azure documentation, Resource Manager throttling – documented. */
const USUAL: ThrottleOptions = { readsAnHour: 12_000, writesAnHour: 1_200 };
const HOUR_MS = 3_600_000;

/** Counts requests as Azure does: a bucket for reads and one for writes, which fill again as virtual time passes.
 *  Errors: 429 with Retry-After; time then moves on as for a client that waits. */
export class Throttle {
  private readonly arm: Arm;
  private readonly reads: Bucket;
  private readonly writes: Bucket;

  constructor(arm: Arm, options: ThrottleOptions = USUAL) {
    this.arm = arm;
    this.reads = { most: options.readsAnHour, left: options.readsAnHour, atMs: arm.kernel.now };
    this.writes = { most: options.writesAnHour, left: options.writesAnHour, atMs: arm.kernel.now };
  }

  take(read: boolean): { readonly header: string; readonly count: number } {
    const bucket = read ? this.reads : this.writes;
    const { now } = this.arm.kernel;
    bucket.left = Math.min(bucket.most, bucket.left + ((now - bucket.atMs) * bucket.most) / HOUR_MS);
    bucket.atMs = now;
    if (bucket.left < 1) {
      this.arm.polled();
      throw new ArmError(
        429,
        'TooManyRequests',
        `Number of ${read ? 'read' : 'write'} requests for subscription '${this.arm.subscription}' exceeded the limit. Try again later.`,
      );
    }
    bucket.left -= 1;
    return {
      header: `x-ms-ratelimit-remaining-subscription-${read ? 'reads' : 'writes'}`,
      count: Number.isFinite(bucket.left) ? Math.floor(bucket.left) : bucket.most,
    };
  }
}

interface Bucket {
  readonly most: number;
  left: number;
  atMs: number;
}
