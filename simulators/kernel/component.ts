import type { Kernel } from './kernel';
import type { Proc, Process } from './process';

export type ComponentState = 'running' | 'paused' | 'stopped';

/** A part of the estate that can crash: its processes die, what it keeps in `durable` survives, and `boot` runs again.
 *  State machine: stopped → (start) running ⇄ (pause/resume) paused; any → (kill) stopped. */
export class Component<D = unknown> {
  readonly kernel: Kernel;
  readonly name: string;
  /** What survives a crash. */
  durable: D;
  state: ComponentState = 'stopped';
  /** Counts the starts: what belongs to an earlier life can be told from this one. */
  life = 0;
  private readonly processes = new Set<Proc>();
  private deferred: (Proc | (() => void))[] = [];
  private bootProgram: (() => void) | undefined;
  private readonly deathWatchers: (() => void)[] = [];

  constructor(kernel: Kernel, name: string, durable: D) {
    this.kernel = kernel;
    this.name = name;
    this.durable = durable;
  }

  /** What runs at each start: makes fresh volatile state, opens ports, starts processes. */
  onBoot(program: () => void): this {
    this.bootProgram = program;
    return this;
  }

  /** Called when the component dies. */
  onDeath(watcher: () => void): void {
    this.deathWatchers.push(watcher);
  }

  start(): void {
    if (this.state !== 'stopped' || this.kernel.isElsewhere?.(this.name)) return;
    this.state = 'running';
    this.life += 1;
    this.kernel.record('component.started', this.name, { life: this.life });
    this.bootProgram?.();
  }

  /** Crash: at once, without a chance to clean up. */
  kill(): void {
    if (this.state === 'stopped') return;
    this.state = 'stopped';
    for (const proc of this.processes) proc.kill();
    this.processes.clear();
    this.deferred = [];
    this.kernel.record('component.killed', this.name);
    for (const watcher of this.deathWatchers) watcher();
  }

  /** Freezes the component: it takes no step and answers nothing, but loses nothing. */
  pause(): void {
    if (this.state !== 'running') return;
    this.state = 'paused';
    this.kernel.record('component.paused', this.name);
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'running';
    this.kernel.record('component.resumed', this.name);
    const { deferred } = this;
    this.deferred = [];
    for (const item of deferred) {
      if (typeof item === 'function') item();
      else if (!item.over) this.kernel.ready(item);
    }
  }

  run<T>(name: string, body: Process<T>): Proc<T> {
    return this.kernel.spawn(this as Component, name, body);
  }

  /** Does `act` now, or when resumed if paused; never if stopped. */
  when(act: () => void): void {
    if (this.state === 'running') act();
    else if (this.state === 'paused') this.deferred.push(act);
  }

  adopt(proc: Proc): void {
    this.processes.add(proc);
  }

  release(proc: Proc): void {
    this.processes.delete(proc);
  }

  defer(proc: Proc): void {
    this.deferred.push(proc);
  }
}
