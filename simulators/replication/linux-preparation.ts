import type { Process } from '../kernel';
import { type Cause, NetworkFailure, Refusal } from '../network';
import { asrCause, type CheckMasterTarget, type LinuxFacts, type ReadPreparation } from '../wire';
import type { CsCore } from './cs-core';

const VERSION = 'CentOS 6.6 minimal';
const PARTITIONS = ['/', '/var/crash', '/home'];
const PACKAGES = ['xfsprogs', 'perl', 'lsscsi', 'rsync', 'wget', 'kexec-tools'];
/** Needed besides where a protected machine starts from such a file system. */
const FILE_SYSTEM_PACKAGES = ['kmod-reiserfs', 'reiserfs-utils', 'xfsprogs'];

/** Errors: SIM-LINUX-PREPARATION, one cause for each item that is missing. */
export function* checkMasterTarget(
  cs: CsCore,
  { vm, linux }: Pick<CheckMasterTarget, 'vm' | 'linux'>,
): Process<Record<string, never>> {
  const causes = yield* preparationCauses(cs, vm, linux);
  if (causes[0]) throw new Refusal(causes[0], causes);
  return {};
}

/** What a chosen master target lacks, as it says it of itself now: since it registered, something may have been changed. */
export function* presentPreparation(cs: CsCore, masterTarget: string): Process<readonly Cause[]> {
  const address = cs.database.servers.get(masterTarget)?.address;
  const vm = cs.database.masterTargets.get(masterTarget)?.vm;
  if (address === undefined || vm === undefined) return [];
  const read: ReadPreparation = { kind: 'mt.preparation' };
  try {
    const linux = yield* cs.ask<LinuxFacts | null>(address, read);
    return linux === null ? [] : yield* preparationCauses(cs, vm, linux);
  } catch (error) {
    // One that does not answer is found by its missing heartbeat.
    if (!(error instanceof NetworkFailure)) throw error;
    return [];
  }
}

/** What a Linux server lacks for the machines that are protected now. */
function* preparationCauses(cs: CsCore, vm: string, linux: LinuxFacts): Process<readonly Cause[]> {
  const facts = yield* cs.vsphere.facts(vm);
  const fileSystems = [...cs.database.machines.values()].flatMap(({ agents }) =>
    Object.values(agents).map((agent) => agent.system?.rootFileSystem ?? ''),
  );
  return missingPreparation(linux, facts?.vm?.enableUuid ?? undefined, fileSystems);
}

/** What a Linux server lacks to be a master target, item by item in the order of the document; empty: it is ready.
 *  `enableUuid` is the configuration parameter of its virtual machine, `fileSystems` are those from which the protected machines start.
 *  Source: seed document, “set up a Linux VM as the master target server” – documented. */
function missingPreparation(
  facts: LinuxFacts,
  enableUuid: string | undefined,
  fileSystems: readonly string[],
): readonly Cause[] {
  const causes: Cause[] = [];
  const need = (fulfilled: boolean, item: string, got: string): void => {
    if (!fulfilled) causes.push(asrCause('SIM-LINUX-PREPARATION', [item, got], `(${item}: ${got})`));
  };
  need(facts.version === VERSION, 'operating system', facts.version);
  for (const mount of PARTITIONS)
    need(facts.partitions[mount] === 'ext4', `partition ${mount}`, facts.partitions[mount] ?? 'missing');
  need(facts.swap, 'swap partition', 'missing');
  need(facts.staticAddress, 'static address', 'dhcp');
  need(facts.bootLoader, 'boot loader', 'missing');
  need(enableUuid === 'True', 'disk.EnableUUID', enableUuid ?? 'missing');
  for (const name of packagesFor(fileSystems))
    need(facts.packages.includes(name), `package ${name}`, 'missing');
  need(facts.agentUnpacked, 'unified agent', 'not unpacked');
  need(facts.scriptExecutable, 'ApplyCustomChanges.sh', 'not executable');
  need(facts.scriptRuns > 0, 'ApplyCustomChanges.sh', 'not run');
  need(facts.scriptRuns < 2, 'ApplyCustomChanges.sh', `run ${facts.scriptRuns} times`);
  need(facts.scriptRuns === 0 || facts.rebooted, 'reboot', 'missing');
  return causes;
}

function packagesFor(fileSystems: readonly string[]): readonly string[] {
  const special = fileSystems.some((each) => each === 'xfs' || each === 'reiserfs');
  return [...new Set([...PACKAGES, ...(special ? FILE_SYSTEM_PACKAGES : [])])];
}
