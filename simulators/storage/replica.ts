import type { ExtentMap, Run } from './extent-map';

/** A share of one drain of one disk on its way from source to target. `batch` counts from 0 within the drain. */
export interface Batch {
  readonly drain: number;
  readonly batch: number;
  readonly disk: number;
  readonly runs: readonly Run[];
}

/** What was caught: the disks at one instant, or the disks with no transaction of an application half done. */
export type Consistency = 'crash' | 'application';

/** Closes a drain: all changes up to the write `seq` were sent in `batches` batches. */
export interface Marker {
  readonly drain: number;
  readonly batches: number;
  /** The last acknowledged write that the drain holds. */
  readonly seq: number;
  readonly takenAtMs: number;
  readonly consistency: Consistency;
  /** The sync point shared by the machines of a multi-VM group; `null` outside one. */
  readonly group: string | null;
  /** What the system disk says of the operating system at this point; opaque here. */
  readonly system: unknown;
  /** The newest comparison that was asked for, and made before this drain; absent: none. */
  readonly resync?: number;
}

/** A state that the machine can be recovered to. */
export interface RecoveryPoint extends Marker {
  readonly id: string;
  readonly views: readonly ExtentMap[];
  /** Of the views, disk by disk. */
  readonly checksums: readonly number[];
}

/** The recovery point that a marker makes of what the disks hold. */
export function pointOf(pair: string, marker: Marker, holds: readonly ExtentMap[]): RecoveryPoint {
  const { drain, batches, seq, takenAtMs, consistency, group, system, resync } = marker;
  const views = holds.slice();
  const checksums = views.map((view) => view.checksum());
  const id = `${pair}/${drain}`;
  const point = { drain, batches, seq, takenAtMs, consistency, group, system, id, views, checksums };
  return resync === undefined ? point : { ...point, resync };
}

/** What can be told of a recovery point. */
export function withoutViews(point: Omit<RecoveryPoint, 'views'>): Omit<RecoveryPoint, 'views'> {
  const { drain, batches, seq, takenAtMs, consistency, group, system, resync, id, checksums } = point;
  const facts = { drain, batches, seq, takenAtMs, consistency, group, system, id, checksums };
  return resync === undefined ? facts : { ...facts, resync };
}

/** The durable state of a replica: staged batches of drains not yet closed, and the points that it can be rolled to.
 *  Shape: plain data, owned by the master target or the vault's replica store; `points` in the order they were made. */
export interface Replica {
  lastDrain: number;
  staged: Map<number, Map<number, Batch>>;
  points: RecoveryPoint[];
}

export function newReplica(): Replica {
  return { lastDrain: 0, staged: new Map(), points: [] };
}

/** Keeps a batch until its drain is closed. Taking the same batch twice, or one of a drain that is done, changes nothing. */
export function stage(replica: Replica, batch: Batch): void {
  if (batch.drain <= replica.lastDrain) return;
  let drain = replica.staged.get(batch.drain);
  if (!drain) {
    drain = new Map();
    replica.staged.set(batch.drain, drain);
  }
  drain.set(batch.batch, batch);
}

/** The batches of the drain that `marker` closes, in order; undefined while one is missing. */
export function complete(replica: Replica, marker: Marker): readonly Batch[] | undefined {
  const drain = replica.staged.get(marker.drain);
  if (marker.batches === 0) return [];
  if (!drain || drain.size !== marker.batches) return undefined;
  return [...drain.values()].sort((a, b) => a.batch - b.batch);
}

/** Closes a drain: its batches are applied, and `point` can be recovered to. Points made before `keepFromMs` go, but one stays. */
export function close(replica: Replica, point: RecoveryPoint, keepFromMs: number): void {
  replica.staged.delete(point.drain);
  replica.lastDrain = point.drain;
  replica.points.push(point);
  let expired = 0;
  while (
    expired < replica.points.length - 1 &&
    (replica.points[expired] as RecoveryPoint).takenAtMs < keepFromMs
  ) {
    expired += 1;
  }
  if (expired > 0) replica.points.splice(0, expired);
}
