import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Units: ms of wall time. */
const TICKET_MS = 60 * 60_000;
const SESSION_MS = 12 * 60 * 60_000;
const TICKETS_MAX = 16;
const SESSIONS_MAX = 64;
const SAFE = new Set(['GET', 'HEAD']);

/** Who may use the control API: whoever has the control token (Bearer), or a session of the console. A session begins with a ticket, which is
 *  good once; the browser keeps it in a cookie that no script reads. What a session asks to change must come from the console's own page.
 *  Only digests of tickets and sessions are held; they end with the server. */
export class Entrance {
  private readonly token: string;
  private readonly tickets = new Map<string, number>();
  private readonly sessions = new Map<string, number>();

  constructor(token: string) {
    this.token = token;
  }

  /** A ticket that opens one session. */
  issue(): string {
    return keep(this.tickets, TICKET_MS, TICKETS_MAX);
  }

  /** Takes a ticket, and begins a session: gives its cookie; undefined: the ticket is none, or was used. */
  enter(ticket: string, request: FastifyRequest): string | undefined {
    const digest = digestOf(ticket);
    const until = this.tickets.get(digest) ?? 0;
    this.tickets.delete(digest);
    if (until < performance.now()) return undefined;
    const session = keep(this.sessions, SESSION_MS, SESSIONS_MAX);
    return `${cookieName(request)}=${session}; Path=/; Max-Age=${SESSION_MS / 1_000}; HttpOnly; Secure; SameSite=Strict`;
  }

  isHolder(request: FastifyRequest): boolean {
    const given = Buffer.from(request.headers.authorization ?? '');
    const expected = Buffer.from(`Bearer ${this.token}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  hasSession(request: FastifyRequest): boolean {
    const name = `${cookieName(request)}=`;
    const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
    const session = cookies.find((each) => each.startsWith(name))?.slice(name.length);
    return session !== undefined && (this.sessions.get(digestOf(session)) ?? 0) > performance.now();
  }

  /** Lets those in who may; everybody else is answered here. */
  readonly guard = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (this.isHolder(request)) return undefined;
    if (!this.hasSession(request))
      return refuse(
        reply,
        401,
        'Unauthorized',
        'Expected the header Authorization: Bearer $HOMEWARD_CONTROL_TOKEN.',
      );
    if (SAFE.has(request.method) || isSameOrigin(request)) return undefined;
    return refuse(reply, 403, 'Forbidden', "Expected a request from the console's own page.");
  };
}

/** Whether a browser says that a page of this very server asks. */
export function isSameOrigin({ headers: { origin, host } }: FastifyRequest): boolean {
  return origin !== undefined && origin === `https://${host}`;
}

export function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}

/** Cookies know no ports: two servers on one host must not take each other's. */
function cookieName(request: FastifyRequest): string {
  return `__Host-homeward-${request.raw.socket.localPort ?? 0}`;
}

/** Makes a secret, and holds its digest for so long; the oldest gives way where there are too many. */
function keep(held: Map<string, number>, ms: number, most: number): string {
  const secret = randomBytes(32).toString('base64url');
  held.set(digestOf(secret), performance.now() + ms);
  const [oldest] = held.keys();
  if (held.size > most && oldest !== undefined) held.delete(oldest);
  return secret;
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
