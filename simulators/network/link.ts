import type { Kernel } from '../kernel';
import { Pipe } from './pipe';

export type LinkKind = 'vpn' | 'expressroute' | 'internet' | 'lan';

export interface LinkOptions {
  readonly name: string;
  readonly kind: LinkKind;
  /** The two zones it joins; for a LAN both are the same. */
  readonly from: string;
  readonly to: string;
  readonly mbitPerSecond: number;
  readonly latencyMs: number;
  /** Share of messages lost and sent again (0…1). */
  readonly loss?: number;
}

/** A way between two zones, with a bandwidth in each direction.
 *  State machine: up ⇄ down. Down, nothing arrives and running transfers stall. Not modelled: jitter, packet reordering. */
export class Link {
  readonly name: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  readonly options: LinkOptions;
  latencyMs: number;
  loss: number;
  up = true;
  private mbitPerSecond: number;
  private readonly kernel: Kernel;
  private readonly outward: Pipe;
  private readonly inward: Pipe;

  constructor(kernel: Kernel, options: LinkOptions) {
    this.kernel = kernel;
    this.options = options;
    this.name = options.name;
    this.kind = options.kind;
    this.from = options.from;
    this.to = options.to;
    this.mbitPerSecond = options.mbitPerSecond;
    this.latencyMs = options.latencyMs;
    this.loss = options.loss ?? 0;
    this.outward = new Pipe(kernel, options.mbitPerSecond);
    this.inward = this.from === this.to ? this.outward : new Pipe(kernel, options.mbitPerSecond);
  }

  joins(a: string, b: string): boolean {
    return (this.from === a && this.to === b) || (this.from === b && this.to === a);
  }

  /** The direction that leads away from `zone`. */
  pipeFrom(zone: string): Pipe {
    return zone === this.from ? this.outward : this.inward;
  }

  /** What it brought over, both ways; small messages are not counted. Units: bytes. */
  get carriedBytes(): number {
    const { outward, inward } = this;
    return outward.carriedBytes + (inward === outward ? 0 : inward.carriedBytes);
  }

  /** Its bandwidth each way, as it is now. */
  get bandwidth(): number {
    return this.mbitPerSecond;
  }

  setUp(up: boolean): void {
    if (this.up === up) return;
    this.up = up;
    this.kernel.record(up ? 'link.up' : 'link.down', this.name);
    this.applyBandwidth();
  }

  setBandwidth(mbitPerSecond: number): void {
    this.mbitPerSecond = mbitPerSecond;
    this.kernel.record('link.bandwidth', this.name, { mbitPerSecond });
    this.applyBandwidth();
  }

  private applyBandwidth(): void {
    const speed = this.up ? this.mbitPerSecond : 0;
    this.outward.setBandwidth(speed);
    if (this.inward !== this.outward) this.inward.setBandwidth(speed);
  }
}
