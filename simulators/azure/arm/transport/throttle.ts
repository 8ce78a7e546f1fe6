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
  private readonly limits: ThrottleOptions;
  private readonly buckets = new WeakMap<Arm, { readonly reads: Bucket; readonly writes: Bucket }>();

  constructor(limits: ThrottleOptions = USUAL) {
    this.limits = limits;
  }

  take(arm: Arm, read: boolean): { readonly header: string; readonly count: number } {
    const { reads, writes } = this.bucketsOf(arm);
    const bucket = read ? reads : writes;
    const { now } = arm.kernel;
    bucket.left = Math.min(bucket.most, bucket.left + ((now - bucket.atMs) * bucket.most) / HOUR_MS);
    bucket.atMs = now;
    if (bucket.left < 1) {
      arm.polled();
      throw new ArmError(
        429,
        'TooManyRequests',
        `Number of ${read ? 'read' : 'write'} requests for subscription '${arm.subscription}' exceeded the limit. Try again later.`,
      );
    }
    bucket.left -= 1;
    return {
      header: `x-ms-ratelimit-remaining-subscription-${read ? 'reads' : 'writes'}`,
      count: Number.isFinite(bucket.left) ? Math.floor(bucket.left) : Number.MAX_SAFE_INTEGER,
    };
  }

  private bucketsOf(arm: Arm): { readonly reads: Bucket; readonly writes: Bucket } {
    const known = this.buckets.get(arm);
    if (known) return known;
    const { readsAnHour, writesAnHour } = this.limits;
    const full = (most: number): Bucket => ({ most, left: most, atMs: arm.kernel.now });
    const made = { reads: full(readsAnHour), writes: full(writesAnHour) };
    this.buckets.set(arm, made);
    return made;
  }
}

interface Bucket {
  readonly most: number;
  left: number;
  atMs: number;
}
