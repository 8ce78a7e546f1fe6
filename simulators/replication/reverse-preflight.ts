import type { Cause } from '../network';
import { asrCause, type ReverseChoice, type Rules, type VimFacts } from '../wire';
import type { Database, MachineRecord, ServerRecord } from './cs-database';

/** What the check of a reprotection to the site can see. */
export interface PreflightView {
  readonly now: number;
  readonly rules: Rules;
  readonly database: Database;
  readonly choice: ReverseChoice;
  /** What vCenter (or the host) says of the machine's VM and of the host of the master target; undefined: it does not answer. */
  readonly facts: VimFacts | undefined;
  readonly masterTargetFacts: VimFacts | undefined;
}

/** No heartbeat for so long is critical. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** What reprotecting and failing back need. Source: VSPHERE.md §5.2 – documented. */
const PRIVILEGES_NEEDED = [
  'Datastore.Browse',
  'VirtualMachine.Config.AddExistingDisk',
  'VirtualMachine.Config.RemoveDisk',
  'VirtualMachine.Interact.PowerOff',
  'VirtualMachine.Interact.PowerOn',
];
const PRIVILEGES_FOR_NEW_VM = [
  'Datastore.AllocateSpace',
  'Network.Assign',
  'Resource.AssignVMToPool',
  'VirtualMachine.Inventory.Create',
];

/** Everything that stands against a reprotection to the site, in a stable order; none hides another. */
export function reversePreflight(view: PreflightView): readonly Cause[] {
  const record = view.database.machines.get(view.choice.machine);
  if (!record) return [asrCause('SIM-NOT-IN-DATABASE', [view.choice.machine])];
  return [...serverCauses(view, record), ...vsphereCauses(view, record)];
}

function serverCauses({ now, rules, database, choice }: PreflightView, record: MachineRecord): Cause[] {
  const causes: Cause[] = [];
  const processServer = database.servers.get(choice.processServer);
  const agentSeenAtMs = record.agents.azure?.seenAtMs ?? Number.NEGATIVE_INFINITY;
  // Neither the process server nor the machine was heard of: nothing gets through from the virtual network.
  if ((!processServer || silent(processServer, now)) && now - agentSeenAtMs > HEARTBEAT_MS_MAX)
    causes.push(asrCause('95226', [choice.machine]));
  if (processServer?.role !== 'process-server')
    causes.push(asrCause('SIM-NO-PROCESS-SERVER', [choice.processServer]));
  else if (silent(processServer, now)) causes.push(asrCause('806', [choice.processServer]));
  const masterTarget = database.servers.get(choice.masterTarget);
  const masterTargetRecord = database.masterTargets.get(choice.masterTarget);
  if (masterTarget?.role !== 'master-target' || !masterTargetRecord) {
    causes.push(asrCause('SIM-NO-MASTER-TARGET', [choice.masterTarget]));
  } else {
    if (silent(masterTarget, now)) causes.push(asrCause('78022', [choice.masterTarget]));
    if (
      rules.retentionDrive !== 'none' &&
      !masterTargetRecord.retentionDrives.includes(choice.retentionDrive)
    ) {
      causes.push(asrCause('SIM-RETENTION-DRIVE', [choice.masterTarget, choice.retentionDrive]));
    }
  }
  if (rules.provider === 'classic' && !database.accounts.has(choice.account)) {
    causes.push(asrCause('SIM-UNKNOWN', [choice.account], `(account ${choice.account})`));
  }
  return causes;
}

function vsphereCauses(view: PreflightView, record: MachineRecord): Cause[] {
  const { facts, masterTargetFacts, choice } = view;
  if (!facts || !masterTargetFacts)
    return [asrCause('SIM-NO-HOST', [choice.masterTarget], 'vCenter or the ESX host does not answer.')];
  const { host, datastores, privileges } = masterTargetFacts;
  if (!privileges.includes('System.View'))
    return [asrCause('SIM-VM-NOT-DISCOVERED', [view.database.vcenterAccount])];
  if (!host) return [asrCause('SIM-NO-HOST', [choice.masterTarget])];
  const causes: Cause[] = [];
  const { vm } = facts;
  if (!privileges.includes('Datastore.Browse')) {
    causes.push(asrCause('SIM-DATASTORES-NOT-DISCOVERED', [view.database.vcenterAccount]));
  } else if (vm) {
    const reachable = new Set(
      datastores.filter((datastore) => datastore.accessible).map((datastore) => datastore.name),
    );
    for (const name of vm.datastores) {
      if (!reachable.has(name)) causes.push(asrCause('8061', [host.name, name], `(${host.name}, ${name})`));
    }
  } else {
    const target = datastores.find((datastore) => datastore.name === choice.datastore);
    if (choice.datastore === undefined)
      causes.push(asrCause('SIM-CHOICE-MISSING', ['datastore'], '(datastore)'));
    else if (!target?.accessible)
      causes.push(asrCause('SIM-DATASTORE', [choice.datastore], `(${choice.datastore})`));
  }
  const needed = [...PRIVILEGES_NEEDED, ...(vm ? [] : PRIVILEGES_FOR_NEW_VM)].filter(
    (name) => name !== 'Datastore.Browse',
  );
  const missing = needed.filter((privilege) => !privileges.includes(privilege));
  if (missing.length > 0) causes.push(asrCause('SIM-PRIVILEGE', missing, `(${missing.join(', ')})`));
  if (vm && vm.snapshots.length > 0) {
    causes.push(
      asrCause('SIM-SNAPSHOT', [vm.name, ...vm.snapshots], `(${vm.name}: ${vm.snapshots.join(', ')})`),
    );
  }
  const hosts = new Map([[host.name, host], ...(facts.host ? [[facts.host.name, facts.host] as const] : [])]);
  for (const each of hosts.values()) {
    if (each.freeLicense)
      causes.push(asrCause('SIM-LICENSE', [each.name, each.license], `(${each.name}: ${each.license})`));
  }
  if (vm?.attachedTo && vm.attachedTo !== view.database.masterTargets.get(choice.masterTarget)?.vm) {
    causes.push(asrCause('78052', [vm.name, vm.attachedTo], `Its disks are attached to ${vm.attachedTo}.`));
  }
  if (!vm && record.vm !== undefined && masterTargetFacts.vm?.name === record.vm)
    causes.push(asrCause('78052', [record.vm]));
  return causes;
}

function silent(server: ServerRecord, now: number): boolean {
  return now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX;
}
