import type { Component, Kernel } from '../../kernel';
import type { Endpoint } from '../../network';
import {
  close,
  complete,
  type ExtentMap,
  newReplica,
  pointOf,
  type RecoveryPoint,
  type Replica,
  stage,
  withoutViews,
} from '../../storage';
import {
  asrRefusal,
  type Checksums,
  PORT,
  type ReplicaBatch,
  type ReplicaChecksums,
  type ReplicaMarker,
} from '../../wire';
import type { PointFacts } from './model';

interface StoredReplica {
  readonly machine: string;
  readonly sizes: readonly number[];
  readonly replica: Replica;
  holds: ExtentMap[];
  /** How long its points are kept. */
  retentionMs: number;
}

/** The vault's replicas in Azure: replica disks that receive drains through the storage account's public endpoint, and the
 *  recovery points made of them. Not modelled: hydration, cache storage accounts, managed-disk limits. */
export class ReplicaStore {
  readonly component: Component<{ replicas: Map<string, StoredReplica> }>;
  readonly endpoint: Endpoint;
  private readonly kernel: Kernel;

  constructor(kernel: Kernel, endpoint: Endpoint, pointMade: (pair: string, point: RecoveryPoint) => void) {
    this.kernel = kernel;
    this.endpoint = endpoint;
    this.component = kernel.component('replica store', { replicas: new Map<string, StoredReplica>() });
    this.component.onBoot(() => {
      endpoint.listen(this.component as Component, PORT.control, {
        'replica.batch': ({ route, batch }: ReplicaBatch) => {
          stage(this.find(route.pair).replica, batch);
          return {};
        },
        'replica.marker': (message: ReplicaMarker) => this.takeMarker(message, pointMade),
        'replica.checksums': (message: ReplicaChecksums) => this.checksums(message.route.pair),
      });
    });
    this.component.start();
  }

  /** Makes room for a pair; `seed` is what the replica disks hold already. Earlier replicas of the machine go.
   *  Asking again changes nothing. */
  open(
    pair: string,
    machine: string,
    sizes: readonly number[],
    seed: readonly ExtentMap[],
    retentionMs: number,
  ): void {
    const { replicas } = this.component.durable;
    if (replicas.has(pair)) return;
    for (const [other, stored] of replicas) if (stored.machine === machine) replicas.delete(other);
    replicas.set(pair, { machine, sizes, replica: newReplica(), holds: [...seed], retentionMs });
  }

  /** Keeps the points of a pair so long from now on. */
  keepFor(pair: string, retentionMs: number): void {
    const stored = this.component.durable.replicas.get(pair);
    if (stored) stored.retentionMs = retentionMs;
  }

  /** The replicas of a machine go. */
  remove(machine: string): void {
    const { replicas } = this.component.durable;
    for (const [pair, stored] of replicas) if (stored.machine === machine) replicas.delete(pair);
  }

  /** Whether there are replicas of a machine. */
  has(machine: string): boolean {
    return [...this.component.durable.replicas.values()].some((stored) => stored.machine === machine);
  }

  /** What can be told of the points of a machine's replica, oldest first. */
  newestPoints(machine: string): PointFacts[] {
    const stored = [...this.component.durable.replicas.values()].findLast((each) => each.machine === machine);
    return (stored?.replica.points ?? []).map(withoutViews);
  }

  points(pair: string): readonly RecoveryPoint[] {
    return this.component.durable.replicas.get(pair)?.replica.points ?? [];
  }

  sizes(pair: string): readonly number[] {
    return this.find(pair).sizes;
  }

  private takeMarker(
    { route, marker }: ReplicaMarker,
    pointMade: (pair: string, point: RecoveryPoint) => void,
  ): Record<string, never> {
    const stored = this.find(route.pair);
    if (marker.drain <= stored.replica.lastDrain) return {};
    const batches = complete(stored.replica, marker);
    if (!batches) {
      stored.replica.staged.clear();
      throw asrRefusal('SIM-RESYNC-REQUIRED', [stored.machine]);
    }
    for (const { disk, runs } of batches) {
      stored.holds[disk] = (stored.holds[disk] as ExtentMap).writeAll(runs);
    }
    const point = pointOf(route.pair, marker, stored.holds);
    close(stored.replica, point, this.kernel.now - stored.retentionMs);
    pointMade(route.pair, point);
    return {};
  }

  private checksums(pair: string): Checksums {
    const stored = this.find(pair);
    stored.replica.staged.clear();
    return stored.holds.slice();
  }

  private find(pair: string): StoredReplica {
    const stored = this.component.durable.replicas.get(pair);
    if (!stored) throw asrRefusal('SIM-UNKNOWN', [pair], `(replica ${pair})`);
    return stored;
  }
}
