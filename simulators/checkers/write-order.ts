import type { Fields } from '../kernel';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

interface GroupPoint {
  readonly name: string;
  /** The first member that wrote after its own share was taken. */
  wroteSince: string | undefined;
  /** That member, once another's share was taken after it. */
  brokenBy: string | undefined;
}

/** A recovered state is a prefix of the acknowledged writes: points of a pair never go back in the order of writes, and the
 *  machines of a multi-VM group that are recovered to a common point were caught with no write in between. What is called
 *  application-consistent holds no half of a transaction. */
export class WriteOrder implements Checker {
  readonly name = 'write-order';
  readonly kinds = ['guest.write', 'guest.stopped', 'agent.drained', 'point.made', 'point.recovered'];
  private readonly evidence = new Evidence();
  /** By pair: when its points were taken, and with which write each ends; in the order in which they were taken. */
  private readonly ends = new Map<string, { readonly takenAtMs: number; readonly seq: number }[]>();
  private readonly points = new Map<string, GroupPoint>();
  private readonly pointOfDrain = new Map<string, GroupPoint>();
  /** The newest point that a machine has a share in. */
  private readonly pointOfMember = new Map<string, GroupPoint>();
  /** By machine and copy: writes of its present transaction that are still to come. */
  private readonly open = new Map<string, number>();
  private readonly consistencyOf = new Map<string, string>();

  see(time: number, kind: string, machine: string, fields: Fields): void {
    if (kind === 'guest.write') this.wrote(machine, fields);
    else if (kind === 'guest.stopped') this.open.delete(`${machine} ${fieldsOf(kind, fields).copy}`);
    else if (kind === 'agent.drained') this.drained(time, machine, fields);
    else if (kind === 'point.made') this.made(time, machine, fields);
    else this.recovered(time, machine, fields);
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }

  private wrote(machine: string, fields: Fields): void {
    const { copy, open } = fieldsOf('guest.write', fields);
    this.open.set(`${machine} ${copy}`, open);
    const point = this.pointOfMember.get(machine);
    if (point) point.wroteSince ??= machine;
  }

  private drained(time: number, machine: string, fields: Fields): void {
    const { group, pair, drain, copy, consistency } = fieldsOf('agent.drained', fields);
    this.consistencyOf.set(`${pair} ${drain}`, consistency);
    const open = this.open.get(`${machine} ${copy}`) ?? 0;
    if (consistency === 'application' && open > 0) {
      this.evidence.breach(
        time,
        `drain ${drain} of ${machine} is called application-consistent, but ${open} writes of a transaction are missing`,
      );
    }
    if (group === null) return;
    const point = this.points.get(group) ?? { name: group, wroteSince: undefined, brokenBy: undefined };
    this.points.set(group, point);
    point.brokenBy = point.wroteSince;
    this.pointOfMember.set(machine, point);
    this.pointOfDrain.set(`${pair} ${drain}`, point);
  }

  private made(time: number, machine: string, fields: Fields): void {
    const { pair, seq, point, drain, takenAtMs } = fieldsOf('point.made', fields);
    const ends = this.ends.get(pair) ?? [];
    this.ends.set(pair, ends);
    // One that nobody could be told of at once may become known after a later one.
    const at = ends.findLastIndex((other) => other.takenAtMs <= takenAtMs) + 1;
    const [before, after] = [ends[at - 1]?.seq ?? 0, ends[at]?.seq ?? seq];
    ends.splice(at, 0, { takenAtMs, seq });
    if (seq < before)
      this.evidence.breach(
        time,
        `point ${point} of ${machine} ends at write ${seq}, an earlier one at ${before}`,
      );
    if (seq > after)
      this.evidence.breach(
        time,
        `point ${point} of ${machine} ends at write ${seq}, a later one at ${after}`,
      );
    const group = this.pointOfDrain.get(`${pair} ${drain}`);
    if (group?.brokenBy !== undefined)
      this.evidence.breach(
        time,
        `${point} of ${machine} is offered as the group point ${group.name}, in which ${group.brokenBy} had gone on writing`,
      );
  }

  private recovered(time: number, machine: string, fields: Fields): void {
    const { pair, drain, point, wanted } = fieldsOf('point.recovered', fields);
    const group = this.pointOfDrain.get(`${pair} ${drain}`);
    if (wanted.endsWith('-application') && this.consistencyOf.get(`${pair} ${drain}`) !== 'application')
      this.evidence.breach(
        time,
        `${machine} was to be recovered application-consistently, but ${point} is not`,
      );
    if (!group && wanted.startsWith('latest-group'))
      this.evidence.breach(time, `${machine} was to be recovered to a group point, but ${point} is none`);
    if (group?.brokenBy !== undefined)
      this.evidence.breach(
        time,
        `${machine} was recovered to ${point} of the group point ${group.name}, in which ${group.brokenBy} had gone on writing`,
      );
  }
}
