import { Asking, type Blocks } from './asking';
import { ChannelBroken } from './broken';
import type { Connection, Kind } from './connection';
import { dial, type Greeter } from './greeting';

export interface LinkOptions {
  readonly greeter: Greeter;
  readonly peer: string;
  readonly where: () => { readonly host: string; readonly port: number } | undefined;
  readonly up: (connection: Connection) => void;
  readonly down: (connection: Connection, broken: ChannelBroken) => void;
  /** A call did not come through. */
  readonly unreachable: (broken: ChannelBroken) => void;
}

/** The way to a peer that was asked something: a connection for control, one for data, made when they are first needed. Once it
 *  was needed, control is made again in the background, in growing steps, until the link is closed. */
export class Link {
  readonly #options: LinkOptions;
  readonly #ways = new Map<Kind, Promise<Asking>>();
  #failures = 0;
  #failed: ChannelBroken | undefined;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Errors: ChannelBroken; between two calls that fail, the one of the last. */
  async ask(message: unknown, blocks?: Blocks): Promise<unknown> {
    const asking = await this.#way(blocks ? 'data' : 'control');
    return asking.ask(message, blocks);
  }

  /** The peer has called us: it is there, whatever the last call to it met. */
  seen(): void {
    if (!this.#again) return;
    this.#rest(0);
    this.#failures = 0;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
  }

  #way(kind: Kind): Promise<Asking> {
    const way = this.#ways.get(kind);
    if (way) return way;
    if (this.#failed) return Promise.reject(this.#failed);
    const made = this.#dial(kind);
    this.#ways.set(kind, made);
    made.catch((error: unknown) => {
      this.#ways.delete(kind);
      if (!(error instanceof ChannelBroken)) throw error;
      this.#fail(error);
    });
    return made;
  }

  async #dial(kind: Kind): Promise<Asking> {
    const { greeter, peer, where } = this.#options;
    const at = where();
    if (!at) throw new ChannelBroken('refused', peer, 'no address of it is known');
    let made: Asking | undefined;
    const connection = await dial(greeter, peer, at, kind, (given) => {
      made = new Asking(given);
      const asking = made;
      return {
        expected: asking.expected,
        take: (type, payload) => asking.take(type, payload),
        lost: (broken) => {
          asking.lost(broken);
          this.#lost(kind, given, broken);
        },
      };
    });
    if (this.#closed) connection.end('this side was closed');
    this.#failures = 0;
    this.#options.up(connection);
    return made as Asking;
  }

  #lost(kind: Kind, connection: Connection, broken: ChannelBroken): void {
    this.#ways.delete(kind);
    this.#options.down(connection, broken);
    if (this.#closed) return;
    const { refusedMs, backoffMs } = this.#options.greeter.limits;
    this.#rest(broken.cause ? refusedMs : (backoffMs[0] ?? 0));
  }

  #fail(broken: ChannelBroken): void {
    if (this.#closed) return;
    this.#failed = broken;
    this.#options.unreachable(broken);
    const { refusedMs, backoffMs } = this.#options.greeter.limits;
    const step = backoffMs[Math.min(this.#failures, backoffMs.length - 1)] ?? refusedMs;
    this.#failures += 1;
    this.#rest(broken.cause ? refusedMs : step);
  }

  #rest(ms: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#again = undefined;
      this.#failed = undefined;
      if (!this.#closed) this.#way('control').catch(() => {});
    }, ms).unref();
  }
}
