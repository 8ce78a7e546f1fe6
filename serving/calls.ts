import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A call of a client that was answered. */
export interface ServedCall {
  readonly front: string;
  /** A method of vSphere, or an operation of Azure. */
  readonly call: string;
  /** The HTTP status. */
  readonly status: number;
}

/** Tells of every call that a front answers, as its answer is sent. */
export function tellCalls(
  app: FastifyInstance,
  front: string,
  callNamed: (request: FastifyRequest) => string | undefined,
  called: (call: ServedCall) => void,
): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const call = callNamed(request);
    if (call !== undefined) called({ front, call, status: reply.statusCode });
    return payload;
  });
}
