import type { Process } from '../../../kernel';
import type { Message } from '../../../network';
import type { PreparedReverse, StartPair } from '../../../wire';
import type { ReverseChoices } from '../model';
import type { TaskContext } from './task';

/** Makes the site ready to receive `pair`, moves the machine into `container`, and starts the replication of the Azure copy into it. */
export function* startReverse(
  { vault, item }: TaskContext,
  { pair, container, choices }: { pair: string; container: string; choices: ReverseChoices },
): Process {
  const disks = vault.cloud.find(item.azureVm ?? '').disks.map(({ sizeBytes }) => ({ sizeBytes }));
  const policy = vault.policyOf(container);
  const prepare = {
    kind: 'cs.prepare-reverse',
    askedAtMs: vault.kernel.now,
    ...choices,
    machine: item.name,
    pair,
    disks,
    retentionMs: policy.recoveryPointHistoryMs,
  } as Message;
  const { kept, vm } = yield* vault.askConfigurationServer<PreparedReverse>(prepare);
  const start: StartPair = {
    kind: 'cs.start-pair',
    machine: item.name,
    copy: 'azure',
    pair,
    processServer: choices.processServer,
    target: { masterTarget: choices.masterTarget },
    drainEveryMs: policy.crashConsistentEveryMs,
    applicationEveryMs: policy.applicationConsistentEveryMs,
    group: policy.multiVm ? container : null,
    vm,
  };
  yield* vault.askConfigurationServer(start);
  item.siteVm = vm;
  item.keptVm = kept;
  item.reverse = choices;
  vault.beginPair(item, {
    id: pair,
    target: 'on-premises',
    rpoThresholdMs: policy.rpoThresholdMs,
    applicationEveryMs: policy.applicationConsistentEveryMs,
    masterTarget: choices.masterTarget,
    processServer: choices.processServer,
    start,
  });
  item.container = container;
  vault.setState(item, 'reprotecting');
}
