import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Feed } from './feed';
import type { Outcome, View } from './shape';

/** Bounds of what is sent. Units: bytes, ms of wall time. */
const LIMITS = { streams: 16, waitingBytes: 1_048_576, lookMs: 500, heartbeatMs: 10_000 };

export interface StreamsOptions {
  readonly view: () => View;
  readonly feed: Feed;
  /** Called before anything is sent: what somebody has seen is kept. */
  readonly sending: () => void;
  readonly broke: (error: unknown) => void;
  readonly limits?: Partial<typeof LIMITS>;
}

interface Stream {
  readonly to: ServerResponse;
  /** The last entry that it got. */
  seen: number;
  shown: string;
  beatAt: number;
  /** Whether somebody may still look. */
  readonly allowed: () => boolean;
}

/** Tells browsers what goes on, by server-sent events: `view` – how everything stands, whenever that changed; `happened` – entries of the journal,
 *  each once; `over` – what the drill came to; `bye` – nothing more will come. Who comes back with the id of what it got last gets the rest. A stream whose reader is too slow
 *  is shown fewer views, and broken off when even that does not help. */
export class Streams {
  private readonly options: StreamsOptions;
  private readonly limits: typeof LIMITS;
  private readonly open = new Set<Stream>();
  /** Ids of another server say nothing to this one. */
  private readonly life = randomBytes(6).toString('hex');
  private timer: NodeJS.Timeout | undefined;

  constructor(options: StreamsOptions) {
    this.options = options;
    this.limits = { ...LIMITS, ...options.limits };
  }

  get full(): boolean {
    return this.open.size >= this.limits.streams;
  }

  get count(): number {
    return this.open.size;
  }

  /** Takes a response over, until its reader goes. */
  add(to: ServerResponse, lastEventId: string | undefined, allowed: () => boolean): void {
    const [life, seen] = (lastEventId ?? '').split('.');
    const resumes = life === this.life && /^\d{1,15}$/.test(seen ?? '');
    const stream: Stream = {
      to,
      seen: resumes ? Number(seen) : 0,
      shown: '',
      beatAt: performance.now(),
      allowed,
    };
    to.on('close', () => this.drop(stream));
    to.on('error', () => this.drop(stream));
    this.open.add(stream);
    to.write(`retry: 2000\n\n`);
    if (!resumes) to.write(message('anew', { life: this.life }));
    this.timer ??= setInterval(() => this.look(), this.limits.lookMs).unref();
    this.look();
  }

  /** Tells everybody what the drill came to. */
  over(outcome: Outcome): void {
    for (const { to } of this.open) to.write(message('over', outcome));
  }

  /** Says goodbye, and ends all streams. */
  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    for (const { to } of this.open) to.end(message('bye', {}));
    this.open.clear();
  }

  private look(): void {
    try {
      this.options.sending();
      const view = JSON.stringify(this.options.view());
      for (const stream of [...this.open]) this.tell(stream, view);
    } catch (error) {
      this.close();
      this.options.broke(error);
    }
  }

  private tell(stream: Stream, view: string): void {
    const { to } = stream;
    if (!stream.allowed()) {
      to.end(message('bye', { why: 'session' }));
      this.drop(stream);
      return;
    }
    if (to.writableLength > 2 * this.limits.waitingBytes) {
      to.destroy();
      return;
    }
    for (const happened of this.options.feed.after(stream.seen)) {
      stream.seen = happened.id;
      this.write(stream, message('happened', happened, `${this.life}.${happened.id}`));
    }
    if (view !== stream.shown && to.writableLength < this.limits.waitingBytes) {
      stream.shown = view;
      this.write(stream, `event: view\ndata: ${view}\n\n`);
    }
    if (performance.now() - stream.beatAt > this.limits.heartbeatMs) this.write(stream, ': still here\n\n');
  }

  private write(stream: Stream, text: string): void {
    stream.to.write(text);
    stream.beatAt = performance.now();
  }

  private drop(stream: Stream): void {
    this.open.delete(stream);
    if (this.open.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

function message(event: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
