import type { Process } from '../../../kernel';
import { type Message, Refusal } from '../../../network';
import { asrCause, asrRefusal } from '../../../wire';
import type { PointFacts } from '../model';
import { noPair, pairOf } from './pairs';
import type { TaskContext } from './task';

type Subject = Pick<TaskContext, 'vault' | 'item'>;

/** Looks, while the Azure copy still runs, at everything that would make the failback fail. With `wayNeeded` the last changes are
 *  still to arrive. Errors: all causes at once. */
export function* checkFailback({ vault, item }: Subject, wayNeeded: boolean): Process {
  const { id: pair, masterTarget, processServer } = item.pair ?? noPair(item);
  if (item.points.length === 0) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
  const about = { machine: item.name, pair, masterTarget, processServer, wayNeeded };
  yield* vault.askConfigurationServer({ kind: 'cs.failback-preflight', ...about } as Message);
}

/** Waits until the site has everything, and gives the newest point there. Where that does not come about, whatever stands in the
 *  way by then is named: what was lost on the way comes by a comparison only, and that needs the Azure copy. */
export function* syncLatest({ vault, item }: Subject, wayNeeded: boolean): Process<PointFacts> {
  const message = { kind: 'cs.sync-latest', machine: item.name, pair: pairOf(item), wayNeeded } as Message;
  try {
    const latest = yield* vault.askConfigurationServer<PointFacts | null>(message);
    if (!latest) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
    return latest;
  } catch (error) {
    if (error instanceof Refusal) yield* checkFailback({ vault, item }, wayNeeded);
    const source = vault.cloud.vms.get(item.azureVm ?? '');
    if (!(error instanceof Refusal && error.code === 'SIM-RESYNC-REQUIRED') || source?.guest.up) throw error;
    const off = asrCause('78093', [item.name], `(${item.name})`);
    throw new Refusal(off, [off, ...error.causes]);
  }
}
