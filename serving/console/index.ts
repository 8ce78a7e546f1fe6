import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Entrance, isSameOrigin, refuse } from './entrance';
import { Feed } from './feed';
import { addPage } from './page';
import type { Outcome } from './shape';
import { Streams, type StreamsOptions } from './streams';
import { Throughput } from './throughput';
import { type Viewed, viewOf } from './view';

export { Entrance } from './entrance';
export type { Outcome } from './shape';

export interface ConsoleOptions
  extends Omit<Viewed, 'throughput'>,
    Pick<StreamsOptions, 'sending' | 'broke' | 'limits'> {
  readonly entrance: Entrance;
}

/** What a server knows of its consoles. */
export interface Consoles {
  /** The fragment of a link to the page, with a ticket that is good once. */
  fragment(): string;
  /** So many are open. */
  readonly open: number;
  /** Tells them what the drill came to. */
  over(outcome: Outcome): void;
}

const PATH = '/homeward/console';
const TICKET = z.strictObject({ ticket: z.string().min(1).max(200) });

/** The drill console under `/homeward/console`: its page, `view`, `events` (server-sent), `session` (takes a ticket, gives a cookie) and `tickets`
 *  (gives another ticket to whoever has the control token). It looks only: what its buttons do, the control API does. */
export function addConsole(app: FastifyInstance, options: ConsoleOptions): Consoles {
  const { estate, entrance, sending, broke, limits } = options;
  const { guard: onRequest } = entrance;
  const throughput = new Throughput(estate.network);
  const view = () => viewOf({ ...options, throughput });
  const feed = new Feed(estate.kernel);
  const streams = new Streams({ view, feed, sending, broke, ...(limits ? { limits } : {}) });
  const fragment = (): string => `#ticket=${entrance.issue()}`;
  addPage(app);
  app.get(`${PATH}/view`, { onRequest }, view);
  app.get(`${PATH}/events`, { onRequest }, (request, reply) => {
    if (streams.full) {
      reply.header('retry-after', '10');
      return refuse(reply, 503, 'TooManyConsoles', 'Too many consoles are open: close one.');
    }
    const isHolder = entrance.isHolder(request);
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    streams.add(
      reply.raw,
      `${request.headers['last-event-id'] ?? ''}`,
      () => isHolder || entrance.hasSession(request),
    );
    return reply;
  });
  app.post(`${PATH}/session`, (request, reply) => {
    if (!isSameOrigin(request))
      return refuse(reply, 403, 'Forbidden', "Expected a request from the console's own page.");
    const asked = TICKET.safeParse(request.body);
    const cookie = asked.success ? entrance.enter(asked.data.ticket, request) : undefined;
    if (cookie === undefined)
      return refuse(
        reply,
        401,
        'Unauthorized',
        'This link was used already, or is of another server: use a new one.',
      );
    return reply.code(204).headers({ 'set-cookie': cookie, 'cache-control': 'no-store' }).send();
  });
  app.post(`${PATH}/tickets`, { onRequest }, (request, reply) =>
    entrance.isHolder(request)
      ? reply.code(201).header('cache-control', 'no-store').send({ fragment: fragment() })
      : refuse(reply, 403, 'Forbidden', 'Expected the control token.'),
  );
  app.addHook('preClose', async () => streams.close());
  return {
    fragment,
    get open() {
      return streams.count;
    },
    over: (outcome) => streams.over(outcome),
  };
}
