import { Readable } from 'node:stream';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { vimFault } from '../faults';
import { faultXml, handle, type SoapAnswer } from '../soap';
import { NEWEST, negotiated, versionsDocument } from '../versions';
import { View } from '../view';
import type { Vim } from '../vim';
import { addRest, callerOf } from './rest';
import { wait } from './wait';

/** Bounds of what a client may send. Units: bytes, ms. */
const LIMITS = { bodyBytes: 2 * 1_048_576, requestMs: 30_000, connections: 1_024 };
/** So long an answer is written before others get their turn. Units: ms. */
const SLICE_MS = 2;

export interface VimServerOptions {
  readonly https?: { readonly key: string; readonly cert: string };
  /** Called before anything is sent to a client; if it throws, nothing is. */
  readonly sending?: () => void;
  /** Told of a fault of ours, which the client sees as a SystemError without its particulars. */
  readonly broke?: (error: unknown) => void;
}

/** The HTTP server in front of a vim25 API. Nothing of the service is decided here. The same server answers in process (`inject`) and
 *  on a socket (`listen`). */
export function buildVimServer(vim: Vim, options: VimServerOptions = {}): FastifyInstance {
  const app = Fastify({
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: LIMITS.requestMs,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    ...(options.https ? { https: options.https } : {}),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = LIMITS.connections;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const { sending } = options;
  if (sending)
    app.addHook('onSend', (_request, _reply, _payload, done) => {
      sending();
      done();
    });
  const front = new VimFront(vim, options);
  app.get('/sdk/vimServiceVersions.xml', (_request, reply) =>
    reply.type('text/xml').send(versionsDocument()),
  );
  for (const path of ['/sdk', '/sdk/', '/sdk/vimService', '/sdk/webService'])
    app.post(path, (request, reply) => front.answer(request, reply));
  addRest(app, vim, (later, request) =>
    wait<unknown>(
      { ready: () => later.ready()?.value, late: () => ({ status: 504 }), maxMs: later.maxMs },
      vim,
      request.raw.socket,
    ),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => front.failed(error, reply));
  return app;
}

class VimFront {
  private readonly vim: Vim;
  private readonly options: VimServerOptions;

  constructor(vim: Vim, options: VimServerOptions) {
    this.vim = vim;
    this.options = options;
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!this.vim.up)
      return reply.code(503).type('text/html').send('<html><body>503 Service Unavailable</body></html>');
    const session = this.vim.sessions.active(cookieOf(request));
    const version = negotiated(request.headers.soapaction as string | undefined);
    const view = new View(this.vim, session, version, callerOf(request));
    const outcome = handle(typeof request.body === 'string' ? request.body : '', view);
    const answer = 'ready' in outcome ? await wait(outcome, this.vim, request.raw.socket) : outcome;
    if (view.session && view.session !== session)
      reply.header('set-cookie', `vmware_soap_session="${view.session.key}"; Path=/; HttpOnly; Secure;`);
    reply.code(answer.status).type('text/xml; charset=utf-8').header('cache-control', 'no-cache');
    return send(reply, answer, this.options);
  }

  failed(error: FastifyError, reply: FastifyReply): FastifyReply {
    const { statusCode = 500 } = error;
    if (statusCode < 500) {
      const fault = vimFault(
        'InvalidRequest',
        statusCode === 413 ? 'the request is too large' : error.message,
      );
      return reply.code(500).type('text/xml; charset=utf-8').send(faultXml(fault, NEWEST));
    }
    this.options.broke?.(error);
    const fault = vimFault('SystemError', 'Homeward itself failed; the run is invalid', {
      reason: 'The simulation itself broke.',
    });
    return reply.code(500).type('text/xml; charset=utf-8').send(faultXml(fault, NEWEST));
  }
}

/** pyVmomi sends back the whole text of Set-Cookie, before a login an empty one. Source: VSPHERE.md §3.1 – captured. */
function cookieOf({ headers }: FastifyRequest): string | undefined {
  return /(?:^|[;\s])vmware_soap_session="?([^";\s]+)"?/.exec(headers.cookie ?? '')?.[1];
}

/** Writes an answer. One that is long is written in slices, so that others get their turn meanwhile. */
function send(reply: FastifyReply, { body }: SoapAnswer, { broke, sending }: VimServerOptions): FastifyReply {
  const pieces = body[Symbol.iterator]();
  const head = slice(pieces);
  if (head.done) return reply.send(head.text);
  return reply.send(
    Readable.from(
      (async function* () {
        yield head.text;
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          const next = guarded(() => {
            const made = slice(pieces);
            sending?.();
            return made;
          }, broke);
          yield next.text;
          if (next.done) return;
        }
      })(),
      { objectMode: false },
    ),
  );
}

/** What breaks in the middle of an answer cannot be told to the client any more. */
function guarded<T>(act: () => T, broke: VimServerOptions['broke']): T {
  try {
    return act();
  } catch (error) {
    broke?.(error);
    throw error;
  }
}

function slice(pieces: Iterator<string>): { readonly text: string; readonly done: boolean } {
  const until = performance.now() + SLICE_MS;
  let text = '';
  for (let count = 1; ; count += 1) {
    const next = pieces.next();
    if (next.done) return { text, done: true };
    text += next.value;
    if (count % 8 === 0 && performance.now() > until) return { text, done: false };
  }
}
