import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  Arm,
  type ArmCommand,
  buildServer,
  Commands,
  type ServerOptions,
  Tokens,
} from '../simulators/azure/arm';
import type { Estate } from '../simulators/estate';
import type { How } from '../simulators/kernel';
import type { Meddler } from '../simulators/network';
import { type ServedCall, tellCalls } from './calls';
import type { Pace } from './clock';
import type { Consoles } from './console';
import { addControl } from './control';
import type { Environment } from './environment';
import type { FaultCommands } from './faults/commands';
import { addMeddler, type Instead, type Wire } from './faults/meddled';
import type { Keys } from './keys';
import { listen } from './listen';
import { type MachineNow, machinesOf } from './machines';

export interface ServedAzureOptions {
  readonly keys: Keys;
  /** Lets virtual time move for a client that polls, at most until what it asks for is over; absent where time moves by itself. */
  readonly polled?: (isOver?: () => boolean) => void;
  /** Where it moves with the wall clock: what moves it. */
  readonly pace?: Pace;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
  /** What clients are told to wait between two polls. Units: seconds. */
  readonly retryAfterSeconds: number;
  /** What the invariants' checkers say now. */
  readonly verdicts: Parameters<typeof addControl>[1]['verdicts'];
  /** How answers come late and connections break; as on sockets if absent. */
  readonly wire?: Wire;
  /** Told of each call that was answered. */
  readonly called?: (call: ServedCall) => void;
  /** Stands before the front. */
  readonly meddler: Meddler;
  readonly faults: FaultCommands;
  readonly broke: (error: unknown) => void;
  /** Told of each command before it acts. */
  readonly acting?: (command: ArmCommand) => void;
  /** Called before anything is sent to a client. */
  readonly sending?: () => void;
  /** Where the machines stand, for whoever knows more of that than this estate does. */
  readonly machines?: () => readonly MachineNow[];
  /** False: no browser comes here. */
  readonly browsers?: boolean;
  /** Sees every answer, for whoever checks them. */
  readonly answered?: ServerOptions['answered'];
}

/** Azure Resource Manager in front of an estate, on a TLS socket, with the control API beside it. */
export class ServedAzure {
  private readonly arm: Arm;
  private readonly tokens: Tokens;
  private readonly commands: Commands;
  private readonly controlToken: string;
  private readonly server: FastifyInstance;
  /** Undefined: no browser comes here. */
  readonly consoles: Consoles | undefined;

  static async open(estate: Estate, options: ServedAzureOptions): Promise<ServedAzure> {
    const { polled, epochMs, retryAfterSeconds } = options;
    const arm = new Arm({
      ...estate,
      retryAfterSeconds,
      ...(polled ? { polled } : {}),
      ...(epochMs === undefined ? {} : { epochMs }),
    });
    return new ServedAzure(estate, arm, await Tokens.open(arm, options.keys.signing), options);
  }

  private constructor(estate: Estate, arm: Arm, tokens: Tokens, options: ServedAzureOptions) {
    const { keys, pace, verdicts, faults, meddler, wire, called, broke, acting, sending, answered } = options;
    const { machines = () => machinesOf(estate), browsers = wire === undefined } = options;
    const { kernel } = arm;
    this.arm = arm;
    this.tokens = tokens;
    this.commands = new Commands(acting);
    this.controlToken = kernel.random('control token').guid();
    kernel.journal.conceal(this.controlToken);
    this.server = buildServer(
      { arm, tokens },
      {
        ...(wire ? {} : { https: keys.certificate }),
        broke,
        commands: this.commands,
        ...(sending ? { sending } : {}),
        ...(answered ? { answered } : {}),
      },
    );
    const callNamed = ({ routeOptions }: FastifyRequest) =>
      (routeOptions.config as { operation?: string }).operation;
    if (called) tellCalls(this.server, meddler.front, callNamed, called);
    addMeddler(this.server, {
      meddler,
      callNamed,
      instead: (_request, _what, how) => armError(how),
      ...(wire ? { wire } : {}),
    });
    this.consoles = addControl(this.server, {
      estate,
      certificate: keys.authority ?? keys.certificate.cert,
      token: this.controlToken,
      pace,
      at: (ms) => arm.at(ms),
      faults,
      verdicts,
      machines,
      sending: browsers ? (sending ?? (() => undefined)) : undefined,
      broke,
    });
  }

  /** Virtual time 0 as ms of the Unix epoch. */
  get epochMs(): number {
    return -this.arm.msOf(new Date(0).toISOString());
  }

  /** Answers within this process. */
  get app(): FastifyInstance {
    return this.server;
  }

  /** Does a command again. Gives false where nobody knows how. */
  again(command: ArmCommand): boolean {
    return this.commands.again(command, this.arm);
  }

  /** Opens the socket and gives its address. Port 0: a free one. Errors: HW-SERVE-LISTEN. */
  listen(host: string, port: number): Promise<string> {
    return listen(this.server, { host, port });
  }

  /** What Azure's clients and the harness read. */
  environment(origin: string): Environment {
    const { arm, tokens } = this;
    const [application] = tokens.applications;
    return {
      AZURE_TENANT_ID: arm.tenant,
      AZURE_CLIENT_ID: application?.clientId ?? '',
      AZURE_CLIENT_SECRET: application?.secret ?? '',
      AZURE_SUBSCRIPTION_ID: arm.subscription,
      AZURE_AUTHORITY_HOST: origin,
      HOMEWARD_ARM_ENDPOINT: origin,
      HOMEWARD_RESOURCE_GROUP: arm.resourceGroup,
      HOMEWARD_VAULT: arm.vaultName,
      HOMEWARD_CONTROL_URL: `${origin}/homeward`,
      HOMEWARD_CONTROL_TOKEN: this.controlToken,
      // Where time moves when a client asks, it need not wait before it asks again.
      ...(arm.movesWhenPolled ? { HOMEWARD_POLL_SECONDS: '0.02' } : {}),
    };
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}

const CODES: { readonly [status: number]: readonly [code: string, message: string] } = {
  429: ['TooManyRequests', 'Too many requests have been sent. Try again later.'],
  500: ['InternalServerError', 'The server encountered an internal error. Try again.'],
  503: ['ServiceUnavailable', 'The service is unavailable at present. Try again later.'],
};

/** An error in ARM's words. `retryAfterSeconds` is what the client is told to wait. */
function armError({ status = 500, retryAfterSeconds }: How): Instead {
  const [code, message] = CODES[Number(status)] ?? ['InternalServerError', ''];
  return {
    status: Number(status),
    type: 'application/json; charset=utf-8',
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': `${retryAfterSeconds}` } }),
    body: JSON.stringify({ error: { code, message } }),
  };
}
