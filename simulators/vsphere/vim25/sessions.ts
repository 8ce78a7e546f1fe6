import type { Kernel } from '../../kernel';
import type { Collector } from './collector/collector';
import type { Ref } from './values';

/** What a session made for itself: views, property collectors, filters, history collectors. */
export interface Own {
  readonly ref: Ref;
  readonly self: object;
  /** Called when it is destroyed, or its session ends. */
  readonly dispose: () => void;
}

export interface Session {
  readonly key: string;
  readonly user: string;
  readonly loginAtMs: number;
  readonly ipAddress: string;
  readonly userAgent: string;
  readonly locale: string;
  lastActiveAtMs: number;
  calls: number;
  /** The property collector that every session has. */
  collector: Collector | undefined;
  readonly own: Map<string, Own>;
  /** Answers that are still to be fetched page by page, by their token. */
  readonly pages: Map<string, readonly Ref[] | unknown>;
}

const SESSIONS_MAX = 1_000;
/** A session may have so many views, filters and collectors. Source: assumed. */
export const OWN_MAX = 1_000;

/** Who is logged in at an API. Shape: by key; the session that was idle longest goes when there are too many. */
export class Sessions {
  private readonly kernel: Kernel;
  private readonly byKey = new Map<string, Session>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get all(): readonly Session[] {
    return [...this.byKey.values()];
  }

  find(key: string | undefined): Session | undefined {
    return key === undefined ? undefined : this.byKey.get(key);
  }

  /** The session in which somebody asks something now. */
  active(key: string | undefined): Session | undefined {
    const session = this.find(key);
    if (session) {
      session.lastActiveAtMs = this.kernel.now;
      session.calls += 1;
    }
    return session;
  }

  open(user: string, from: { ipAddress: string; userAgent: string; locale: string }): Session {
    const { now } = this.kernel;
    const key = this.kernel.random('vim sessions').guid();
    const session: Session = {
      key,
      user,
      loginAtMs: now,
      lastActiveAtMs: now,
      calls: 0,
      collector: undefined,
      own: new Map(),
      pages: new Map(),
      ...from,
    };
    this.byKey.set(key, session);
    if (this.byKey.size > SESSIONS_MAX) this.close([...this.byKey.values()].sort(idlest)[0] as Session);
    return session;
  }

  close(session: Session): void {
    this.byKey.delete(session.key);
    for (const { dispose } of [...session.own.values()]) dispose();
    session.own.clear();
    session.pages.clear();
    session.collector?.dispose();
  }
}

function idlest(a: Session, b: Session): number {
  return a.lastActiveAtMs - b.lastActiveAtMs;
}
