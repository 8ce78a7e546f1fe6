import type { Fields } from '../kernel';
import { extentsIn } from '../storage';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';
import type { Copies } from './copies';

/** Each recovery point holds what the source's disks held when it was taken. After a failover or failback at recovery point p, each disk
 *  equals the source's as of p; and where the source was shut down and the latest point chosen, nothing acknowledged is missing. */
export class NoLostWrite implements Checker {
  readonly name = 'no-lost-write';
  readonly kinds = ['point.made', 'point.recovered', 'test.recovered', 'guest.running'];
  private readonly evidence = new Evidence();
  private readonly copies: Copies;

  constructor(copies: Copies) {
    this.copies = copies;
  }

  see(time: number, kind: string, subject: string, fields: Fields): void {
    if (kind === 'point.made') this.made(time, subject, fields);
    else if (kind === 'point.recovered') this.recovered(time, subject, fields);
    else if (kind === 'test.recovered') this.tested(time, subject, fields);
    else this.running(time, subject, fields);
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }

  private made(time: number, machine: string, fields: Fields): void {
    const { pair, drain, point, checksums } = fieldsOf('point.made', fields);
    // Of a pair that is not the newest nothing is known any more.
    const source = this.copies.atDrain(machine, pair, drain);
    if (source?.some((disk, at) => disk.checksum() !== checksums[at]))
      this.evidence.breach(time, `${point} of ${machine} is not what its disks held when it was taken`);
  }

  private recovered(time: number, machine: string, fields: Fields): void {
    const { copy, pair, drain, point, wanted, sourceStopped } = fieldsOf('point.recovered', fields);
    const views = this.copies.atDrain(machine, pair, drain);
    if (!views) {
      this.evidence.breach(time, `${machine} was recovered to ${point}, but no agent ever took that drain`);
      return;
    }
    if (wanted === 'latest' && sourceStopped) {
      const source = this.copies.of(machine, copy === 'azure' ? 'on-premises' : 'azure');
      const lost = source.reduce((sum, disk, at) => {
        const recovered = views[at];
        return recovered ? sum + extentsIn(disk.changesSince(recovered)) : sum;
      }, 0);
      if (lost > 0)
        this.evidence.breach(
          time,
          `${machine} at ${point}: ${lost} extents written before the shutdown are missing`,
        );
    }
    this.copies.replace(machine, copy, views);
  }

  /** A test VM is a machine of its own, which begins with what the point held. */
  private tested(time: number, subject: string, fields: Fields): void {
    const { machine, pair, drain, point } = fieldsOf('test.recovered', fields);
    const views = this.copies.atDrain(machine, pair, drain);
    if (views) this.copies.replace(subject, 'azure', views);
    else this.evidence.breach(time, `${subject} was made from ${point}, but no agent ever took that drain`);
  }

  private running(time: number, machine: string, fields: Fields): void {
    const { copy, checksums } = fieldsOf('guest.running', fields);
    const present = this.copies.of(machine, copy);
    for (let disk = 0; disk < Math.max(checksums.length, present.length); disk += 1) {
      const expected = present[disk]?.checksum() ?? 0;
      const checksum = checksums[disk] ?? 'none';
      if (checksum !== expected)
        this.evidence.breach(
          time,
          `disk ${disk} of ${machine} (${copy}) has checksum ${checksum}, its writes give ${expected}`,
        );
    }
  }
}
