import type { Process } from '../../../kernel';
import { type Message, Refusal } from '../../../network';
import { asrRefusal, PORT, type StartPair } from '../../../wire';
import type { ProtectedItem } from '../model';
import type { Vault } from '../vault';
import type { TaskContext } from './task';

/** Starts the replication of the site's copy to Azure. */
export function* startForward(
  vault: Vault,
  item: ProtectedItem,
  pair: string,
  kept: boolean,
  through?: string,
): Process {
  const policy = vault.policyOf(item.container);
  const { endpoint } = vault.replicas;
  const start: StartPair = {
    kind: 'cs.start-pair',
    machine: item.name,
    copy: 'on-premises',
    pair,
    processServer: through ?? null,
    target: { address: endpoint.address, port: PORT.control },
    drainEveryMs: policy.crashConsistentEveryMs,
    applicationEveryMs: policy.applicationConsistentEveryMs,
    group: policy.multiVm ? item.container : null,
    vm: item.siteVm ?? null,
  };
  yield* vault.askConfigurationServer(start);
  item.keptVm = kept;
  vault.beginPair(item, {
    id: pair,
    target: 'azure',
    rpoThresholdMs: policy.rpoThresholdMs,
    applicationEveryMs: policy.applicationConsistentEveryMs,
    masterTarget: null,
    processServer: through ?? null,
    start,
  });
  vault.setState(item, item.state === 'enabling' ? 'enabling' : 'reprotecting-to-azure');
}

/** Ends the item's pair, and tells the configuration server if it can be reached. */
export function* stopPairIfReachable({ vault, item }: TaskContext): Process {
  const pair = pairOf(item);
  vault.endPair(item);
  try {
    yield* vault.askConfigurationServer({ kind: 'cs.stop-pair', machine: item.name, pair } as Message);
  } catch (error) {
    // A site that is down does not keep its machines from failing over.
    if (!(error instanceof Refusal)) throw error;
    vault.event('SIM-PAIR-NOT-STOPPED', item.name, error.message, 'Warning');
  }
}

/** The name of the item's pair to Azure in its `round`. */
export function forwardPair(item: ProtectedItem, round: number): string {
  return `${item.name}/to-azure-${round}`;
}

/** The pair of a machine that is protected anew; a name that was used before is not used again. */
export function firstPair({ kernel }: Vault, item: ProtectedItem): string {
  const before = kernel.count(`protection ${item.name}`) > 1;
  return forwardPair(item, before ? kernel.count(`pair ${item.name}`) + 1 : 1);
}

/** The item's present pair, or the one that its points came by. */
export function pairOf(item: ProtectedItem): string {
  return item.pair?.id ?? item.points.at(-1)?.id.replace(/\/\d+$/, '') ?? '';
}

export function noPair(item: ProtectedItem): never {
  throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
}
