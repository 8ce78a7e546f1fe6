import { asrRefusal, type Copy, note } from '../../../wire';
import type { FailoverInput, PointFacts } from '../model';
import type { TaskContext } from './task';

/** The recovery point that the request names. Errors: SIM-NO-RECOVERY-POINT. */
export function choosePoint(context: TaskContext, points: readonly PointFacts[]): PointFacts {
  const { vault, item } = context;
  const { point: wanted } = failoverInput(context);
  const found =
    wanted === 'latest'
      ? points.at(-1)
      : wanted === 'latest-group'
        ? vault.latestGroupPoint(item, points)
        : points.find((candidate) => candidate.id === wanted);
  if (!found) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name, wanted], `(${wanted})`);
  return found;
}

/** Leaves the point for the tasks to come. */
export function keepPoint({ job }: TaskContext, point: PointFacts): void {
  job.data.point = point.id;
  job.data.drain = point.drain;
}

/** Notes, once, to which point the copy goes back. */
export function noteRecovered(context: TaskContext, copy: Copy): void {
  const { vault, job, item } = context;
  const { point, shutDown } = failoverInput(context);
  if (job.data.recovered) return;
  job.data.recovered = true;
  note(vault.kernel, 'point.recovered', item.name, {
    copy,
    point: String(job.data.point),
    pair: String(job.data.point).slice(0, String(job.data.point).lastIndexOf('/')),
    drain: Number(job.data.drain),
    wanted: point === 'latest' || point === 'latest-group' ? point : 'chosen',
    sourceStopped: shutDown,
  });
}

export function failoverInput({ job }: TaskContext): FailoverInput {
  return job.input as FailoverInput;
}
