import type { Role } from '../simulators/estate-parts';
import type { Progress } from './estate-node';

/** Lets time pass in one node, as far as `until`. Errors: rejects when it is out of reach. */
export type Running = (until: number) => Promise<Progress>;

interface Present {
  readonly run: Running;
  readonly due: (() => number) | undefined;
  nextDue: number;
}

/** Lets time pass for all nodes together, from one moment at which something happens to the next: none runs ahead of another, however
 *  fast or slow it is. A node that is out of reach is left out until it joins again.
 *  Units: ms of virtual time. */
export class Timekeeper {
  now: number;
  private readonly nodes = new Map<Role, Present>();
  private readonly came: (progress: ReadonlyMap<Role, Progress>) => void;
  private readonly left: (role: Role, error: unknown) => void;

  /** `came` gets what the nodes say after each step; `left` is told which is left out. */
  constructor(
    now: number,
    came: (progress: ReadonlyMap<Role, Progress>) => void,
    left: (role: Role, error: unknown) => void,
  ) {
    this.now = now;
    this.came = came;
    this.left = left;
  }

  /** From now on time waits for it. `due` tells when something happens next in a node of this process, where clients act between two steps. */
  join(role: Role, run: Running, due?: () => number): void {
    this.nodes.set(role, { run, due, nextDue: this.now });
  }

  get present(): readonly Role[] {
    return [...this.nodes.keys()];
  }

  /** Lets time pass until `until`, or until `stop` says so. */
  async advance(until: number, stop: () => boolean = () => false): Promise<void> {
    while (!stop()) {
      const due = Math.min(
        ...[...this.nodes.values()].map(({ due: ownDue, nextDue }) => ownDue?.() ?? nextDue),
      );
      await this.step(Math.max(this.now, Math.min(until, due)));
      if (this.now >= until && due > until) return;
    }
  }

  private async step(until: number): Promise<void> {
    this.now = until;
    const progress = new Map<Role, Progress>();
    await Promise.all(
      [...this.nodes].map(async ([role, node]) => {
        try {
          const came = await node.run(until);
          node.nextDue = came.nextDue ?? Number.POSITIVE_INFINITY;
          progress.set(role, came);
        } catch (error) {
          if (this.nodes.get(role) !== node) return;
          this.nodes.delete(role);
          this.left(role, error);
        }
      }),
    );
    this.came(progress);
  }
}
