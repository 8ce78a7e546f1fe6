import type { FastifyInstance, FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import { Misuse } from '../../simulators/kernel';
import type { FaultCommands } from './commands';
import { FAULT, issuesOf } from './request';

const PATH = '/homeward/faults';

/** Faults at run time, under `/homeward/faults`: GET tells of all, POST does or arms one, DELETE heals one or all. */
export function addFaultControl(
  app: FastifyInstance,
  onRequest: onRequestAsyncHookHandler,
  faults: FaultCommands,
): void {
  app.get(PATH, { onRequest }, () => faults.list());
  app.post(PATH, { onRequest }, (request, reply) => {
    const asked = FAULT.safeParse(request.body ?? {});
    if (!asked.success)
      return refuse(reply, 400, {
        code: 'HW-FAULT-REQUEST',
        message: `Expected {"fault", "target"?, "lasts"?, "how"?, "when"?}: ${issuesOf(asked.error, 'the body')}.`,
      });
    return told(reply, 201, () => faults.inject(asked.data));
  });
  app.delete(PATH, { onRequest }, (_request, reply) =>
    told(reply, 200, () => ({ faults: faults.healAll() })),
  );
  app.delete<{ Params: { id: string } }>(`${PATH}/:id`, { onRequest }, ({ params }, reply) =>
    told(reply, 200, () => faults.heal(params.id)),
  );
}

function told(reply: FastifyReply, status: number, act: () => object): FastifyReply {
  try {
    return reply.code(status).send(act());
  } catch (error) {
    if (!(error instanceof Misuse) || !error.code.startsWith('HW-FAULT-')) throw error;
    const { code, message, next } = error;
    return refuse(reply, code === 'HW-FAULT-ID' ? 404 : 400, { code, message: `${message}. ${next}` });
  }
}

function refuse(reply: FastifyReply, status: number, error: { code: string; message: string }): FastifyReply {
  return reply.code(status).send({ error });
}
