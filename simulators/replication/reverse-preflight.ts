import type { Cause } from '../network';
import {
  asrCause,
  FAILBACK_PRIVILEGES,
  type ReverseChoice,
  type Rules,
  type VimFacts,
  type VimHostFacts,
} from '../wire';
import type { Database, MachineRecord, MasterTargetRecord, ServerRecord } from './cs-database';

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
  causes.push(...processServerCauses(database, choice.processServer, now));
  const masterTarget = database.servers.get(choice.masterTarget);
  const masterTargetRecord = database.masterTargets.get(choice.masterTarget);
  if (masterTarget?.role !== 'master-target' || !masterTargetRecord) {
    causes.push(asrCause('SIM-NO-MASTER-TARGET', [choice.masterTarget]));
  } else {
    if (silent(masterTarget, now)) causes.push(asrCause('78022', [choice.masterTarget]));
    causes.push(...retentionCauses(rules, masterTargetRecord, choice.retentionDrive));
    causes.push(...diskCauses(rules, database, choice, record));
  }
  if (rules.provider === 'classic' && !database.accounts.has(choice.account)) {
    causes.push(asrCause('SIM-UNKNOWN', [choice.account], `(account ${choice.account})`));
  }
  return causes;
}

/** What stands against a chosen process server. */
export function processServerCauses({ servers }: Database, name: string, now: number): readonly Cause[] {
  const server = servers.get(name);
  if (server?.role !== 'process-server') return [asrCause('SIM-NO-PROCESS-SERVER', [name])];
  if (server.listedAtMs > now) return [asrCause('SIM-NO-PROCESS-SERVER', [name], '(not listed yet)')];
  return silent(server, now) ? [asrCause('806', [name])] : [];
}

/** Under later rules a retention drive must be fit for it. Source: AZURE.md §4.1 – documented. */
function retentionCauses(
  rules: Rules,
  { name, retentionDrives }: MasterTargetRecord,
  chosen: string,
): Cause[] {
  if (rules.retentionDrive === 'none') return [];
  const drive = retentionDrives.find((each) => each.name === chosen);
  if (!drive) return [asrCause('SIM-RETENTION-DRIVE', [name, chosen])];
  if (rules.retentionDrive === 'any') return [];
  const unfit = [
    ...(drive.fileSystem === 'FAT32' ? ['FAT32'] : []),
    ...(drive.cache ? ['cache volume'] : []),
    ...(drive.capacityBytes === 0 ? ['no size'] : []),
  ];
  return unfit.length > 0
    ? [asrCause('SIM-RETENTION-UNFIT', [name, chosen, ...unfit], `(${chosen}: ${unfit.join(', ')})`)]
    : [];
}

/** How many disks a master target holds at once. Source: READINESS.md §3.5 – documented. */
function diskCauses(
  { receiverDisksMax }: Rules,
  database: Database,
  choice: ReverseChoice,
  record: MachineRecord,
): Cause[] {
  if (receiverDisksMax === null) return [];
  const address = database.servers.get(choice.masterTarget)?.address;
  const held = [...database.machines.values()].filter(
    ({ machine, settings }) => machine !== record.machine && settings.azure?.route.target === address,
  );
  const disks = [...held, record].reduce((sum, { agents }) => sum + (agents.azure?.disks.length ?? 0), 0);
  if (disks <= receiverDisksMax) return [];
  return [
    asrCause(
      'SIM-DISKS-MAX',
      [choice.masterTarget, `${disks}`],
      `(${disks} disks, at most ${receiverDisksMax})`,
    ),
  ];
}

function vsphereCauses(view: PreflightView, record: MachineRecord): Cause[] {
  const { facts, masterTargetFacts, choice, database } = view;
  if (!facts || !masterTargetFacts)
    return [asrCause('SIM-NO-HOST', [choice.masterTarget], 'vCenter or the ESX host does not answer.')];
  const { host, privileges } = masterTargetFacts;
  // An account that sees nothing cannot tell anything else.
  if (!privileges.includes('System.View'))
    return [
      asrCause('SIM-VM-NOT-DISCOVERED', [database.vcenterAccount], `(account ${database.vcenterAccount})`),
    ];
  if (!host) return [asrCause('SIM-NO-HOST', [choice.masterTarget])];
  return [
    ...datastoreCauses(view, host.name),
    ...privilegeCauses(privileges),
    ...snapshotCauses(view),
    ...licenseCauses([host, ...(facts.host && facts.host.name !== host.name ? [facts.host] : [])]),
    ...attachmentCauses(view, record),
  ];
}

function datastoreCauses(
  { facts, masterTargetFacts, choice, database }: PreflightView,
  host: string,
): Cause[] {
  const { privileges = [], datastores = [] } = masterTargetFacts ?? {};
  const blind = !privileges.includes('Datastore.Browse');
  const causes = blind
    ? [
        asrCause(
          'SIM-DATASTORES-NOT-DISCOVERED',
          [database.vcenterAccount],
          `(account ${database.vcenterAccount})`,
        ),
      ]
    : [];
  const vm = facts?.vm;
  if (!vm && choice.datastore === undefined)
    causes.push(asrCause('SIM-CHOICE-MISSING', ['datastore'], '(datastore)'));
  if (blind) return causes;
  const reachable = new Set(datastores.filter(({ accessible }) => accessible).map(({ name }) => name));
  // A kept VM stays where it is; a datastore that does not exist is a mistake all the same.
  if (choice.datastore !== undefined && !reachable.has(choice.datastore))
    causes.push(asrCause('SIM-DATASTORE', [choice.datastore, host], `(${choice.datastore})`));
  for (const name of vm?.datastores ?? [])
    if (!reachable.has(name)) causes.push(asrCause('8061', [host, name], `(${host}, ${name})`));
  return causes;
}

function privilegeCauses(held: readonly string[]): Cause[] {
  const missing = FAILBACK_PRIVILEGES.filter((name) => name !== 'Datastore.Browse' && !held.includes(name));
  return missing.length > 0 ? [asrCause('SIM-PRIVILEGE', missing, `(${missing.join(', ')})`)] : [];
}

/** Snapshots of the VM, and of the master target's, by the profile's rules. */
function snapshotCauses({ rules, facts, masterTargetFacts }: PreflightView): Cause[] {
  const blocking = [
    ...(rules.vmSnapshots === 'block' ? [facts?.vm] : []),
    ...(rules.masterTargetSnapshots === 'block' ? [masterTargetFacts?.vm] : []),
  ];
  return blocking.flatMap((vm) =>
    vm && vm.snapshots.length > 0
      ? [asrCause('SIM-SNAPSHOT', [vm.name, ...vm.snapshots], `(${vm.name}: ${vm.snapshots.join(', ')})`)]
      : [],
  );
}

function licenseCauses(hosts: readonly VimHostFacts[]): Cause[] {
  return hosts.flatMap(({ name, license, licenseBlocks }) =>
    licenseBlocks
      ? [asrCause('SIM-LICENSE', [name, license, licenseBlocks], `(${name}: ${license}, ${licenseBlocks})`)]
      : [],
  );
}

/** Disks that another VM holds, or a VM that is the master target itself. */
function attachmentCauses(
  { facts, masterTargetFacts, choice, database }: PreflightView,
  record: MachineRecord,
): Cause[] {
  const vm = facts?.vm;
  if (vm?.attachedTo && vm.attachedTo !== database.masterTargets.get(choice.masterTarget)?.vm)
    return [asrCause('78052', [vm.name, vm.attachedTo], `Its disks are attached to ${vm.attachedTo}.`)];
  if (!vm && record.vm !== undefined && masterTargetFacts?.vm?.name === record.vm)
    return [asrCause('78052', [record.vm])];
  return [];
}

function silent(server: ServerRecord, now: number): boolean {
  return now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX;
}
