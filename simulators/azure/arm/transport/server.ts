import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Arm } from '../arm';
import { ArmError, errorAnswer } from '../arm-error';
import type { Answer, Call, Route } from '../call';
import { type Principal, ROLES } from '../principals';
import { ROUTES } from '../routes';
import { Commands } from './commands';
import { addIdentity, originOf } from './identity';
import { Moments } from './moments';
import { callOf, checkVersion, fromFastify, requestIdOf } from './request';
import { Throttle, type ThrottleOptions } from './throttle';
import type { Tokens } from './tokens';
import { refuseUnreadable } from './unreadable';

/** Bounds of what a client may send. Units: bytes, ms. */
const LIMITS = {
  bodyBytes: 1_048_576,
  /** For a whole request, and for the TLS handshake before it. */
  requestMs: 30_000,
  /** So often the server looks for requests that take too long. */
  checkMs: 5_000,
  connections: 1_024,
  pathChars: 2_048,
};
const JSON_TYPE = 'application/json; charset=utf-8';

export interface ServerOptions {
  readonly https?: { readonly key: string; readonly cert: string };
  readonly throttle?: ThrottleOptions;
  /** Other bounds than the usual ones. */
  readonly limits?: Partial<typeof LIMITS>;
  /** Sees every answer of a route and every refusal, for whoever checks them against the official description. */
  readonly answered?: (route: Route, call: Call, answer: Answer) => void;
  /** Through which all pass that may change something. */
  readonly commands?: Commands;
  /** Called before anything is sent to a client; if it throws, nothing is. */
  readonly sending?: () => void;
  /** Told of a fault of ours, which the client sees as a 500 without its particulars. */
  readonly broke?: (error: unknown) => void;
}

/** The estate that a server answers for, and who may ask. A harness that runs many estates one after the other may exchange both. */
export interface Served {
  readonly arm: Arm;
  readonly tokens: Tokens;
}

/** The HTTP server in front of the routes: it reads requests, checks who asks, and writes answers and errors as ARM does.
 *  Nothing of the service is decided here. The same server answers in process (`inject`) and on a socket (`listen`). */
export function buildServer(served: Served, options: ServerOptions = {}): FastifyInstance {
  const front = new Front(served, options);
  const limits = { ...LIMITS, ...options.limits };
  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.requestMs,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: limits.pathChars },
    clientErrorHandler: refuseUnreadable,
    // A path that cannot be decoded comes to no route.
    frameworkErrors: (error, request, reply) => void front.failed(error, request, reply as FastifyReply),
    ...(options.https ? { https: { ...options.https, ...patience(limits) } } : {}),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = limits.connections;
  const { sending } = options;
  if (sending)
    app.addHook('onSend', (_request, _reply, _payload, done) => {
      sending();
      done();
    });
  readBodies(app);
  addIdentity(app, served);
  for (const route of ROUTES) {
    app.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { operation: route.operation },
      onRequest: (request, reply) => front.admit(request, reply),
      handler: (request, reply) => front.answer(route, request, reply),
    });
  }
  app.setNotFoundHandler(
    { preHandler: (request: FastifyRequest, reply: FastifyReply) => front.admit(request, reply) },
    (request) => front.unknown(request),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => front.failed(error, request, reply));
  return app;
}

/** How long a client may take for what it has begun. */
function patience({ requestMs, checkMs }: typeof LIMITS): object {
  return { handshakeTimeout: requestMs, headersTimeout: requestMs, connectionsCheckingInterval: checkMs };
}

/** An empty body is no body, whatever its type says: clients send `application/json` with nothing in it. */
function readBodies(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json', 'text/json'], { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : json(request, body as string, done),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
}

class Front {
  private readonly served: Served;
  private readonly options: ServerOptions;
  private readonly moments = new Moments();
  private readonly commands: Commands;
  private readonly throttle: Throttle;
  private readonly admitted = new WeakMap<FastifyRequest, Principal>();

  constructor(served: Served, options: ServerOptions) {
    this.served = served;
    this.options = options;
    this.throttle = new Throttle(options.throttle);
    this.commands = options.commands ?? new Commands();
  }

  /** Who asks, and may they? Before the body is read. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    this.mark(request, reply);
    const principal = await this.served.tokens.check(request.headers.authorization, originOf(request));
    this.admitted.set(request, principal);
    const remaining = this.throttle.take(this.served.arm, request.method === 'GET');
    reply.header(remaining.header, String(remaining.count));
  }

  answer(route: Route, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const call = callOf(request);
    checkVersion(call, route);
    this.served.arm.checkPlace(call);
    const { role, label } = this.admitted.get(request) as Principal;
    if (!ROLES[role].may(call.method, call.path))
      throw new ArmError(
        403,
        'AuthorizationFailed',
        `The client '${label}' with the role ${role} does not have authorization to perform ${call.method} on '${call.path}'.`,
      );
    const run = (): Answer => this.watched(route, call, () => route.run(call, this.served.arm));
    if (call.method !== 'GET') this.moments.written();
    const answer =
      call.method === 'GET'
        ? this.moments.answer(this.served.arm, call, run)
        : this.commands.act({ route: route.path, ...requestIdOf(request), call }, run);
    return write(reply, answer);
  }

  private watched(route: Route, call: Call, run: () => Answer): Answer {
    const { answered } = this.options;
    try {
      const answer = run();
      answered?.(route, call, answer);
      return answer;
    } catch (error) {
      const refused = errorAnswer(error);
      if (refused) answered?.(route, call, refused);
      throw error;
    }
  }

  unknown(request: FastifyRequest): never {
    const call = callOf(request);
    const { method, path } = call;
    const known = ROUTES.some((route) => route.method !== method && matches(route.path, path));
    this.commands.unknown(call, this.served.arm);
    if (known)
      throw new ArmError(405, 'MethodNotAllowed', `The method ${method} is not allowed on '${path}'.`);
    throw new ArmError(
      404,
      'InvalidResourceType',
      `The resource type of '${path}' could not be found. It is not simulated; docs/azure-coverage.md lists what is.`,
    );
  }

  failed(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = errorAnswer(error) ?? errorAnswer(fromFastify(error as FastifyError));
    if (known) return write(reply, known);
    this.options.broke?.(error);
    this.mark(request, reply);
    return write(reply, {
      status: 500,
      body: {
        error: {
          code: 'InternalServerError',
          message: 'Homeward itself failed; the run is invalid.',
          details: [],
        },
      },
    });
  }

  /** What every answer carries. Source: AZURE.md §2.1 – recorded. */
  private mark(request: FastifyRequest, reply: FastifyReply): void {
    const id = this.served.arm.kernel.random('arm requests').guid();
    const { requestId } = requestIdOf(request);
    const { arm } = this.served;
    reply.headers({
      // The service's time, by which it dates everything that it tells.
      date: new Date(arm.at(arm.kernel.now)).toUTCString(),
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
      'x-ms-routing-request-id': `WESTEUROPE:${id}`,
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      ...(requestId === undefined ? {} : { 'x-ms-client-request-id': requestId }),
    });
  }
}

function write(reply: FastifyReply, { status, body, bytes, headers }: Answer): FastifyReply {
  reply.code(status);
  if (headers) reply.headers(headers);
  if (bytes !== undefined) return reply.type(JSON_TYPE).send(bytes);
  return body === undefined ? reply.send() : reply.send(body);
}

function matches(pattern: string, path: string): boolean {
  const ours = pattern.toLowerCase().split('/');
  const theirs = path.toLowerCase().split('/');
  return (
    ours.length === theirs.length &&
    ours.every((word, index) => word.startsWith('{') || word === theirs[index])
  );
}
