import { Asking, type Blocks } from './asking';
import { ChannelBroken } from './broken';
import type { Connection, Talk } from './connection';
import { CALL_BACK, idFrame, NOT_CALLED } from './frames';
import { dial, type Greeter } from './greeting';
import type { Kind } from './hello';

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
 *  was needed, control is made again in the background, in growing steps, until the link is closed. The peer makes the data
 *  connection, where it can: who has called reads bulk with less work. */
export class Link {
  readonly #options: LinkOptions;
  readonly #ways = new Map<Kind, Promise<Asking>>();
  #failures = 0;
  #failed: ChannelBroken | undefined;
  #again: NodeJS.Timeout | undefined;
  #closed = false;
  /** Wants the data connection, or to know that the peer cannot make it. */
  #awaited: ((asking: Asking | undefined) => void) | undefined;

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

  /** The peer has made the data connection. Shape: false when nobody waits for it. */
  calledBack(connection: Connection): boolean {
    if (!this.#awaited) return false;
    const asking = new Asking(connection);
    connection.begin('data', this.#talk('data', asking));
    this.#options.up(connection);
    this.#awaited(asking);
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#awaited?.(undefined);
    clearTimeout(this.#again);
  }

  #way(kind: Kind): Promise<Asking> {
    const way = this.#ways.get(kind);
    if (way) return way;
    if (this.#failed) return Promise.reject(this.#failed);
    const made = kind === 'control' ? this.#dial(kind) : this.#bulk();
    this.#ways.set(kind, made);
    made.catch((error: unknown) => {
      this.#ways.delete(kind);
      if (error instanceof ChannelBroken && error !== this.#failed) this.#fail(error);
    });
    return made;
  }

  async #bulk(): Promise<Asking> {
    const { connection } = await this.#way('control');
    const called = await new Promise<Asking | undefined>((resolve) => {
      const late = setTimeout(() => this.#awaited?.(undefined), this.#options.greeter.limits.dialMs);
      this.#awaited = (asking) => {
        clearTimeout(late);
        this.#awaited = undefined;
        resolve(asking);
      };
      connection.send(idFrame(CALL_BACK, 0));
    });
    return called ?? this.#dial('data');
  }

  async #dial(kind: Kind): Promise<Asking> {
    const { greeter, peer, where } = this.#options;
    const at = where();
    if (!at) throw new ChannelBroken('refused', peer, 'no address of it is known');
    let asking: Asking | undefined;
    const connection = await dial(greeter, peer, at, kind, (made) => {
      asking = new Asking(made);
      return this.#talk(kind, asking);
    });
    this.#options.up(connection);
    if (this.#closed) connection.end('this side was closed');
    this.#failures = 0;
    return asking as Asking;
  }

  #talk(kind: Kind, asking: Asking): Talk {
    return {
      expected: asking.expected,
      take: (type, payload) =>
        type === NOT_CALLED ? this.#awaited?.(undefined) : asking.take(type, payload),
      lost: (broken) => {
        asking.lost(broken);
        if (kind === 'control') this.#awaited?.(undefined);
        this.#lost(kind, asking.connection, broken);
      },
    };
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
