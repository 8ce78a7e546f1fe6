import type { Process } from '../kernel';
import { type Cause, Refusal } from '../network';
import { asrCause, type ReverseChoice, type ReversePreflight, type Rules } from '../wire';
import type { CsCore } from './cs-core';
import {
  accountAt,
  type Database,
  type MachineRecord,
  type MasterTargetRecord,
  type ServerRecord,
} from './cs-database';
import { presentPreparation } from './linux-preparation';
import { newVmOf } from './prepare-reverse';
import {
  blindnessCauses,
  licenseCauses,
  onePerCode,
  privilegeCauses,
  reachableDatastores,
  reachCauses,
  snapshotCauses,
} from './vsphere-causes';
import type { VimLook } from './vsphere-client';

/** What the check of a reprotection to the site can see. */
interface PreflightView {
  readonly now: number;
  readonly rules: Rules;
  readonly database: Database;
  readonly choice: ReverseChoice;
  /** What vCenter (or the hosts) say of the machine's VM, of the master target's, and of the name that a new VM would get. */
  readonly vm: VimLook;
  readonly masterTargetVm: VimLook;
  readonly newVm: VimLook;
  /** What a Linux master target lacks now. */
  readonly preparation: readonly Cause[];
}

/** No heartbeat for so long is critical. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** Looks at all that a reprotection to the site needs. Errors: everything that stands against it. */
export function* checkReverse(cs: CsCore, choice: ReversePreflight): Process<Record<string, never>> {
  const { database } = cs;
  const record = database.machines.get(choice.machine);
  const masterTargetVm = database.masterTargets.get(choice.masterTarget)?.vm;
  const causes = reversePreflight({
    now: cs.kernel.now,
    rules: cs.options.rules,
    database,
    choice,
    vm: yield* cs.look(record?.vm),
    masterTargetVm: yield* cs.look(masterTargetVm),
    newVm: yield* cs.look(newVmOf(choice.machine)),
    preparation: yield* presentPreparation(cs, choice.masterTarget),
  });
  if (causes[0]) throw new Refusal(causes[0], causes);
  return {};
}

/** Everything that stands against a reprotection to the site, in a stable order; none hides another. */
function reversePreflight(view: PreflightView): readonly Cause[] {
  const record = view.database.machines.get(view.choice.machine);
  if (!record) return [asrCause('SIM-NOT-IN-DATABASE', [view.choice.machine])];
  return [...serverCauses(view, record), ...view.preparation, ...vsphereCauses(view, record)];
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
  if (rules.provider === 'classic') causes.push(...accountCauses(database, choice.account));
  return causes;
}

/** What stands against a chosen account. */
export function accountCauses({ accounts }: Database, name: string): readonly Cause[] {
  return accounts.has(name) ? [] : [asrCause('SIM-UNKNOWN', [name], `(account ${name})`)];
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

/** A master target that nobody knows has no host to look at; what can be told of the machine's own VM is told all the same. */
function vsphereCauses(view: PreflightView, record: MachineRecord): readonly Cause[] {
  const { vm, masterTargetVm, choice, database } = view;
  const known = database.masterTargets.has(choice.masterTarget);
  const account = accountAt(database);
  const gone = record.vm === undefined ? NOBODY : blindnessCauses(vm, account, NOT_THERE);
  const blind = onePerCode([
    ...(known
      ? blindnessCauses(masterTargetVm, account, asrCause('SIM-NO-HOST', [choice.masterTarget]))
      : []),
    // A VM that was deleted stands against nothing: a new one is made.
    ...gone.filter((cause) => cause !== NOT_THERE),
  ]);
  const facts = vm.facts;
  const host = masterTargetVm.facts?.host;
  if ((known && !host) || blind.some(({ code }) => code === 'SIM-VM-NOT-DISCOVERED')) return blind;
  const privileges = (masterTargetVm.facts ?? facts)?.privileges;
  return [
    ...blind,
    ...(privileges ? datastoreCauses(view, privileges, host?.name) : []),
    ...(privileges ? privilegeCauses(privileges) : []),
    ...snapshotCauses([
      ...(view.rules.vmSnapshots === 'block' ? [facts?.vm] : []),
      ...(view.rules.masterTargetSnapshots === 'block' ? [masterTargetVm.facts?.vm] : []),
    ]),
    ...licenseCauses([host, facts?.vm && facts.host]),
    ...attachmentCauses(view, record),
  ];
}

const NOBODY: readonly Cause[] = [];
const NOT_THERE = asrCause('SIM-VM-NOT-DISCOVERED', []);

/** Where no host of a master target is known, nothing can be said of reach. */
function datastoreCauses(
  { vm, masterTargetVm, choice, database }: PreflightView,
  privileges: readonly string[],
  host: string | undefined,
): Cause[] {
  const account = accountAt(database);
  const blind = !privileges.includes('Datastore.Browse');
  const causes = blind ? [asrCause('SIM-DATASTORES-NOT-DISCOVERED', [account], `(account ${account})`)] : [];
  const kept = vm.facts?.vm;
  if (!kept && choice.datastore === undefined)
    causes.push(asrCause('SIM-CHOICE-MISSING', ['datastore'], '(datastore)'));
  if (blind || host === undefined || !masterTargetVm.facts) return causes;
  const reachable = reachableDatastores(masterTargetVm.facts);
  // A kept VM stays where it is; a datastore that does not exist is a mistake all the same.
  if (choice.datastore !== undefined && !reachable.has(choice.datastore))
    causes.push(asrCause('SIM-DATASTORE', [choice.datastore, host], `(${choice.datastore})`));
  return kept ? [...causes, ...reachCauses(kept, host, reachable)] : causes;
}

/** Disks that another VM holds; or a new VM whose name is taken. */
function attachmentCauses({ vm, newVm, choice, database }: PreflightView, record: MachineRecord): Cause[] {
  const kept = vm.facts?.vm;
  if (kept?.attachedTo && kept.attachedTo !== database.masterTargets.get(choice.masterTarget)?.vm)
    return [asrCause('78052', [kept.name, kept.attachedTo], `Its disks are attached to ${kept.attachedTo}.`)];
  const taken = newVm.facts?.vm?.name;
  return !kept && taken !== undefined && taken !== record.vm
    ? [asrCause('78052', [taken], `(${taken})`)]
    : [];
}

function silent(server: ServerRecord, now: number): boolean {
  return now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX;
}
