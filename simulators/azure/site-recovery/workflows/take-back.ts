import type { Process } from '../../../kernel';
import type { ItemBefore, ProtectedItem } from '../model';
import { forget, release } from '../removal';
import type { Vault } from '../vault';
import type { TaskContext } from './task';

/** Takes a protection back that was not finished: the item is gone again. */
export function* takeBackProtection({ vault, item }: TaskContext): Process {
  yield* release(vault, item);
  forget(vault, item, 'cancelled');
}

/** Takes a reprotection back, either way: the site lets go of it, and the item stands as before. A VM on the site that was switched
 *  off, and snapshots that were merged, stay so; an Azure VM that the commit deleted is not made again. */
export function* takeBackReprotection({ vault, job, item }: TaskContext): Process {
  const { before } = job;
  yield* release(vault, item);
  vault.endPair(item);
  if (!before) return;
  const failedOver = before.state === 'failed-over' || before.state === 'failover-committed';
  // The replicas of the way to Azure are kept until the next ones are made: their points can be recovered to again.
  if (failedOver) item.points = vault.replicas.newestPoints(item.name);
  else {
    vault.replicas.remove(item.name);
    item.points = [];
  }
  const state = stateBefore(vault, item, before);
  const { container, siteVm, keptVm, homeVm } = before;
  item.container = container;
  item.siteVm = siteVm;
  item.keptVm = keptVm;
  if (state === before.state) item.homeVm = homeVm;
  if (item.state !== state) vault.setState(item, state);
}

function stateBefore(
  { rules }: Vault,
  { state: now }: ProtectedItem,
  { state }: ItemBefore,
): ItemBefore['state'] {
  const final = state === 'failed-back' && now !== state && rules.azureVmAtCommit === 'deleted';
  return final ? 'failback-committed' : state;
}
