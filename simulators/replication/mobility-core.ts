import type { Guest, OsImage } from '../guest';
import { type Component, type Kernel, Pending, type Process } from '../kernel';
import { NetworkFailure } from '../network';
import type { Consistency, ExtentMap } from '../storage';
import type { AgentSettings, Copy, StalledPair } from '../wire';
import { type Drain, patience } from './drain';
import { Gate } from './gate';
import { GroupPoints } from './group-points';

/** What the agent keeps on the machine's disk. */
export interface AgentDurable {
  settings: AgentSettings | undefined;
  /** The pair that the rest is about. */
  pair: string | undefined;
  /** What the target is known to hold; undefined: not known, the two must be compared. */
  baseline: readonly ExtentMap[] | undefined;
  /** The number of its newest drain; and those of the pairs before. */
  drains: number;
  readonly drainsOf: Map<string, number>;
  /** The newest comparison that was asked for, and the process server to which the newest drains went. */
  resync?: number | undefined;
  via?: string | undefined;
  pending: Drain | undefined;
  /** How far `pending` was sent, so that what is sent again can be told apart. */
  sentBatches: number;
  /** How many of them the process server has on its disk. */
  acknowledgedBatches: number;
}

export interface AgentOptions {
  readonly machine: string;
  readonly name: string;
  readonly configurationServer: string;
  readonly controlPort: number;
  readonly passphrase: string;
}

/** What control, drains and sending of an agent share: what it keeps on the disk and for one life, its machine, and its way to other
 *  servers. */
export abstract class MobilityCore {
  readonly component: Component<AgentDurable>;
  readonly kernel: Kernel;
  readonly options: AgentOptions;
  guest: Guest | undefined;
  readonly group: GroupPoints;
  turn = new Gate();
  lastDrainAtMs = 0;
  lastApplicationAtMs = Number.NEGATIVE_INFINITY;
  registered = false;
  stalled: StalledPair | null = null;
  /** The operating system as the configuration server was told of it. */
  told: OsImage | undefined;
  /** Kept when there is something to do. */
  configured = new Pending<void>();

  constructor(kernel: Kernel, options: AgentOptions) {
    this.kernel = kernel;
    this.options = options;
    this.group = new GroupPoints(kernel, options.machine, {
      guest: () => this.guest as Guest,
      ask: (to, port, message) => this.ask(to, port, message),
      calm: (wanted) => this.calm(wanted),
    });
    this.component = kernel.component<AgentDurable>(
      `agent ${options.name} ${kernel.count(`agent ${options.name}`)}`,
      {
        settings: undefined,
        pair: undefined,
        baseline: undefined,
        drains: 0,
        drainsOf: new Map(),
        pending: undefined,
        sentBatches: 0,
        acknowledgedBatches: 0,
      },
    );
    this.component.onBoot(() => {
      this.turn = new Gate();
      this.lastDrainAtMs = this.kernel.now;
      this.registered = false;
      this.onBoot();
    });
  }

  /** What runs at each start. */
  protected abstract onBoot(): void;

  get copy(): Copy {
    return (this.guest as Guest).copy;
  }

  ask<A>(
    to: string,
    port: number,
    message: { kind: string },
    bytes?: number,
    answerBytes?: (answer: never) => number,
  ): Process<A> {
    const endpoint = this.guest?.endpoint;
    if (!endpoint) throw new NetworkFailure('timeout', this.options.name, to, port, message.kind);
    return endpoint.request<A>(to, port, message, {
      timeoutMs: patience(bytes ?? 0),
      keepAlive: answerBytes !== undefined,
      ...(bytes === undefined ? {} : { bytes }),
      ...(answerBytes ? { answerBytes } : {}),
    });
  }

  /** Brings the applications to rest, if that is wanted; says what can be had. What cannot be had is tried again when it is due next. */
  *calm(wanted: Consistency): Process<Consistency> {
    if (wanted === 'crash') return 'crash';
    if (yield* (this.guest as Guest).quiesce()) return 'application';
    this.lastApplicationAtMs = this.kernel.now;
    this.kernel.record('agent.not-quiesced', this.options.machine);
    return 'crash';
  }
}
