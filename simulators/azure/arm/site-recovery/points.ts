import { itemFacts, type PointFacts, type ProtectedItem } from '../../site-recovery';
import type { Arm } from '../arm';
import { notFound } from '../arm-error';
import { ok, type Route, type Run } from '../call';
import { page } from '../paging';
import { itemOf } from './find';
import { ITEM } from './paths';

/** The id of a recovery point as a segment of a path. */
function nameOf({ id }: PointFacts): string {
  return id.replaceAll('/', '~');
}

/** The ARM id of a recovery point. */
export function pointId(arm: Arm, item: ProtectedItem, id: string): string {
  return `${arm.itemId(item)}/recoveryPoints/${id.replaceAll('/', '~')}`;
}

/** The id of the item's recovery point that is called so; what nobody knows is handed on, and refused where it matters. */
export function pointNamed(item: ProtectedItem, wanted: string): string {
  return item.points.find((point) => nameOf(point) === wanted)?.id ?? wanted;
}

const list: Run = (call, arm) => {
  const item = itemOf(call, arm);
  arm.polled();
  return page(call, arm, item.points, (point) => json(arm, item, point));
};

const get: Run = (call, arm) => {
  const item = itemOf(call, arm);
  const { recoveryPointName = '' } = call.params;
  const point = item.points.find((each) => nameOf(each) === recoveryPointName);
  if (!point) throw notFound('recovery point', recoveryPointName);
  return ok(json(arm, item, point));
};

function json(arm: Arm, item: ProtectedItem, point: PointFacts): object {
  const { provider } = itemFacts(item.state, arm.vault.rules);
  return {
    id: pointId(arm, item, point.id),
    name: nameOf(point),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/recoveryPoints',
    properties: {
      recoveryPointTime: arm.at(point.takenAtMs),
      recoveryPointType: point.consistency === 'application' ? 'ApplicationConsistent' : 'CrashConsistent',
      providerSpecificDetails: {
        instanceType: provider,
        isMultiVmSyncPoint: point.group === null ? 'No' : 'Yes',
      },
    },
  };
}

export const pointRoutes: readonly Route[] = [
  {
    operation: 'RecoveryPoints_ListByReplicationProtectedItems',
    method: 'GET',
    path: `${ITEM}/recoveryPoints`,
    support: 'simulated',
    run: list,
  },
  {
    operation: 'RecoveryPoints_Get',
    method: 'GET',
    path: `${ITEM}/recoveryPoints/{recoveryPointName}`,
    support: 'simulated',
    run: get,
  },
];
