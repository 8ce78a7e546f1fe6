import type { SystemState } from '../guest';
import type { Disk } from '../storage';

/** A snapshot of a VM: what its disks held then, and where it stands in the tree. */
export interface Snapshot {
  /** The managed object's id. */
  readonly id: string;
  /** The number that users see, from 1 on each VM. */
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly createdAtMs: number;
  readonly power: 'poweredOn' | 'poweredOff';
  readonly quiesced: boolean;
  readonly memory: boolean;
  /** Id of the snapshot that it was made on. */
  parent: string | undefined;
  readonly disks: readonly ReturnType<Disk['view']>[];
  readonly system: SystemState | undefined;
}

/** The snapshots of a VM, as a tree. Shape: `all` in the order they were made; each stands on `parent`, if that is still there.
 *  `current` is what the disks of the VM stand on; a new snapshot is made on it. */
export class SnapshotTree {
  private snapshots: readonly Snapshot[] = [];
  private at: string | undefined;
  private last = 0;
  private readonly changed: () => void;
  private readonly came: (id: string) => void;
  private readonly went: (id: string) => void;

  /** `changed` is called with each change, `came` with each snapshot that is made, `went` with each that is removed. */
  constructor(changed: () => void, came: (id: string) => void, went: (id: string) => void) {
    this.changed = changed;
    this.came = came;
    this.went = went;
  }

  get all(): readonly Snapshot[] {
    return this.snapshots;
  }

  get current(): string | undefined {
    return this.at;
  }

  get names(): string[] {
    return this.snapshots.map(({ name }) => name);
  }

  find(id: string): Snapshot | undefined {
    return this.snapshots.find((snapshot) => snapshot.id === id);
  }

  childrenOf(id: string | undefined): readonly Snapshot[] {
    return this.snapshots.filter(({ parent }) => parent === id);
  }

  add(made: Omit<Snapshot, 'number' | 'parent'>): void {
    this.last += 1;
    this.snapshots = [...this.snapshots, { ...made, number: this.last, parent: this.at }];
    this.at = made.id;
    this.came(made.id);
    this.changed();
  }

  /** Takes snapshots out; what stood on one then stands on what that stood on. */
  remove(ids: ReadonlySet<string>): void {
    const survivor = (id: string | undefined): string | undefined => {
      let at = id;
      while (at !== undefined && ids.has(at)) at = this.find(at)?.parent;
      return at;
    };
    const left = this.snapshots.filter(({ id }) => !ids.has(id));
    for (const snapshot of left) snapshot.parent = survivor(snapshot.parent);
    this.at = survivor(this.at);
    this.snapshots = left;
    for (const id of ids) this.went(id);
    this.changed();
  }

  /** A snapshot and all that stands on it, at any depth. */
  withChildren(id: string): ReadonlySet<string> {
    const found = new Set([id]);
    for (const snapshot of this.snapshots)
      if (snapshot.parent !== undefined && found.has(snapshot.parent)) found.add(snapshot.id);
    return found;
  }

  rename(id: string, name: string | undefined, description: string | undefined): void {
    this.snapshots = this.snapshots.map((each) =>
      each.id === id
        ? { ...each, name: name ?? each.name, description: description ?? each.description }
        : each,
    );
    this.changed();
  }

  revertTo(id: string): void {
    this.at = id;
    this.changed();
  }
}
