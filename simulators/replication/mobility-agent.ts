import { type Guest, type GuestService, type OsImage, reportSystem } from '../guest';
import { type Component, type Kernel, Pending, type Process } from '../kernel';
import { type Endpoint, NetworkFailure, Refusal } from '../network';
import {
  type Batch,
  type Consistency,
  EXTENT_BYTES,
  type ExtentMap,
  extentsIn,
  type Marker,
} from '../storage';
import {
  type AgentPoll,
  type AgentSettings,
  type Checksums,
  type Copy,
  type GroupMessage,
  note,
  type PairRoute,
  PORT,
  type Register,
  type StalledPair,
} from '../wire';
import { checksumBytes, type Drain, patience, split } from './drain';
import { Gate } from './gate';
import { GroupPoints } from './group-points';
import { untilItWorks } from './retry';

/** After a failure the agent asks its configuration server again. */
const RETRY_MS = 60_000;
/** An agent of a machine that nobody protects asks ever more rarely, down to this. Source: assumed. */
const RETRY_MS_MAX = 600_000;
/** The first question of a life is answered at once. */
const NEVER_ASKED = -1;
const MARKER_BYTES = 512;
/** So much may be on its way to the process server unacknowledged. */
const WINDOW_BYTES = 256 * 2 ** 20;

/** What the agent keeps on the machine's disk. */
export interface AgentDurable {
  settings: AgentSettings | undefined;
  /** The pair that the rest is about. */
  pair: string | undefined;
  /** What the target is known to hold; undefined: not known, the two must be compared. */
  baseline: readonly ExtentMap[] | undefined;
  drains: number;
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

/** The mobility agent of one copy of a machine: it watches the writes, and sends what changed, drain by drain, to a process server.
 *  A drain is what changed up to one instant, so that the target can be brought to that very instant.
 *  State machine: unregistered → idle (no settings) → comparing → draining ⇄ waiting. Source: AZURE.md §4.3 – observed. */
export class MobilityAgent implements GuestService {
  readonly component: Component<AgentDurable>;
  private readonly kernel: Kernel;
  private readonly options: AgentOptions;
  private guest: Guest | undefined;
  private readonly group: GroupPoints;
  private turn = new Gate();
  private lastDrainAtMs = 0;
  private lastApplicationAtMs = Number.NEGATIVE_INFINITY;
  private registered = false;
  private stalled: StalledPair | null = null;
  /** The operating system as the configuration server was told of it. */
  private told: OsImage | undefined;
  /** Kept when there is something to do. */
  private configured = new Pending<void>();

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
        pending: undefined,
        sentBatches: 0,
        acknowledgedBatches: 0,
      },
    );
    this.component.onBoot(() => this.onBoot());
  }

  boot(guest: Guest): void {
    this.guest = guest;
    this.component.start();
  }

  stopped(): void {
    this.component.kill();
  }

  /** Every connection is made anew from the new address. */
  networkChanged(): void {
    this.component.kill();
    this.component.start();
  }

  /** Sends what is left, so that an orderly shutdown loses nothing. While the agent is down it waits: without it the last
   *  changes cannot be sent, and whoever asked for the shutdown must learn that from the time limit. */
  *beforeShutdown(): Process {
    const { component } = this;
    while (component.durable.settings) {
      if (component.state === 'running') {
        // Nothing is under way any more in a machine that shuts down: what is caught now is whole.
        const last = component.run('agent last drain', this.drain(true, 'application'));
        if ((yield last.ended) === 'returned') return;
      }
      yield 2_000;
    }
  }

  private onBoot(): void {
    this.turn = new Gate();
    this.lastDrainAtMs = this.kernel.now;
    this.registered = false;
    const endpoint = this.guest?.endpoint;
    if (!endpoint) return;
    endpoint.listen(this.component as Component, PORT.group, {
      'group.freeze': (message: GroupMessage) => this.group.freeze(message),
      'group.snapshot': (message: GroupMessage) => this.groupSnapshot(message),
      'group.thaw': () => this.guest?.thaw(),
    });
    this.component.run('agent control', this.control());
  }

  private get copy(): Copy {
    return (this.guest as Guest).copy;
  }

  private *ask<A>(
    to: string,
    port: number,
    message: { kind: string },
    bytes?: number,
    answerBytes?: (answer: never) => number,
  ): Process<A> {
    const endpoint = this.guest?.endpoint;
    if (!endpoint) throw new NetworkFailure('timeout', this.options.name, to, port, message.kind);
    return yield* endpoint.request<A>(to, port, message, {
      timeoutMs: patience(bytes ?? 0),
      keepAlive: answerBytes !== undefined,
      ...(bytes === undefined ? {} : { bytes }),
      ...(answerBytes ? { answerBytes } : {}),
    });
  }

  private *control(): Process {
    const { machine, configurationServer, passphrase, name } = this.options;
    const address = this.guest?.endpoint?.address ?? '';
    const disks = (this.guest as Guest).disks.map(({ sizeBytes }) => ({ sizeBytes }));
    const registration: Register = {
      kind: 'cs.register',
      role: 'agent',
      name: machine,
      address,
      passphrase,
      copy: this.copy,
      disks,
    };
    const guest = this.guest as Guest;
    let asked = false;
    for (let retryMs = RETRY_MS; ; ) {
      let wait = retryMs;
      try {
        if (!this.registered || this.told !== guest.os) {
          const { os } = guest;
          const message = { ...registration, system: reportSystem(os) };
          yield* this.ask(configurationServer, this.options.controlPort, message);
          this.registered = true;
          this.told = os;
          this.kernel.record('agent.registered', machine, { agent: name, copy: this.copy });
        }
        this.apply(yield* this.poll(address, asked));
        // Only now is it known whether the pair still stands for which this copy has settings on its disk.
        if (!asked) this.component.run('agent replication', this.replicate());
        asked = true;
        wait = 1_000;
        retryMs = RETRY_MS;
      } catch (error) {
        if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
        if (error instanceof Refusal) this.registered = false;
        // Nobody knows the machine: it is not protected (yet).
        if (error instanceof Refusal && error.code === 'SIM-NOT-IN-DATABASE')
          retryMs = Math.min(RETRY_MS_MAX, retryMs * 2);
      }
      yield wait;
    }
  }

  /** Asks for the settings; the answer comes when they are others than those at hand, or after some minutes. */
  private *poll(address: string, asked: boolean): Process<AgentSettings | undefined> {
    const { machine, configurationServer } = this.options;
    const { settings } = this.component.durable;
    const version = asked ? (settings?.version ?? 0) : NEVER_ASKED;
    const { stalled } = this;
    const poll: AgentPoll = { kind: 'cs.agent-poll', machine, copy: this.copy, address, version, stalled };
    const endpoint = this.guest?.endpoint as Endpoint;
    const options = { timeoutMs: 60_000, keepAlive: true };
    return (
      (yield* endpoint.request<AgentSettings | null>(
        configurationServer,
        this.options.controlPort,
        poll,
        options,
      )) ?? undefined
    );
  }

  /** Takes new settings over. Another pair means another target, of which nothing is known yet; a pair that the configuration
   *  server forgot for a while is remembered. */
  private apply(settings: AgentSettings | undefined): void {
    const { durable } = this.component;
    if (settings && settings.route.pair !== durable.pair) {
      durable.pair = settings.route.pair;
      durable.baseline = undefined;
      durable.pending = undefined;
      durable.drains = 0;
      this.lastApplicationAtMs = Number.NEGATIVE_INFINITY;
    }
    if (settings) {
      const { resync, route } = settings;
      const asked = resync !== undefined && resync !== durable.resync;
      // What another process server holds of the newest drains may come late, or never: the target must be asked.
      const moved = durable.via !== undefined && durable.via !== route.processServer;
      if (asked || moved) {
        durable.baseline = undefined;
        durable.pending = undefined;
      }
      durable.resync = resync;
      durable.via = route.processServer;
    }
    durable.settings = settings;
    if (settings) this.configured.keep();
  }

  private *replicate(): Process {
    const { durable } = this.component;
    for (;;) {
      const { settings } = durable;
      if (!settings) {
        this.configured = new Pending<void>();
        yield this.configured;
        continue;
      }
      const { group } = settings;
      const address = this.guest?.endpoint?.address;
      const alone =
        !group || group.members.length < 2 || durable.baseline === undefined || durable.pending !== undefined;
      // A group whose leader is away goes on without common points.
      const leaderless = this.kernel.now - this.lastDrainAtMs >= 2 * settings.drainEveryMs;
      if (alone) yield* this.drain(true);
      else if (group.members[0] === address) {
        const consistency = this.due(settings);
        const caught = yield* this.group.lead(settings, consistency);
        // Where applications do not come to rest, the group has at least its crash-consistent points.
        if (!caught && consistency === 'application') {
          this.lastApplicationAtMs = this.kernel.now;
          yield* this.group.lead(settings, 'crash');
        }
      } else if (leaderless) yield* this.drain(true);
      yield settings.drainEveryMs;
    }
  }

  /** Sends the drain that is under way, if any; and then, if `fresh`, everything that changed up to now.
   *  One at a time: whoever comes meanwhile waits for its turn. */
  private *drain(fresh: boolean, wanted?: Consistency): Process {
    const { durable } = this.component;
    const { turn } = this;
    yield* turn.enter();
    try {
      let due = fresh;
      const pair = durable.settings?.route.pair;
      while (durable.settings && durable.settings.route.pair === pair) {
        try {
          if (durable.baseline === undefined) yield* this.compare(durable.settings);
          if (durable.baseline === undefined) continue;
          if (!durable.pending) {
            if (!due) return;
            const next = yield* this.catchNow(durable.settings, wanted ?? this.due(durable.settings));
            if (!next) continue;
            durable.pending = next;
            due = false;
          }
          yield* this.sendPending(durable.settings, durable.pending);
          continue;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error.code === 'SIM-RESYNC-REQUIRED') {
            durable.baseline = undefined;
            durable.pending = undefined;
            due = true;
          } else if (!error.retry)
            this.kernel.record('agent.refused', this.options.machine, { code: error.code });
        }
        yield 30_000;
      }
    } finally {
      turn.leave();
    }
  }

  /** Asks the target for checksums of what it holds; only what differs will be sent. */
  private *compare(settings: AgentSettings): Process {
    const { durable } = this.component;
    const { route } = settings;
    const theirs = yield* this.untilDelivered(() => this.askChecksums(route));
    if (!theirs || durable.settings?.route.pair !== route.pair) return;
    durable.baseline = theirs;
    durable.drains = Math.max(durable.drains, 0);
    const different = (this.guest as Guest)
      .views()
      .reduce((sum, view, disk) => sum + extentsIn(view.changesSince(theirs[disk] as ExtentMap)), 0);
    note(this.kernel, 'agent.compared', this.options.machine, {
      copy: this.copy,
      pair: route.pair,
      bytes: checksumBytes(theirs as never),
      different,
    });
  }

  /** Nothing is asked on a way that was given up meanwhile. */
  private *askChecksums(route: PairRoute): Process<Checksums | undefined> {
    if (!this.stillGoes(route)) return undefined;
    const message = { kind: 'ps.checksums', route } as { kind: string };
    return yield* this.ask<Checksums>(
      route.processServer,
      route.processServerPort,
      message,
      0,
      checksumBytes,
    );
  }

  /** Is this the way on which the agent is to send, as far as it was told? */
  private stillGoes({ pair, processServer }: PairRoute): boolean {
    const now = this.component.durable.settings?.route;
    return !now || (now.pair === pair && now.processServer === processServer);
  }

  /** What the next drain should be. */
  private due({ applicationEveryMs }: AgentSettings): Consistency {
    const late = this.kernel.now - this.lastApplicationAtMs >= applicationEveryMs;
    return applicationEveryMs > 0 && late ? 'application' : 'crash';
  }

  /** Brings the applications to rest, if that is wanted; says what can be had. What cannot be had is tried again when it is due next. */
  private *calm(wanted: Consistency): Process<Consistency> {
    if (wanted === 'crash') return 'crash';
    if (yield* (this.guest as Guest).quiesce()) return 'application';
    this.lastApplicationAtMs = this.kernel.now;
    this.kernel.record('agent.not-quiesced', this.options.machine);
    return 'crash';
  }

  /** A drain of this very moment; undefined if the settings changed while the applications came to rest. */
  private *catchNow(settings: AgentSettings, wanted: Consistency): Process<Drain | undefined> {
    const { durable } = this.component;
    const consistency = yield* this.calm(wanted);
    try {
      const stands = durable.settings?.route.pair === settings.route.pair && durable.baseline !== undefined;
      return stands ? this.take(settings, null, consistency) : undefined;
    } finally {
      (this.guest as Guest).thaw();
    }
  }

  /** Fixes the instant of a drain: what is acknowledged now belongs to it, what comes later does not. */
  private take(settings: AgentSettings, group: string | null, consistency: Consistency): Drain {
    const { durable } = this.component;
    const guest = this.guest as Guest;
    const views = guest.views();
    durable.drains += 1;
    this.lastDrainAtMs = this.kernel.now;
    if (consistency === 'application') this.lastApplicationAtMs = this.kernel.now;
    durable.sentBatches = 0;
    durable.acknowledgedBatches = 0;
    const batches: Batch[] = [];
    views.forEach((view, disk) => {
      const changes = view.changesSince((durable.baseline as readonly ExtentMap[])[disk] as ExtentMap);
      for (const runs of split(changes))
        batches.push({ drain: durable.drains, batch: batches.length, disk, runs });
    });
    const { pair } = settings.route;
    note(this.kernel, 'agent.drained', this.options.machine, {
      copy: this.copy,
      drain: durable.drains,
      pair,
      seq: guest.lastSeq,
      group,
      consistency,
    });
    const marker: Marker = {
      drain: durable.drains,
      batches: batches.length,
      seq: guest.lastSeq,
      takenAtMs: this.kernel.now,
      consistency,
      group,
      system: { os: guest.os, lastSeq: guest.lastSeq },
      ...(durable.resync === undefined ? {} : { resync: durable.resync }),
    };
    return { marker, views, batches };
  }

  private *sendPending(settings: AgentSettings, drain: Drain): Process {
    const { durable } = this.component;
    const { route } = settings;
    const stands = (): boolean => durable.pending === drain && this.stillGoes(route);
    yield* this.untilDelivered(() => this.sendBatches(route, drain, stands));
    yield* this.untilDelivered(() => this.sendMarker(route, drain, stands));
    if (stands()) {
      durable.baseline = drain.views;
      durable.pending = undefined;
    }
  }

  private *sendMarker(route: PairRoute, { marker }: Drain, stands: () => boolean): Process {
    if (!stands()) return;
    const message = { kind: 'ps.marker', route, marker } as { kind: string };
    yield* this.ask(route.processServer, route.processServerPort, message, MARKER_BYTES);
  }

  /** Tries until it works, and keeps what stands in the way meanwhile. */
  private *untilDelivered<T>(attempt: () => Process<T>): Process<T> {
    const watched = function* (this: MobilityAgent): Process<T> {
      try {
        const result = yield* attempt();
        this.stalled = null;
        return result;
      } catch (error) {
        const pair = this.component.durable.pair ?? '';
        if (error instanceof NetworkFailure) this.stalled = { pair, code: 'SIM-UNREACHABLE' };
        else if (error instanceof Refusal && error.retry) this.stalled = { pair, code: error.code };
        throw error;
      }
    }.bind(this);
    return yield* untilItWorks(watched);
  }

  /** Streams the batches of a drain. After a failure it goes on behind the last one acknowledged; a drain that does not stand any
   *  more is not sent. */
  private *sendBatches(route: PairRoute, drain: Drain, stands: () => boolean): Process {
    if (!stands()) return;
    const { durable } = this.component;
    const stream = this.guest?.endpoint?.openStream(
      route.processServer,
      route.processServerPort,
      WINDOW_BYTES,
    );
    if (!stream)
      throw new NetworkFailure(
        'timeout',
        this.options.name,
        route.processServer,
        route.processServerPort,
        'ps.batch',
      );
    const first = durable.acknowledgedBatches;
    try {
      for (const batch of drain.batches.slice(first)) {
        const extents = extentsIn(batch.runs);
        const bytes = extents * EXTENT_BYTES;
        note(this.kernel, 'agent.sent', this.options.machine, {
          copy: this.copy,
          pair: route.pair,
          drain: batch.drain,
          batch: batch.batch,
          extents,
          bytes,
          again: batch.batch < durable.sentBatches,
        });
        durable.sentBatches = Math.max(durable.sentBatches, batch.batch + 1);
        const message = { kind: 'ps.batch', route, batch, bytes } as { kind: string };
        yield* stream.write(message, bytes, patience(bytes + WINDOW_BYTES));
        durable.acknowledgedBatches = first + stream.acknowledged;
      }
      yield* stream.finish();
    } finally {
      durable.acknowledgedBatches = first + stream.acknowledged;
    }
  }

  private groupSnapshot({ point, consistency }: GroupMessage): Record<string, never> {
    const { durable } = this.component;
    if (!durable.settings || durable.baseline === undefined || durable.pending || this.turn.taken) {
      throw this.group.missed(point);
    }
    durable.pending = this.take(durable.settings, point, consistency);
    this.component.run('agent group drain', this.drain(false));
    return {};
  }
}
