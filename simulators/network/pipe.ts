import type { Kernel, Timer } from '../kernel';

/** One transfer under way. */
export interface Flow {
  readonly finish: number;
  readonly order: number;
  readonly bytes: number;
  readonly done: () => void;
}

/** One direction of a link: its bandwidth is shared fairly by all flows in it.
 *  A flow of b bytes ends when each flow's fair share has grown by b since it began; so one number serves all flows.
 *  Units: bytes, ms of virtual time, Mbit/s (10^6 bit/s). */
export class Pipe {
  private readonly kernel: Kernel;
  private bytesPerMs: number;
  private readonly flows: Flow[] = [];
  private share = 0;
  private updatedAt = 0;
  private order = 0;
  private timer: Timer | undefined;
  /** All that came through to its end. */
  carriedBytes = 0;
  /** What had been sent of transfers that were given up. */
  private abandonedBytes = 0;

  constructor(kernel: Kernel, mbitPerSecond: number) {
    this.kernel = kernel;
    this.bytesPerMs = mbitPerSecond * 125;
  }

  /** Sends `bytes`; calls `done` when the last of them has entered the far end. Gives what `stop` takes. */
  send(bytes: number, done: () => void): Flow {
    this.update();
    const flow = { finish: this.share + bytes, order: this.order++, bytes, done };
    let at = this.flows.length;
    while (at > 0 && (this.flows[at - 1] as Flow).finish > flow.finish) at -= 1;
    this.flows.splice(at, 0, flow);
    this.schedule();
    return flow;
  }

  /** Gives a transfer up; the others get its share. */
  stop(flow: Flow): void {
    this.update();
    const at = this.flows.indexOf(flow);
    if (at >= 0) {
      this.abandonedBytes += flow.bytes - (flow.finish - this.share);
      this.flows.splice(at, 1);
    }
    this.schedule();
  }

  /** 0 stops every flow where it stands, until the bandwidth returns. */
  setBandwidth(mbitPerSecond: number): void {
    this.update();
    this.bytesPerMs = mbitPerSecond * 125;
    this.schedule();
  }

  /** All that was put into it so far, also of transfers under way and of those that were given up. Whoever looks changes nothing. */
  get sentBytes(): number {
    const { flows } = this;
    const passed =
      flows.length > 0 ? ((this.kernel.now - this.updatedAt) * this.bytesPerMs) / flows.length : 0;
    const share = this.share + passed;
    const underWay = flows.reduce(
      (sum, { bytes, finish }) => sum + Math.min(bytes, bytes - (finish - share)),
      0,
    );
    return this.carriedBytes + this.abandonedBytes + underWay;
  }

  get flowing(): number {
    return this.flows.length;
  }

  private update(): void {
    const { now } = this.kernel;
    if (this.flows.length > 0) this.share += ((now - this.updatedAt) * this.bytesPerMs) / this.flows.length;
    this.updatedAt = now;
  }

  private schedule(): void {
    if (this.timer) this.kernel.cancel(this.timer);
    this.timer = undefined;
    const first = this.flows[0];
    if (!first || this.bytesPerMs === 0) return;
    const wait = ((first.finish - this.share) * this.flows.length) / this.bytesPerMs;
    this.timer = this.kernel.after(Math.max(1, Math.ceil(wait)), () => this.finish());
  }

  private finish(): void {
    this.timer = undefined;
    this.update();
    const ended: Flow[] = [];
    while (this.flows[0] && this.flows[0].finish <= this.share + 1e-6) ended.push(this.flows.shift() as Flow);
    if (this.flows.length === 0) this.share = 0;
    this.schedule();
    for (const flow of ended) {
      this.carriedBytes += flow.bytes;
      flow.done();
    }
  }
}
