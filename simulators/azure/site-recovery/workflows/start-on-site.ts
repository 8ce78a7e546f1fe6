import type { Process } from '../../../kernel';
import type { Message } from '../../../network';
import { noPair } from './pairs';
import { noteRecovered } from './points';
import type { TaskContext } from './task';

/** Brings the disks on the site to the recovery point that was chosen. */
export function* rollBack({ vault, job, item }: TaskContext): Process<undefined> {
  const { id: pair, masterTarget } = item.pair ?? noPair(item);
  const message = { kind: 'cs.roll-back', machine: item.name, pair, masterTarget, point: job.data.point };
  yield* vault.askConfigurationServer(message as Message);
  return undefined;
}

/** Ends the replication to the site, and starts the VM there. The Azure copy must be off by then: if somebody has started it since it was shut
 *  down, its power is cut (assumed: what it wrote since is behind the recovery point). */
export function* startOnSite(context: TaskContext): Process<undefined> {
  const { vault, item } = context;
  const azureVm = vault.cloud.vms.get(item.azureVm ?? '');
  const { id: pair, masterTarget } = item.pair ?? noPair(item);
  const about = { machine: item.name, pair, masterTarget };
  yield* vault.askConfigurationServer({ kind: 'cs.stop-pair', ...about } as Message);
  if (azureVm?.power === 'running') yield* vault.cloud.deallocate(azureVm.name);
  noteRecovered(context, 'on-premises');
  yield* vault.askConfigurationServer({ kind: 'cs.start-recovered', ...about } as Message);
  vault.endPair(item);
  item.recoveryPoint = String(context.job.data.point);
  vault.setState(item, 'failed-back');
  return undefined;
}
