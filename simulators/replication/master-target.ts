import type { Guest, GuestService } from '../guest';
import type { Component, Kernel, Process } from '../kernel';
import { type Endpoint, type Message, NetworkFailure, Refusal } from '../network';
import {
  close,
  complete,
  EXTENT_BYTES,
  type ExtentMap,
  extentsIn,
  newReplica,
  pointOf,
  type RecoveryPoint,
  type Replica,
  type Run,
  stage,
  withoutViews,
} from '../storage';
import {
  type AttachReplica,
  asrRefusal,
  type Checksums,
  type DetachReplica,
  type DiskWrite,
  type LinuxFacts,
  PORT,
  type PointMade,
  type ReleaseReplica,
  type ReplicaBatch,
  type ReplicaChecksums,
  type ReplicaMarker,
  type RetentionDrive,
  type RollReplica,
} from '../wire';
import { Gate } from './gate';
import { keepRegistered, type ServerOptions } from './process-server';

interface Attached {
  readonly machine: string;
  /** The VM whose disks these are, and the address of the host through which they are written. */
  readonly vm: string;
  readonly host: string;
  readonly retentionMs: number;
  readonly replica: Replica;
  /** What the disks hold, as far as this master target wrote or read it. */
  holds: ExtentMap[];
  /** They were brought to a recovery point: what was still on its way no longer fits. */
  rolled?: boolean;
  /** The newest point, while the configuration server does not know of it. */
  untold?: PointMade['point'] | undefined;
}

/** What the retention drive of a master target holds. */
export interface MasterTargetDurable {
  attached: Map<string, Attached>;
  /** By machine: when it was last asked to let it go. */
  released: Map<string, number>;
}

export interface MasterTargetOptions extends ServerOptions {
  readonly name: string;
  /** The VM that it runs in; the disks it writes are attached to this VM. */
  readonly vm: string;
  readonly retentionDrives: readonly RetentionDrive[];
  /** How fast it writes to disks; 400 MiB/s if absent (assumed). */
  readonly bytesPerSecond?: number;
  /** What a Linux server says of its preparation; absent for Windows. */
  readonly linux?: () => LinuxFacts;
}

const BYTES_PER_SECOND = 400 * 2 ** 20;

/** Receives failback data on-premises: writes them to the disks of the VM that comes home, through its host, and keeps
 *  recovery points in its retention log, so that the disks can be rolled back to any of them.
 *  State machine of a pair: attached → (points) → rolled → detached. A drain is applied as a whole, when its marker came and no batch is missing.
 *  Not modelled: retention by size, but that its drive may be full; the file system of the retention drive. */
export class MasterTarget implements GuestService {
  readonly name: string;
  readonly component: Component<MasterTargetDurable>;
  private readonly kernel: Kernel;
  private endpoint: Endpoint | undefined;
  private options: MasterTargetOptions;
  private registrationState = 'not started';
  private writing = new Gate();
  /** By pair: one thing at a time is done with its disks. */
  private readonly gates = new Map<string, Gate>();
  private waitingBytes = 0;
  /** Its retention log cannot grow: nothing that would need a way back is written. */
  retentionFull = false;

  /** `endpoint` is absent where it runs in a virtual machine of its own: then it comes with each boot of that. */
  constructor(kernel: Kernel, endpoint: Endpoint | undefined, options: MasterTargetOptions) {
    this.kernel = kernel;
    this.name = options.name;
    this.endpoint = endpoint;
    this.options = options;
    this.component = kernel.component<MasterTargetDurable>(`master target ${options.name}`, {
      attached: new Map(),
      released: new Map(),
    });
    this.component.onBoot(() => this.onBoot());
  }

  /** `registered`, `not started`, or the code that says why it is not registered. */
  get registration(): string {
    return this.registrationState;
  }

  boot(guest: Guest): void {
    this.endpoint = guest.endpoint;
    this.component.start();
  }

  *beforeShutdown(): Process {}

  stopped(): void {
    this.component.kill();
  }

  networkChanged(): void {
    this.component.kill();
    this.component.start();
  }

  /** Corrects what was entered at the setup. */
  configure(options: Partial<ServerOptions>): void {
    this.options = { ...this.options, ...options };
    this.component.kill();
    this.component.start();
  }

  /** Everything that is missing of the preparation of a Linux server. Errors: SIM-LINUX-PREPARATION, one cause for each item. */
  *checkPreparation(): Process {
    const { name, vm, linux, configurationServer, ports } = this.options;
    if (!linux) return;
    const message = { kind: 'cs.check-master-target', name, vm, linux: linux() } as Message;
    yield* this.nic.request(configurationServer, ports.control, message);
  }

  private get nic(): Endpoint {
    if (!this.endpoint)
      throw new NetworkFailure('refused', this.name, '', this.options.ports.data, 'no address');
    return this.endpoint;
  }

  private onBoot(): void {
    this.writing = new Gate();
    this.gates.clear();
    this.waitingBytes = 0;
    const { endpoint, options } = this;
    if (!endpoint) return;
    const { name, vm, retentionDrives, linux, bytesPerSecond = BYTES_PER_SECOND } = options;
    this.component.run(
      'master target control',
      keepRegistered(endpoint, options, {
        registration: () => ({
          role: 'master-target',
          name,
          address: endpoint.address,
          vm,
          retentionDrives,
          ...(linux ? { linux: linux() } : {}),
        }),
        heartbeat: () => ({
          stalled: [],
          backlogMs: (1_000 * this.waitingBytes) / bytesPerSecond,
          points: [...this.component.durable.attached].flatMap(([pair, { untold }]) =>
            untold ? [{ pair, point: untold }] : [],
          ),
        }),
        heard: ({ points = [] }) => {
          for (const { pair, point } of points) this.toldOf(pair, point);
        },
        told: (state) => {
          this.registrationState = state;
        },
      }),
    );
    endpoint.listen(this.component as Component, options.ports.data, {
      'mt.attach': (message: AttachReplica) => this.attach(message),
      'replica.batch': (message: ReplicaBatch) => this.takeBatch(message),
      'replica.marker': (message: ReplicaMarker) => this.takeMarker(message),
      'replica.checksums': (message: ReplicaChecksums) => this.checksums(message.route.pair),
      'mt.latest': (message: { pair: string }) => this.latest(message.pair),
      'mt.roll': (message: RollReplica) => this.roll(message),
      'mt.preparation': () => this.options.linux?.() ?? null,
      'mt.detach': (message: DetachReplica) => this.detach(message.pair),
      'mt.release': (message: ReleaseReplica) => this.release(message),
    });
  }

  /** Whoever asks may give up meanwhile and have the machine released: what was asked before that is not done after it.
   *  Errors: SIM-OUT-OF-ORDER. */
  private *attach(message: AttachReplica): Process<Record<string, never>> {
    const { pair, machine, vm, host, retentionMs } = message;
    const holds = yield* this.readDisks(host, vm, message.disks);
    if (message.askedAtMs <= (this.component.durable.released.get(machine) ?? -1))
      throw asrRefusal('SIM-OUT-OF-ORDER', [machine, pair], `${machine} was released meanwhile.`);
    if (this.component.durable.attached.get(pair)?.vm !== vm) {
      this.component.durable.attached.set(pair, {
        machine,
        vm,
        host,
        retentionMs,
        replica: newReplica(),
        holds,
      });
    }
    return {};
  }

  /** Errors: SIM-RETENTION-FULL. */
  private takeBatch({ route, batch }: ReplicaBatch): Record<string, never> {
    this.mustHaveRoom();
    stage(this.receiving(route.pair).replica, batch);
    return {};
  }

  private takeMarker(message: ReplicaMarker): Process<Record<string, never>> {
    return this.alone(message.route.pair, () => this.apply(message));
  }

  private *apply({ route, marker }: ReplicaMarker): Process<Record<string, never>> {
    const attached = this.receiving(route.pair);
    const { replica } = attached;
    if (marker.drain <= replica.lastDrain) return {};
    this.mustHaveRoom();
    const batches = complete(replica, marker);
    if (!batches) {
      replica.staged.clear();
      throw asrRefusal('SIM-RESYNC-REQUIRED', [attached.machine]);
    }
    for (const { disk, runs } of batches) yield* this.writeDisk(attached, disk, runs);
    const point = pointOf(route.pair, marker, attached.holds);
    close(replica, point, this.kernel.now - attached.retentionMs);
    yield* this.report(route.pair, point);
    return {};
  }

  private *writeDisk(attached: Attached, disk: number, runs: readonly Run[], system?: unknown): Process {
    attached.holds[disk] = (attached.holds[disk] as ExtentMap).writeAll(runs);
    const message: DiskWrite = {
      kind: 'disk.write',
      vm: attached.vm,
      disk,
      runs,
      by: this.options.vm,
      ...(system === undefined ? {} : { system }),
    };
    const bytes = extentsIn(runs) * EXTENT_BYTES;
    this.waitingBytes += bytes;
    const { writing } = this;
    yield* writing.enter();
    try {
      const ms = Math.floor((1_000 * bytes) / (this.options.bytesPerSecond ?? BYTES_PER_SECOND));
      if (ms > 0) yield ms;
    } finally {
      this.waitingBytes -= bytes;
      writing.leave();
    }
    yield* this.nic.request(attached.host, PORT.disk, message, {
      bytes,
      timeoutMs: 60_000 + Math.ceil(bytes / 1_000),
    });
  }

  private *report(pair: string, point: RecoveryPoint): Process {
    const facts = withoutViews(point);
    const attached = this.pair(pair);
    attached.untold = facts;
    try {
      yield* this.nic.request(this.options.configurationServer, this.options.ports.control, {
        kind: 'cs.point-made',
        pair,
        point: facts,
      } as { kind: string });
      this.toldOf(pair, facts);
    } catch (error) {
      // The point exists all the same; the configuration server learns of it with the next heartbeat.
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
    }
  }

  private toldOf(pair: string, { id }: PointMade['point']): void {
    const attached = this.component.durable.attached.get(pair);
    if (attached?.untold?.id === id) attached.untold = undefined;
  }

  /** Reads the disks themselves: what was meant to be written may not have been. */
  private *checksums(pair: string): Process<Checksums> {
    const attached = this.pair(pair);
    attached.replica.staged.clear();
    attached.rolled = false;
    attached.holds = yield* this.readDisks(attached.host, attached.vm, attached.holds.length);
    return attached.holds.slice();
  }

  private *readDisks(host: string, vm: string, disks: number): Process<ExtentMap[]> {
    const views: ExtentMap[] = [];
    for (let disk = 0; disk < disks; disk += 1) {
      const view = { kind: 'disk.view', vm, disk } as { kind: string };
      views.push(yield* this.nic.request<ExtentMap>(host, PORT.disk, view));
    }
    return views;
  }

  private latest(pair: string): Omit<RecoveryPoint, 'views'> | null {
    const point = this.pair(pair).replica.points.at(-1);
    if (!point) return null;
    return withoutViews(point);
  }

  private *roll(message: RollReplica): Process<Omit<RecoveryPoint, 'views'>> {
    return yield* this.alone(message.pair, () => this.rollBack(message));
  }

  /** Brings the disks to a recovery point. Whatever arrives afterwards would be written over it, and is refused. */
  private *rollBack({ pair, point: id }: RollReplica): Process<Omit<RecoveryPoint, 'views'>> {
    const attached = this.pair(pair);
    const point = attached.replica.points.find((candidate) => candidate.id === id);
    if (!point) throw asrRefusal('SIM-NO-RECOVERY-POINT', [id]);
    attached.rolled = true;
    // A roll before this one may have stopped half way.
    attached.holds = yield* this.readDisks(attached.host, attached.vm, attached.holds.length);
    for (let disk = 0; disk < point.views.length; disk += 1) {
      const back = (point.views[disk] as ExtentMap).changesSince(attached.holds[disk] as ExtentMap);
      const system = disk === 0 ? point.system : undefined;
      if (back.length > 0 || system !== undefined) yield* this.writeDisk(attached, disk, back, system);
    }
    return withoutViews(point);
  }

  /** One at a time for each pair, in the order of asking. */
  private *alone<T>(pair: string, act: () => Process<T>): Process<T> {
    const gate = this.gates.get(pair) ?? new Gate();
    this.gates.set(pair, gate);
    yield* gate.enter();
    try {
      return yield* act();
    } finally {
      gate.leave();
    }
  }

  private detach(pair: string): Record<string, never> {
    this.component.durable.attached.delete(pair);
    return {};
  }

  private mustHaveRoom(): void {
    if (this.retentionFull) throw asrRefusal('SIM-RETENTION-FULL', [this.name], `(${this.name})`);
  }

  /** Errors: SIM-RESYNC-REQUIRED – its disks are at a recovery point, and must be compared anew first. */
  private receiving(pair: string): Attached {
    const attached = this.pair(pair);
    if (attached.rolled) throw asrRefusal('SIM-RESYNC-REQUIRED', [attached.machine]);
    return attached;
  }

  private release({ machine, askedAtMs }: ReleaseReplica): Record<string, never> {
    const { attached, released } = this.component.durable;
    released.set(machine, Math.max(askedAtMs, released.get(machine) ?? 0));
    for (const [pair, each] of attached) if (each.machine === machine) attached.delete(pair);
    return {};
  }

  private pair(pair: string): Attached {
    const attached = this.component.durable.attached.get(pair);
    if (!attached) throw asrRefusal('SIM-UNKNOWN', [pair, this.name], `${this.name} does not hold ${pair}.`);
    return attached;
  }
}
