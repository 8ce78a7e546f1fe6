import type { Estate } from '../../../simulators/estate';
import type { Guest } from '../../../simulators/guest';
import { EXTENT_BYTES } from '../../../simulators/storage';
import type { Copy, DiskReadings } from '../driver';
import type { DiskContents, Entry } from '../views';
import { vmOf } from './site';

/** Keeps what disks held at the instants that matter: when a copy stopped or came up, and when a recovery point was taken. */
export class DiskWatch implements DiskReadings {
  private estate: Estate | undefined;
  private readonly kept = new Map<string, readonly DiskContents[]>();

  /** From here on instants are kept. */
  begin(estate: Estate): void {
    this.estate = estate;
  }

  readonly observe: Entry = (_time, kind, machine, fields) => {
    if (!this.estate) return;
    const copy = fields.copy as Copy;
    if (kind === 'guest.stopped') this.kept.set(`stop ${machine} ${copy}`, this.of(machine, copy));
    else if (kind === 'guest.running') this.kept.set(`start ${machine} ${copy}`, this.of(machine, copy));
    else if (kind === 'agent.drained')
      this.kept.set(`point ${fields.pair}/${fields.drain}`, this.of(machine, copy));
  };

  of(machine: string, copy: Copy): readonly DiskContents[] {
    const estate = this.estate as Estate;
    const disks =
      copy === 'azure'
        ? estate.cloud.vms.get(machine)?.disks
        : (vmOf(estate, machine)?.disks ?? estate.physical.get(machine)?.guest.disks);
    return (disks ?? []).map((disk) => disk.view());
  }

  write(machine: string, copy: Copy, bytes: number): void {
    this.guest(machine, copy).write(0, 0, bytes / EXTENT_BYTES);
  }

  keepWriting(machine: string, copy: Copy, everyMs: number, forMs: number): void {
    const writesMax = Math.ceil(forMs / everyMs);
    this.guest(machine, copy).alsoRun({ everyMs, extentsPerWrite: 1, regionExtents: 1_000, writesMax });
  }

  atPoint(point: string): readonly DiskContents[] {
    return this.find(`point ${point}`);
  }

  atStop(machine: string, copy: Copy): readonly DiskContents[] {
    return this.find(`stop ${machine} ${copy}`);
  }

  atStart(machine: string, copy: Copy): readonly DiskContents[] {
    return this.find(`start ${machine} ${copy}`);
  }

  private guest(machine: string, copy: Copy): Guest {
    const estate = this.estate as Estate;
    const { guest } = (copy === 'azure' ? estate.cloud.find(machine) : vmOf(estate, machine)) ?? {};
    if (!guest?.up) throw new Error(`${machine} does not run there`);
    return guest;
  }

  private find(instant: string): readonly DiskContents[] {
    const kept = this.kept.get(instant);
    if (!kept) throw new Error(`nothing was kept for the instant: ${instant}`);
    return kept;
  }
}
