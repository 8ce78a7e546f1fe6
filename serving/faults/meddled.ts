import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { How } from '../../simulators/kernel';
import type { Befallen, Meddler } from '../../simulators/network';

/** Timers take no more. */
const HELD_MS_MAX = 2 ** 31 - 1;

/** An answer in place of the service's. */
export interface Instead {
  readonly status: number;
  readonly type: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body: string;
}

export interface Meddled {
  readonly meddler: Meddler;
  /** What a request calls; undefined: nobody meddles with it. */
  readonly callNamed: (request: FastifyRequest) => string | undefined;
  /** The answer of a call that is refused (an HTTP status), or that fails (with a fault of the service). */
  readonly instead: (request: FastifyRequest, what: 'refuse' | 'fail', how: How) => Instead;
  /** Sockets, if absent. */
  readonly wire?: Wire;
}

/** What carries answers: how one comes late (units: ms), and how a connection breaks. */
export interface Wire {
  readonly hold: (ms: number) => Promise<void>;
  readonly breakOff: (request: FastifyRequest) => void;
}

const SOCKETS: Wire = {
  /** Nobody is kept from stopping the server by an answer that is held. */
  async hold(ms) {
    if (ms > 0) await sleep(Math.min(ms, HELD_MS_MAX), undefined, { ref: false });
  },
  breakOff: ({ raw }) => raw.socket.destroy(),
};

/** Lets a meddler stand between the sockets and a front, which knows nothing of it. */
export function addMeddler(
  app: FastifyInstance,
  { meddler, callNamed, instead, wire: { hold, breakOff } = SOCKETS }: Meddled,
): void {
  const met = new WeakMap<FastifyRequest, Befallen>();
  app.addHook('preHandler', async (request, reply) => {
    const name = meddler.any ? callNamed(request) : undefined;
    if (name === undefined) return undefined;
    const befallen = meddler.call(name);
    const { what, how, lateMs } = befallen;
    if (what === undefined && lateMs === 0) return undefined;
    met.set(request, befallen);
    if (what === 'reset') {
      await hold(lateMs);
      breakOff(request);
      return reply.hijack();
    }
    if (what !== 'refuse' && what !== 'fail') return undefined;
    const { status, type, headers = {}, body } = instead(request, what, how);
    return reply.code(status).headers(headers).type(type).send(body);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const befallen = met.get(request);
    if (!befallen) return payload;
    await hold(befallen.lateMs);
    if (befallen.what === 'lose answer') breakOff(request);
    return befallen.what === 'cut' ? cut(payload, reply) : payload;
  });
}

/** The first half of an answer, or of its first piece; the connection breaks then. */
function cut(payload: unknown, reply: FastifyReply): unknown {
  if (payload === undefined || payload === null) return payload;
  const whole =
    typeof payload === 'string' || payload instanceof Uint8Array ? Buffer.from(payload) : undefined;
  if (whole) reply.header('content-length', whole.length);
  return Readable.from(
    (async function* () {
      const pieces = whole ? [whole] : (payload as Readable);
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece);
        yield bytes.subarray(0, bytes.length / 2);
        // It is on its way before the connection breaks.
        await new Promise((done) => setImmediate(done));
        break;
      }
      throw new Error('the answer is cut');
    })(),
    { objectMode: false },
  );
}
