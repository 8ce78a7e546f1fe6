import { type SystemState, systemState } from '../../../guest';
import { ExtentMap } from '../../../storage';
import { asrRefusal, type Copy, note, type WantedPoint } from '../../../wire';
import type { FailoverInput, PointFacts } from '../model';
import { pairOf } from './pairs';
import type { TaskContext } from './task';

const WANTED: readonly WantedPoint[] = [
  'latest',
  'latest-application',
  'latest-group',
  'latest-group-application',
];

/** The recovery point that the request names. Errors: SIM-NO-RECOVERY-POINT. */
export function choosePoint(context: TaskContext, points: readonly PointFacts[]): PointFacts {
  const { item } = context;
  const { point: wanted } = failoverInput(context);
  const found = candidates(context, points).at(-1);
  if (!found) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name, wanted], `(${wanted})`);
  return found;
}

/** The points that the request would take, oldest first. */
function candidates(context: TaskContext, points: readonly PointFacts[]): readonly PointFacts[] {
  const { vault, item } = context;
  const { point: wanted, groupPoint } = failoverInput(context);
  if (groupPoint !== undefined) return points.filter(({ group }) => group === groupPoint);
  switch (wanted) {
    case 'latest':
      return points;
    case 'latest-application':
      return points.filter(({ consistency }) => consistency === 'application');
    case 'latest-group':
      return vault.groupPoints(item, points);
    case 'latest-group-application':
      return vault.groupPoints(item, points).filter(({ consistency }) => consistency === 'application');
    default:
      return points.filter(({ id }) => id === wanted);
  }
}

/** Leaves the point for the tasks to come. */
export function keepPoint({ job }: TaskContext, point: PointFacts): void {
  job.data.point = point.id;
  job.data.drain = point.drain;
}

/** What a virtual machine in Azure is made of, at the point that was kept. Errors: SIM-NO-RECOVERY-POINT – it is gone. */
export function madeOfPoint({ vault, job, item }: TaskContext): {
  readonly disks: readonly { readonly sizeBytes: number; readonly view: ExtentMap }[];
  readonly system: SystemState;
} {
  const pair = pairOf(item);
  const id = String(job.data.point);
  const point = vault.replicas.points(pair).find((candidate) => candidate.id === id);
  if (!point) throw asrRefusal('SIM-NO-RECOVERY-POINT', [id]);
  const disks = vault.replicas
    .sizes(pair)
    .map((sizeBytes, index) => ({ sizeBytes, view: point.views[index] ?? ExtentMap.empty }));
  return { disks, system: systemState(point.system) };
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
    wanted: WANTED.find((each) => each === point) ?? 'chosen',
    sourceStopped: shutDown,
  });
}

export function failoverInput({ job }: TaskContext): FailoverInput {
  return job.input as FailoverInput;
}
