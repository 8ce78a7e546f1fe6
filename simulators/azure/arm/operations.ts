import type { Kernel, Proc, Process } from '../../kernel';
import { Refusal } from '../../network';

const OPERATIONS_MAX = 10_000;

/** How something that takes a while is getting on. */
export interface Progress {
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** What takes a while and is no job of the vault: what is over at once, and what the cloud does with its machines.
 *  Shape: the newest 10,000. */
export class Operations {
  private readonly kernel: Kernel;
  private readonly running = new Map<string, () => Progress>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Something that is done already, though the service answers as if it took a while. Gives its id. */
  done(): string {
    const at = this.kernel.now;
    return this.keep(() => ({ status: 'Succeeded', startedAtMs: at, endedAtMs: at, error: undefined }));
  }

  /** Something that the cloud does. A refusal on the way is how it ends. */
  begin(name: string, body: Process): string {
    const { kernel } = this;
    const startedAtMs = kernel.now;
    let endedAtMs: number | undefined;
    let refusal: Refusal | undefined;
    const watched = function* (): Process {
      try {
        yield* body;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusal = error;
      }
      endedAtMs = kernel.now;
    };
    const proc: Proc = kernel.spawn(undefined, name, watched()) as Proc;
    return this.keep(() => ({
      status: !proc.over ? 'InProgress' : refusal ? 'Failed' : 'Succeeded',
      startedAtMs,
      endedAtMs,
      error: refusal && { code: refusal.code, message: refusal.message },
    }));
  }

  progressOf(id: string): Progress | undefined {
    return this.running.get(id.toLowerCase())?.();
  }

  private keep(progress: () => Progress): string {
    const id = this.kernel.random('arm operations').guid();
    this.running.set(id, progress);
    const [oldest] = this.running.keys();
    if (this.running.size > OPERATIONS_MAX && oldest !== undefined) this.running.delete(oldest);
    return id;
  }
}
