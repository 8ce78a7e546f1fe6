import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Kernel } from '../simulators/kernel';
import type { FaultCommands } from './faults/commands';
import { addFaultControl } from './faults/control';
import { countsOf, type MachineNow } from './machines';

interface Control {
  readonly certificate: string;
  readonly token: string;
  readonly kernel: Kernel;
  readonly virtual: boolean;
  readonly at: (ms: number) => string;
  readonly faults: FaultCommands;
  readonly machines: () => readonly MachineNow[];
  readonly verdicts: () => readonly {
    readonly checker: string;
    readonly verdict: string;
    readonly evidence: readonly string[];
  }[];
}

const DAY_MS = 86_400_000;
const ADVANCE = z.strictObject({ advanceMs: z.number().int().min(1).max(DAY_MS) });

/** What a harness asks of the estate beside the simulated services, under `/homeward`: the certificate (open to all), the clock,
 *  where each machine stands, the checkers' verdicts, faults at run time (with the control token). */
export function addControl(app: FastifyInstance, control: Control): void {
  const { kernel, certificate } = control;
  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (allowed(request.headers.authorization, control.token)) return undefined;
    return reply.code(401).send({
      error: {
        code: 'Unauthorized',
        message: 'Expected the header Authorization: Bearer $HOMEWARD_CONTROL_TOKEN.',
      },
    });
  };
  const clock = (): object => ({
    nowMs: kernel.now,
    time: control.at(kernel.now),
    mode: control.virtual ? 'virtual' : 'paced',
  });
  app.get('/homeward/ca.pem', (_request, reply) => reply.type('application/x-pem-file').send(certificate));
  app.get('/homeward/clock', { onRequest: guard }, clock);
  app.post('/homeward/clock', { onRequest: guard }, (request, reply) => {
    const wanted = ADVANCE.safeParse(request.body);
    if (!wanted.success)
      return reply.code(400).send({
        error: {
          code: 'BadRequest',
          message: `Expected {"advanceMs": a whole number from 1 to ${DAY_MS}}.`,
        },
      });
    if (!control.virtual)
      return reply.code(409).send({
        error: {
          code: 'Conflict',
          message: 'Time is tied to the wall clock here: start with --clock virtual.',
        },
      });
    kernel.run(kernel.now + wanted.data.advanceMs);
    return reply.send(clock());
  });
  app.get('/homeward/machines', { onRequest: guard }, () => {
    const machines = control.machines();
    return { machines, ...countsOf(machines) };
  });
  app.get('/homeward/verdicts', { onRequest: guard }, () => ({ verdicts: control.verdicts() }));
  addFaultControl(app, guard, control.faults);
}

function allowed(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
