import type { FastifyInstance } from 'fastify';
import type { Estate } from '../simulators/estate';
import { addClock, clockNow, type Pace } from './clock';
import { addConsole, type ConsoleOptions, type Consoles, Entrance } from './console';
import type { FaultCommands } from './faults/commands';
import { addFaultControl } from './faults/control';
import { countsOf, type MachineNow } from './machines';

interface Control {
  readonly estate: Estate;
  readonly certificate: string;
  readonly token: string;
  /** Undefined: time moves when clients poll. */
  readonly pace: Pace | undefined;
  readonly at: (ms: number) => string;
  readonly faults: FaultCommands;
  readonly verdicts: ConsoleOptions['verdicts'];
  readonly machines: () => readonly MachineNow[];
  /** Where it answers on sockets, browsers may come: told before anything is sent to them. */
  readonly sending: (() => void) | undefined;
  readonly broke: (error: unknown) => void;
}

/** What a harness asks of the estate beside the simulated services, under `/homeward`: the certificate (open to all), the clock,
 *  where each machine stands, the checkers' verdicts, faults at run time, the console (with the control token,
 *  or a session of the console). Gives what is known of consoles, where there
 *  can be any. */
export function addControl(app: FastifyInstance, control: Control): Consoles | undefined {
  const { estate, certificate, token, pace, at, faults, verdicts, machines, sending, broke } = control;
  const { kernel } = estate;
  const entrance = new Entrance(token);
  const { guard: onRequest } = entrance;
  const clock = { kernel, pace, at };
  app.get('/homeward/ca.pem', (_request, reply) => reply.type('application/x-pem-file').send(certificate));
  addClock(app, onRequest, clock);
  app.get('/homeward/machines', { onRequest }, () => ({ machines: machines(), ...countsOf(machines()) }));
  app.get('/homeward/verdicts', { onRequest }, () => ({ verdicts: verdicts() }));
  addFaultControl(app, onRequest, faults);
  if (!sending) return undefined;
  return addConsole(app, {
    estate,
    faults,
    verdicts,
    entrance,
    sending,
    broke,
    clock: () => clockNow(clock),
  });
}
