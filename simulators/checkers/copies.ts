import type { Fields } from '../kernel';
import { Contents, type ExtentMap } from '../storage';
import type { Copy } from '../wire';
import { fieldsOf } from './checker';

/** What a copy's disks held at each drain of its newest pair. */
interface Drains {
  readonly pair: string;
  readonly views: Map<number, readonly ExtentMap[]>;
}

/** What every disk of every copy must hold, by the guests' acknowledged writes alone. It shares nothing with the pipeline.
 *  Shape: fold the journal through `see`; views are immutable, so keeping one is free. */
export class Copies {
  readonly kinds = ['disk.created', 'guest.write', 'agent.drained'];
  private readonly contents = new Map<string, Contents[]>();
  private readonly drains = new Map<string, Drains>();

  see(kind: string, machine: string, fields: Fields): void {
    switch (kind) {
      case 'disk.created': {
        const { copy, disk, extents, seq } = fieldsOf(kind, fields);
        this.write(machine, copy, disk, 0, extents, seq);
        break;
      }
      case 'guest.write': {
        const { copy, disk, start, count, seq } = fieldsOf(kind, fields);
        this.write(machine, copy, disk, start, count, seq);
        break;
      }
      case 'agent.drained': {
        const { copy, pair, drain } = fieldsOf(kind, fields);
        let drains = this.drains.get(`${machine} ${copy}`);
        // Nothing goes back to a pair once another one is in use in the same direction.
        if (drains?.pair !== pair) {
          drains = { pair, views: new Map() };
          this.drains.set(`${machine} ${copy}`, drains);
        }
        drains.views.set(drain, this.of(machine, copy));
        break;
      }
      default:
    }
  }

  /** The present contents of a copy's disks. */
  of(machine: string, copy: Copy): readonly ExtentMap[] {
    return (this.contents.get(`${machine} ${copy}`) ?? []).map((disk) => disk.view());
  }

  /** The contents of the source at the instant of a drain; undefined if there was no such drain. */
  atDrain(machine: string, pair: string, drain: number): readonly ExtentMap[] | undefined {
    for (const copy of ['on-premises', 'azure'] as const) {
      const drains = this.drains.get(`${machine} ${copy}`);
      if (drains?.pair === pair) return drains.views.get(drain);
    }
    return undefined;
  }

  /** From here on the copy holds `views`. */
  replace(machine: string, copy: Copy, views: readonly ExtentMap[]): void {
    this.contents.set(
      `${machine} ${copy}`,
      views.map((view) => new Contents(view)),
    );
  }

  private write(machine: string, copy: Copy, disk: number, start: number, count: number, seq: number): void {
    const key = `${machine} ${copy}`;
    let disks = this.contents.get(key);
    if (!disks) {
      disks = [];
      this.contents.set(key, disks);
    }
    while (disks.length <= disk) disks.push(new Contents());
    (disks[disk] as Contents).write(start, count, seq);
  }
}
