import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Later } from '../answers';
import { problem, type RestAnswer, restCall, restError, restLogin, restLogout } from '../rest';
import type { Session } from '../sessions';
import { NEWEST } from '../versions';
import { type Caller, View } from '../view';
import type { Vim } from '../vim';

/** How to wait for what is still to come. */
type Settle = (later: Later, request: FastifyRequest) => Promise<unknown>;

/** The Automation API beside SOAP, on the same server: sessions, and what `rest.ts` answers. `/api` is the newer form, `/rest` the
 *  older, which wraps its answers in `value`. */
export function addRest(app: FastifyInstance, vim: Vim, settle: Settle): void {
  for (const [base, session] of [
    ['/api', '/api/session'],
    ['/rest', '/rest/com/vmware/cis/session'],
  ] as const) {
    const old = base === '/rest';
    app.post(session, (request, reply) => logIn(request, reply, vim, old));
    app.delete(session, (request, reply) => {
      const found = sessionOf(request, vim);
      if (!found) return refuse(reply);
      return write(reply, restLogout(new View(vim, found, NEWEST)));
    });
    app.all(`${base}/*`, async (request, reply) => {
      const found = sessionOf(request, vim);
      if (!found) return refuse(reply);
      try {
        const [path = '', search = ''] = request.url.split('?');
        const call = {
          method: request.method,
          words: path
            .slice(base.length + 1)
            .split('/')
            .map(decoded),
          query: Object.fromEntries(new URLSearchParams(search)),
          old,
        };
        const outcome = restCall(call, new View(vim, found, NEWEST));
        return write(
          reply,
          outcome instanceof Later ? ((await settle(outcome, request)) as RestAnswer) : outcome,
        );
      } catch (error) {
        const answer = restError(error);
        if (!answer) throw error;
        return write(reply, answer);
      }
    });
  }
}

function logIn(request: FastifyRequest, reply: FastifyReply, vim: Vim, old: boolean): FastifyReply {
  const encoded = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const at = text.indexOf(':');
  const login = { user: text.slice(0, Math.max(0, at)), password: text.slice(at + 1) };
  try {
    return write(reply, restLogin(login, old, new View(vim, undefined, NEWEST, callerOf(request))));
  } catch (error) {
    const answer = restError(error);
    if (!answer) throw error;
    return write(reply, answer);
  }
}

/** Who calls, as far as HTTP tells. */
export function callerOf({ ip, headers }: FastifyRequest): Caller {
  return { ipAddress: ip, userAgent: `${headers['user-agent'] ?? ''}`.slice(0, 200) };
}

function sessionOf({ headers }: FastifyRequest, vim: Vim): Session | undefined {
  const key = headers['vmware-api-session-id'];
  return typeof key === 'string' ? vim.sessions.find(key) : undefined;
}

function refuse(reply: FastifyReply): FastifyReply {
  return write(reply, { status: 401, body: problem('UNAUTHENTICATED', 'Authentication required.') });
}

function write(reply: FastifyReply, { status, body }: RestAnswer): FastifyReply {
  reply.code(status);
  return body === undefined ? reply.send() : reply.type('application/json').send(JSON.stringify(body));
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
