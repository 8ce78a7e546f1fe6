import type { Process } from '../../../kernel';
import { type Message, Refusal } from '../../../network';
import { asrCause, asrRefusal } from '../../../wire';
import type { PointFacts } from '../model';
import { noPair, pairOf } from './pairs';
import { SHUTDOWN_TIMEOUT_MS, type TaskContext } from './task';

type Subject = Pick<TaskContext, 'vault' | 'item'>;

/** Looks, while the Azure copy still runs, at everything that would make the failback fail. With `wayNeeded` the last changes are
 *  still to arrive. Errors: all causes at once. */
export function* checkFailback({ vault, item }: Subject, wayNeeded: boolean): Process {
  const { id: pair, masterTarget, processServer } = item.pair ?? noPair(item);
  if (item.points.length === 0) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
  const about = { machine: item.name, pair, masterTarget, processServer, wayNeeded };
  yield* vault.askConfigurationServer({ kind: 'cs.failback-preflight', ...about } as Message);
}

/** Shuts the Azure copy down, with its last changes sent; from now on a point that is older than this is not the latest. */
export function* shutDownAzureVm({ vault, item }: Subject): Process {
  const name = item.azureVm ?? '';
  if (item.pair && vault.cloud.vms.get(name)?.guest.up) item.pair.shutDownAtMs = vault.kernel.now;
  yield* vault.cloud.shutDown(name, SHUTDOWN_TIMEOUT_MS);
}

/** Waits until the site has everything, and gives the newest point there. Where that does not come about, whatever stands in the
 *  way by then is named: what was lost on the way comes by a comparison only, and that needs the Azure copy. So do last changes that its agent did
 *  not send, because it was not to replicate when it was shut down. */
export function* syncLatest({ vault, item }: Subject, wayNeeded: boolean): Process<PointFacts> {
  const off = asrCause('78093', [item.name], `(${item.name})`);
  const message = { kind: 'cs.sync-latest', machine: item.name, pair: pairOf(item), wayNeeded } as Message;
  try {
    const latest = yield* vault.askConfigurationServer<PointFacts | null>(message);
    if (!latest) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
    if (wayNeeded && latest.takenAtMs < (item.pair?.shutDownAtMs ?? 0)) throw new Refusal(off);
    return latest;
  } catch (error) {
    if (error instanceof Refusal) yield* checkFailback({ vault, item }, wayNeeded);
    const source = vault.cloud.vms.get(item.azureVm ?? '');
    if (!(error instanceof Refusal && error.code === 'SIM-RESYNC-REQUIRED') || source?.guest.up) throw error;
    throw new Refusal(off, [off, ...error.causes]);
  }
}
