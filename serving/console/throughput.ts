import type { Estate } from '../../simulators/estate';

type Network = Estate['network'];

/** Bytes that were put into each direction of a line, at a moment. */
interface Sample {
  readonly atMs: number;
  readonly sent: ReadonlyMap<string, readonly [toFar: number, toNear: number]>;
}

export interface Measured {
  readonly outMbit: number;
  readonly backMbit: number;
  readonly overMs: number;
}

/** A shorter interval says little: transfers come in batches. Units: ms of virtual time. */
const INTERVAL_MS = 30_000;
const SAMPLES_MAX = 256;

/** Measures what passes over the lines: bytes that were sent between two looks at least an interval apart. Looking changes nothing. */
export class Throughput {
  private readonly network: Network;
  private samples: Sample[] = [];

  constructor(network: Network) {
    this.network = network;
  }

  /** By the name of the line; a line that is new, or not looked at for an interval yet, is not there. */
  look(nowMs: number): ReadonlyMap<string, Measured> {
    const now = this.sample(nowMs);
    if (this.samples.at(-1)?.atMs !== nowMs) this.samples.push(now);
    // The youngest that is an interval old, and all since.
    const from = this.samples.findLastIndex(({ atMs }) => nowMs - atMs >= INTERVAL_MS);
    if (from > 0) this.samples = this.samples.slice(from);
    if (this.samples.length > SAMPLES_MAX) this.samples.splice(1, 1);
    const measured = new Map<string, Measured>();
    const [before] = this.samples;
    const overMs = nowMs - (before?.atMs ?? nowMs);
    if (!before || overMs < INTERVAL_MS) return measured;
    for (const [name, [out, back]] of now.sent) {
      const was = before.sent.get(name);
      if (was)
        measured.set(name, {
          outMbit: mbit(out - was[0], overMs),
          backMbit: mbit(back - was[1], overMs),
          overMs,
        });
    }
    return measured;
  }

  private sample(atMs: number): Sample {
    const sent = new Map<string, readonly [number, number]>();
    for (const [name, link] of this.network.links)
      sent.set(name, [link.pipeFrom(link.from).sentBytes, link.pipeFrom(link.to).sentBytes]);
    return { atMs, sent };
  }
}

function mbit(bytes: number, ms: number): number {
  return Math.max(0, bytes) / ms / 125;
}
