import type { FastifyInstance, FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { Misuse } from '../../simulators/kernel';
import type { FaultCommands } from './commands';
import { FAULT, issuesOf } from './request';

const PATH = '/homeward/faults';
const HALT = '/homeward/halt';
const WHY = z.object({ why: z.string().max(500).default('asked for') });

/** Faults at run time, under `/homeward/faults`: GET tells of all, POST does or arms one, DELETE heals one or all. `/homeward/halt`: GET says
 *  whether everything is halted, POST halts it, DELETE ends the halt. */
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
  const halt = () => ({ halted: faults.halted !== undefined, ...faults.halted });
  app.get(HALT, { onRequest }, halt);
  app.post(HALT, { onRequest }, ({ body }) => {
    faults.halt(WHY.catch({ why: 'asked for' }).parse(body ?? {}).why);
    return halt();
  });
  app.delete(HALT, { onRequest }, () => {
    faults.resume();
    return halt();
  });
}

function told(reply: FastifyReply, status: number, act: () => object): FastifyReply {
  try {
    return reply.code(status).send(act());
  } catch (error) {
    if (!(error instanceof Misuse) || !error.code.startsWith('HW-FAULT-')) throw error;
    const { code, message, next } = error;
    return refuse(reply, STATUS[code] ?? 400, { code, message: `${message}. ${next}` });
  }
}

const STATUS: { readonly [code: string]: number } = { 'HW-FAULT-ID': 404, 'HW-FAULT-HALTED': 409 };

function refuse(reply: FastifyReply, status: number, error: { code: string; message: string }): FastifyReply {
  return reply.code(status).send({ error });
}
