import type { Environment } from '../serving/environment';
import { FaultCommands } from '../serving/faults/commands';
import { FrontMeddlers } from '../serving/faults/fronts';
import type { Keys } from '../serving/keys';
import { machinesOf } from '../serving/machines';
import { ServedAzure } from '../serving/served-azure';
import { ServedVsphere } from '../serving/served-vsphere';
import type { Command, StateLog } from '../serving/state/log';
import type { Estate } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { Injector } from '../simulators/faults';
import type { Target } from '../simulators/kernel';
import type { NodePace } from './node-pace';
import type { WholeEstate } from './whole-estate';

interface FrontOptions {
  readonly keys: Keys;
  readonly epochMs: number;
  readonly log: StateLog;
  readonly broke: (error: unknown) => void;
  /** Where time is kept, Azure's front is there. */
  readonly azure: { readonly whole: WholeEstate; readonly pace: NodePace } | undefined;
}

/** Clients are told to poll so often. Units: ms of virtual time. */
const POLL_MS = 30_000;
/** What can be struck through the control API of Azure's node: what runs there. The others are killed, paused and cut off as what they are:
 *  processes and containers. */
const STRUCK: ReadonlySet<string> = new Set(['vault', 'replica store', 'RCM service', 'mobility agent']);

/** What clients reach of a node: Azure with the control API beside it, or the vSphere APIs. */
export class NodeFront {
  private readonly estate: Estate;
  private readonly meddlers: FrontMeddlers;
  private readonly faults: FaultCommands;
  private readonly front: ServedAzure | ServedVsphere;

  static async open(estate: Estate, options: FrontOptions): Promise<NodeFront> {
    const { kernel, vsphere } = estate;
    const { keys, epochMs, log, broke, azure } = options;
    const meddlers = new FrontMeddlers(kernel, vsphere.trees, (meddled) => log.append({ meddled }));
    const targets = (): readonly Target[] => [
      ...targetsOf(estate).filter(({ role }) => STRUCK.has(role)),
      ...meddlers.targets.filter(({ name }) => name === meddlers.arm.front),
    ];
    const faults = new FaultCommands({
      injector: new Injector(kernel, targets, { faults: [] }),
      targets,
      nowMs: () => kernel.now,
      acting: (fault) => log.append({ fault }),
    });
    const shared = { epochMs, broke, sending: () => log.mark() };
    const front = azure
      ? await ServedAzure.open(estate, {
          ...shared,
          keys,
          faults,
          meddler: meddlers.arm,
          retryAfterSeconds: Math.max(1, Math.round(POLL_MS / 1_000 / azure.pace.speed)),
          verdicts: () => azure.whole.verdicts(),
          machines: () => machinesOf(estate, azure.whole.runningOnSite),
          browsers: false,
          pace: azure.pace,
          acting: (arm) => log.append({ arm }),
        })
      : new ServedVsphere(estate, {
          ...shared,
          certificate: keys.certificate,
          meddlers: meddlers.vims,
          acting: (vim, api) => log.append({ vim, api }),
        });
    return new NodeFront(estate, meddlers, faults, front);
  }

  private constructor(
    estate: Estate,
    meddlers: FrontMeddlers,
    faults: FaultCommands,
    front: ServedAzure | ServedVsphere,
  ) {
    this.estate = estate;
    this.meddlers = meddlers;
    this.faults = faults;
    this.front = front;
  }

  /** Does again what a client asked for. Gives false where nobody knows how. */
  again(command: Exclude<Command, { readonly heard: unknown }>): boolean {
    const { front } = this;
    if ('arm' in command) return front instanceof ServedAzure && front.again(command.arm);
    if ('vim' in command) return front instanceof ServedVsphere && front.again(command.vim, command.api);
    if ('meddled' in command) return this.meddlers.again(command.meddled);
    return this.faults.again(command.fault).length > 0;
  }

  /** Opens the sockets. Gives what clients read. Errors: HW-SERVE-LISTEN. */
  async listen({
    host,
    publicHost,
    frontPort,
  }: {
    readonly host: string;
    readonly publicHost: string;
    readonly frontPort: number;
  }): Promise<Environment> {
    const { front, estate } = this;
    const seen = (origin: string): string => {
      const url = new URL(origin);
      url.hostname = publicHost;
      return url.origin;
    };
    if (front instanceof ServedAzure) return front.environment(seen(await front.listen(host, frontPort)));
    const ports = estate.vsphere.trees.map((_, index) => (frontPort === 0 ? 0 : frontPort + index));
    return front.environment((await front.listen(host, ports)).map(seen));
  }

  async close(): Promise<void> {
    await this.front.close();
  }
}
