import type { Component, Kernel, Process } from '../kernel';
import type { Endpoint } from '../network';
import type { Disk, ExtentMap } from '../storage';
import { type Copy, note } from '../wire';
import type { OsImage } from './os-image';
import type { Workload } from './workload';

/** How long an operating system takes to come up, and to go down. */
const BOOT_MS = 60_000;
const SHUTDOWN_MS = 20_000;
/** Applications that do not come to rest within this time cannot be caught application-consistently. Source: assumed. */
const QUIESCE_MS_MAX = 60_000;
/** An orderly shutdown waits so long for applications. Source: assumed. */
const APPLICATIONS_END_MS_MAX = 30_000;

/** A program that runs inside the guest from boot on (the mobility agent). */
export interface GuestService {
  /** Called when the guest is up. */
  boot(guest: Guest): void;
  /** Called in an orderly shutdown, after the last write of the workload and before the power goes. */
  beforeShutdown(guest: Guest): Process;
  /** Called when the guest is gone, in whatever way. */
  stopped(): void;
  /** Called when the guest got another address while it runs. */
  networkChanged(): void;
}

export interface GuestOptions {
  readonly machine: string;
  readonly copy: Copy;
  readonly disks: readonly Disk[];
  readonly os: OsImage;
  readonly workload: Workload;
  readonly services: readonly GuestService[];
}

type GuestState = 'off' | 'booting' | 'running' | 'shutting-down';

/** The operating system of one copy of a machine.
 *  State machine: off → booting → running → shutting-down → off; powerOff and a crash lead to off from anywhere.
 *  Not modelled: memory, CPU, the content of files. */
export class Guest {
  readonly kernel: Kernel;
  readonly machine: string;
  readonly copy: Copy;
  readonly disks: readonly Disk[];
  readonly component: Component;
  os: OsImage;
  workload: Workload;
  endpoint: Endpoint | undefined;
  /** The last write acknowledged to the workload. */
  lastSeq = 0;
  /** Called when its state is another. */
  stateChanged: () => void = () => undefined;
  /** A hung operating system does not react to an orderly shutdown. */
  hung = false;
  private presentState: GuestState = 'off';
  private frozen = false;
  /** Applications finish what they have begun, and begin nothing. */
  private quiescing = false;
  /** Writes of the present transaction that are still to come. */
  private open = 0;
  /** The last transaction was stopped in the middle. */
  private torn = false;
  private readonly services: readonly GuestService[];

  constructor(kernel: Kernel, name: string, options: GuestOptions) {
    this.kernel = kernel;
    this.machine = options.machine;
    this.copy = options.copy;
    this.disks = options.disks;
    this.os = options.os;
    this.workload = options.workload;
    this.services = options.services;
    this.component = kernel.component(name, {});
    this.component.onBoot(() => {
      this.component.run('boot', this.boot());
    });
    this.component.onDeath(() => this.wentDown('powered-off'));
  }

  get state(): GuestState {
    return this.presentState;
  }

  set state(state: GuestState) {
    if (state === this.presentState) return;
    this.presentState = state;
    this.stateChanged();
  }

  get up(): boolean {
    return this.state === 'running';
  }

  /** Starts the operating system; `endpoint` is its network interface, if it got an address. */
  powerOn(endpoint: Endpoint | undefined): void {
    this.endpoint = endpoint;
    this.state = 'booting';
    this.component.start();
  }

  /** Cuts the power. */
  powerOff(): void {
    this.component.kill();
  }

  /** Asks the operating system to shut down, and returns when it has: no acknowledged write is left unsent by its services.
   *  It does not return while the guest hangs or a service cannot finish; callers set the time limit. */
  *shutDown(): Process {
    while (this.hung || this.state === 'booting') yield 1_000;
    if (this.state === 'off') return;
    this.state = 'shutting-down';
    yield* this.endApplications();
    for (const service of this.services) yield* service.beforeShutdown(this);
    yield SHUTDOWN_MS;
    if (this.component.state === 'stopped') return;
    this.wentDown('shut-down');
    this.component.kill();
  }

  /** Applications end what they have begun; one that takes too long is stopped in the middle. */
  private *endApplications(): Process {
    for (const until = this.kernel.now + APPLICATIONS_END_MS_MAX; this.open > 0; yield 500) {
      if (this.kernel.now < until) continue;
      this.open = 0;
      this.torn = true;
    }
  }

  /** Takes back an orderly shutdown that did not finish: the workload goes on. */
  abandonShutDown(): void {
    if (this.state === 'shutting-down') this.state = 'running';
  }

  /** Somebody changed the operating system's settings while it runs; with `endpoint` also its network interface. */
  configure(os: OsImage, endpoint?: Endpoint): void {
    this.os = os;
    if (!endpoint) return;
    this.endpoint = endpoint;
    for (const service of this.services) service.networkChanged();
  }

  /** Holds all writes back, so that several machines can be caught at one point; they go on with `thaw`. */
  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    this.quiescing = false;
  }

  /** Lets every application finish the transaction it is in, and holds back what would begin. False, with everything going
   *  on as before, if one does not come to rest in time. */
  *quiesce(): Process<boolean> {
    if (this.torn) return false;
    this.quiescing = true;
    for (const until = this.kernel.now + QUIESCE_MS_MAX; this.open > 0; yield 100) {
      if (this.kernel.now < until && this.quiescing) continue;
      this.quiescing = false;
      return false;
    }
    return true;
  }

  /** The contents of all disks at this instant. */
  views(): readonly ExtentMap[] {
    return this.disks.map((disk) => disk.view());
  }

  /** Writes as an application would; the write is acknowledged when this returns. */
  write(disk: number, start: number, count: number, open = this.open): number {
    const target = this.disks[disk];
    if (!target) throw new RangeError(`${this.machine} has no disk ${disk}`);
    const seq = this.nextSeq();
    target.write(start, count, seq);
    this.lastSeq = seq;
    note(this.kernel, 'guest.write', this.machine, {
      copy: this.copy,
      disk,
      start,
      count,
      seq,
      open,
    });
    return seq;
  }

  private nextSeq(): number {
    const next = (): number => this.kernel.count(`writes ${this.machine}`, this.lastSeq);
    const seq = next();
    const odd = this.copy === 'azure' ? 1 : 0;
    return this.workload.numbering === 'by copy' && seq % 2 !== odd ? next() : seq;
  }

  private *boot(): Process {
    yield BOOT_MS;
    this.state = 'running';
    const checksums = this.disks.map((disk) => disk.view().checksum());
    note(this.kernel, 'guest.running', this.machine, {
      copy: this.copy,
      checksums,
      address: this.endpoint?.address ?? null,
    });
    for (const service of this.services) service.boot(this);
    const { everyMs, only = this.copy } = this.workload;
    if (everyMs > 0 && only === this.copy) this.component.run('workload', this.work(this.workload));
  }

  /** Another application begins to write, beside what the machine does anyway. */
  alsoRun(workload: Workload): void {
    this.component.run('workload', this.work(workload));
  }

  private *work(workload: Workload): Process {
    const draws = this.kernel.random(`workload ${this.machine} ${this.copy}`);
    const { writes = 1, gapMs = 0 } = workload.transaction ?? {};
    for (let written = 0; written < (workload.writesMax ?? Number.POSITIVE_INFINITY); ) {
      yield workload.everyMs;
      if (this.frozen || this.quiescing || this.state !== 'running' || this.hung) continue;
      this.torn = false;
      for (this.open = writes; this.open > 0; ) {
        if (this.frozen || this.hung) yield 1_000;
        else {
          this.writeSomewhere(draws, workload);
          written += 1;
          this.open -= 1;
          if (this.open > 0) yield gapMs;
        }
      }
    }
  }

  private writeSomewhere(draws: ReturnType<Kernel['random']>, workload: Workload): void {
    const disk = draws.between(0, this.disks.length - 1);
    const { extents } = this.disks[disk] as Disk;
    const count = Math.min(workload.extentsPerWrite, extents);
    const last = Math.min(workload.regionExtents, extents) - count;
    this.write(disk, draws.between(0, Math.max(0, last)), count, this.open - 1);
  }

  private wentDown(how: 'shut-down' | 'powered-off'): void {
    if (this.state === 'off') return;
    this.state = 'off';
    this.frozen = false;
    this.quiescing = false;
    this.open = 0;
    this.torn = false;
    for (const service of this.services) service.stopped();
    note(this.kernel, 'guest.stopped', this.machine, { copy: this.copy, how });
  }
}
