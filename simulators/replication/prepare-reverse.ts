import type { Process } from '../kernel';
import { type Message, Refusal } from '../network';
import { asrRefusal, type PreparedReverse, type PrepareReverse, type VimVmFacts } from '../wire';
import type { CsCore } from './cs-core';
import type { MachineRecord } from './cs-database';

/** The name of the VM that a machine gets where its own is gone. */
export function newVmOf(machine: string): string {
  return `${machine}-failback`;
}

/** Makes the site ready to receive: the VM off and its disks attached to the master target, or a new VM for it.
 *  Errors: SIM-OUT-OF-ORDER – it was asked before the machine was released; SIM-NO-MASTER-TARGET, SIM-UNREACHABLE, SIM-VM-NOT-DISCOVERED, SIM-SNAPSHOT; what vSphere or the master target refuses. */
export function* prepareReverse(cs: CsCore, message: PrepareReverse): Process<PreparedReverse> {
  const record = cs.record(message.machine);
  if (message.askedAtMs <= (record.releasedAtMs ?? -1))
    throw asrRefusal(
      'SIM-OUT-OF-ORDER',
      [message.machine, message.pair],
      `${message.machine} was released meanwhile.`,
    );
  const masterTarget = cs.masterTarget(message.masterTarget);
  const holder = (yield* cs.vsphere.facts(masterTarget.vm))?.vm;
  if (!holder) throw asrRefusal('SIM-NO-MASTER-TARGET', [message.masterTarget], `(VM ${masterTarget.vm})`);
  const { vm, kept } = yield* receiver(cs, record, message, holder);
  yield* freeDisks(cs, vm);
  if (vm.attachedTo !== masterTarget.vm)
    yield* cs.vsphere.call('ReconfigVM_Task', { vm: masterTarget.vm, attachDisksOf: vm.name });
  const attach = {
    kind: 'mt.attach',
    askedAtMs: cs.kernel.now,
    pair: message.pair,
    machine: message.machine,
    vm: vm.name,
    host: holder.hostAddress,
    disks: vm.disks.length,
    retentionMs: message.retentionMs,
  };
  yield* cs.ask(masterTarget.address, attach as Message);
  return { vm: vm.name, kept };
}

/** The VM that receives the failback: the machine's own, if it is still there, or one that is made beside the master target's. */
function* receiver(
  cs: CsCore,
  record: MachineRecord,
  message: PrepareReverse,
  holder: VimVmFacts,
): Process<{ vm: VimVmFacts; kept: boolean }> {
  const made = newVmOf(message.machine);
  const seen = yield* cs.look(record.vm);
  let vm = seen.facts?.vm;
  // A VM that cannot be seen now is not gone.
  if (!vm && seen.silent.length > 0) throw asrRefusal('SIM-UNREACHABLE', seen.silent);
  if (!vm && seen.refusals[0]) throw new Refusal(seen.refusals[0], seen.refusals);
  record.receiving = message.masterTarget;
  const kept = vm !== undefined && record.vm !== made;
  if (!vm) {
    vm = (yield* cs.vsphere.facts(made))?.vm;
    // From here on a VM of that name is ours.
    const instead = record.vm;
    record.vm = made;
    if (!vm) {
      const spec = {
        name: made,
        machine: message.machine,
        host: holder.host,
        datastore: message.datastore ?? '',
        disks: message.disks,
      };
      record.made ??= { vm: made, host: spec.host, datastore: spec.datastore, instead };
      yield* cs.vsphere.call('CreateVM_Task', spec);
      vm = (yield* cs.vsphere.facts(made))?.vm;
    }
    if (!vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [made]);
  }
  record.cameHomeAtMs = undefined;
  return { vm, kept };
}

/** Nothing else may write to the disks that are to receive: the VM loses its snapshots and is switched off. */
function* freeDisks(cs: CsCore, vm: VimVmFacts): Process {
  if (vm.snapshots.length > 0 && cs.options.rules.vmSnapshots === 'block')
    throw asrRefusal('SIM-SNAPSHOT', [vm.name, ...vm.snapshots]);
  for (const name of vm.snapshots) yield* cs.vsphere.call('RemoveSnapshot_Task', { vm: vm.name, name });
  if (vm.power === 'poweredOn') yield* cs.vsphere.call('PowerOffVM_Task', { vm: vm.name });
}
