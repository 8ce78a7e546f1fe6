import type { Process } from '../kernel';
import type { Endpoint } from './endpoint';
import type { Deadline, Exchange } from './exchange';
import type { Message, Network } from './network';

/** A connection that carries chunks in order, several at a time on their way, each acknowledged by the other side.
 *  Shape: chunks are handed to the listener one after another as they were written, however the network delays them.
 *  Errors: NetworkFailure or Refusal of the first chunk that failed, thrown by the next `write` or by `finish`; what was
 *  written after it may or may not have arrived. Units: bytes. */
export class Stream {
  private readonly network: Network;
  private readonly from: Endpoint;
  private readonly to: string;
  private readonly port: number;
  private readonly windowBytes: number;
  private readonly unacknowledged: { exchange: Exchange; deadline: Deadline; bytes: number }[] = [];
  private readonly order = new ArrivalOrder();
  private inFlightBytes = 0;
  /** How many chunks, from the first on, the other side has acknowledged. */
  acknowledged = 0;

  constructor(network: Network, from: Endpoint, to: string, port: number, windowBytes: number) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.port = port;
    this.windowBytes = windowBytes;
  }

  /** Sends a chunk; waits for older ones as long as more than the window is unacknowledged. */
  *write(message: Message, bytes: number, timeoutMs: number): Process {
    while (this.inFlightBytes > 0 && this.inFlightBytes + bytes > this.windowBytes) yield* this.takeOldest();
    const { exchange, deadline } = this.network.start(this.from, this.to, this.port, message, {
      bytes,
      timeoutMs,
      order: this.order,
    });
    this.unacknowledged.push({ exchange, deadline, bytes });
    this.inFlightBytes += bytes;
  }

  /** Waits until everything is acknowledged. */
  *finish(): Process {
    while (this.unacknowledged.length > 0) yield* this.takeOldest();
  }

  private *takeOldest(): Process {
    const oldest = this.unacknowledged.shift();
    if (!oldest) return;
    try {
      yield oldest.exchange.answer;
    } finally {
      this.network.kernel.cancel(oldest.deadline);
    }
    this.inFlightBytes -= oldest.bytes;
    this.acknowledged += 1;
  }
}

/** The receiving end's memory of a stream: whose turn it is to be handed over. */
export class ArrivalOrder {
  private next = 0;
  private issued = 0;
  private readonly early = new Map<number, () => void>();

  /** A place in the order, for a chunk about to be sent. */
  takeNumber(): number {
    return this.issued++;
  }

  /** Hands chunk `number` over when all before it were. */
  arrived(number: number, handOver: () => void): void {
    this.early.set(number, handOver);
    for (let ready = this.early.get(this.next); ready; ready = this.early.get(this.next)) {
      this.early.delete(this.next);
      this.next += 1;
      ready();
    }
  }
}
