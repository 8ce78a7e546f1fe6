import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { Kernel } from '../simulators/kernel';

/** What moves time with the wall clock. Units: ms of virtual time, virtual seconds in each real one. */
export interface Pace {
  readonly paused: boolean;
  readonly speed: number;
  setSpeed(speed: number): void;
  pause(): void;
  resume(): void;
  /** Lets some pass at once, while it is paused. */
  pass(ms: number): void | Promise<void>;
}

/** How virtual time passes now. Units: ms of virtual time. */
export interface ClockNow {
  readonly nowMs: number;
  /** As a clock shows it, in ISO 8601. */
  readonly time: string;
  readonly mode: 'virtual' | 'paced';
  /** Virtual seconds in each real one; 0: none pass by themselves. */
  readonly speed: number;
  readonly paused: boolean;
}

interface ClockControl {
  readonly kernel: Kernel;
  /** Undefined: time moves when clients poll. */
  readonly pace: Pace | undefined;
  readonly at: (ms: number) => string;
}

const DAY_MS = 86_400_000;
const SPEED_MAX = 100_000;
const WANTED = z.union([
  z.strictObject({ advanceMs: z.number().int().min(1).max(DAY_MS) }),
  z.strictObject({ pause: z.literal(true) }),
  z.strictObject({ resume: z.literal(true) }),
  z.strictObject({ speed: z.number().positive().max(SPEED_MAX) }),
]);

export function clockNow({ kernel, pace, at }: ClockControl): ClockNow {
  return {
    nowMs: kernel.now,
    time: at(kernel.now),
    mode: pace ? 'paced' : 'virtual',
    speed: pace?.speed ?? 0,
    paused: pace?.paused ?? false,
  };
}

/** `/homeward/clock`: GET tells how time passes. POST lets some pass at once (virtual time, or paced time that is paused), pauses paced time,
 *  resumes it, or gives it another speed. Nothing of that has to be kept: what happens depends on virtual time alone. */
export function addClock(
  app: FastifyInstance,
  onRequest: onRequestAsyncHookHandler,
  control: ClockControl,
): void {
  const { kernel, pace } = control;
  app.get('/homeward/clock', { onRequest }, () => clockNow(control));
  app.post('/homeward/clock', { onRequest }, async (request, reply) => {
    const asked = WANTED.safeParse(request.body);
    if (!asked.success)
      return reply.code(400).send({
        error: {
          code: 'BadRequest',
          message: `Expected {"advanceMs": a whole number from 1 to ${DAY_MS}}, {"pause": true}, {"resume": true} or {"speed": up to ${SPEED_MAX}}.`,
        },
      });
    const conflict = obstacle(asked.data, pace);
    if (conflict !== undefined)
      return reply.code(409).send({ error: { code: 'Conflict', message: conflict } });
    const { data } = asked;
    if ('advanceMs' in data)
      await (pace ? pace.pass(data.advanceMs) : kernel.run(kernel.now + data.advanceMs));
    else if ('speed' in data) pace?.setSpeed(data.speed);
    else if ('pause' in data) pace?.pause();
    else pace?.resume();
    return reply.send(clockNow(control));
  });
}

function obstacle(wanted: z.infer<typeof WANTED>, pace: Pace | undefined): string | undefined {
  if ('advanceMs' in wanted)
    return pace && !pace.paused
      ? 'Time is tied to the wall clock here: pause it first, or start with --clock virtual.'
      : undefined;
  return pace ? undefined : 'Time moves when clients poll here, not by itself: start with --clock paced.';
}
