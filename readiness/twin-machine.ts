import type { MachineDescription } from '../simulators/description';
import type { AssumptionBook } from './assumption-book';
import { workloadOf } from './churn';
import { guestFamily } from './guest-family';
import { type Machine, runsInAzure, type Where } from './inventory';
import { placeOf, type TwinMachine } from './model';
import { type TwinSite, UNNAMED_DATASTORE } from './twin-site';
import type { AssumptionName, UserAssumptions } from './user-assumptions';

const MIB = 1024 * 1024;
const DISK_ASSUMED_MIB = 32 * 1024;

/** What of the twin a machine stands in. */
export interface MachineContext {
  readonly site: TwinSite;
  readonly assumed: UserAssumptions;
  readonly book: AssumptionBook;
  /** Counts from 0; gives a static address where one was declared. */
  readonly index: number;
  readonly group: string;
}

/** Describes one machine for the twin, noting what had to be assumed. Shape: the twin keeps a machine on one datastore; of
 *  several it takes the first that the host of the master target has not mounted, since that one decides. */
export function describeMachine(twin: TwinMachine, context: MachineContext): MachineDescription {
  const { machine, name, label, host } = twin;
  const { site, book, assumed, index, group } = context;
  const mounted = site.hosts.find((each) => each.name === site.masterTargetHost)?.datastores ?? [];
  const datastore =
    twin.datastores.find((each) => !mounted.includes(each)) ?? twin.datastores[0] ?? UNNAMED_DATASTORE;
  if (twin.datastores.length > 1) {
    book.add(
      'a machine lies on one datastore',
      'the twin keeps all disks of a machine together; a datastore that the master target cannot see is preferred',
      'nothing: the datastores of all disks are checked one by one',
      label,
    );
  }
  if (datastore === UNNAMED_DATASTORE) {
    book.add(
      'the datastore of the machine is mounted by the host of the master target',
      'the export names no datastore for it',
      'govc vm.info -json <machine> (datastore); or an RVTools export with vDisk, column Disk Path',
      label,
    );
  }
  const declared = (kind: AssumptionName) => assumed.find(kind, machine.name.value, label);
  const address = declared('address')?.value ?? machine.addressMode?.value;
  const isOff =
    machine.powerState &&
    machine.powerState.value !== 'poweredOn' &&
    !runsInAzure(machine.replication) &&
    !declared('powered-on');
  assumeUnsaid(machine, label, context);
  return {
    name,
    physical: false,
    host,
    datastore,
    os: familyOf(twin, context),
    disks: disksOf(machine, label, book),
    address: address === 'static' ? { static: staticAddress(index) } : 'dhcp',
    snapshots: declared('no-snapshots') ? [] : snapshotsOf(machine),
    group,
    workload: workloadOf(machine, label, book),
    ...(isOff ? { power: 'poweredOff' as const } : {}),
  };
}

/** Notes what the description says of a machine although the export does not. */
function assumeUnsaid(machine: Machine, label: string, { assumed, book }: MachineContext): void {
  const { snapshots, host, powerState, addressMode, primaryIp, name } = machine;
  const declared = (kind: AssumptionName) => assumed.find(kind, name.value, label);
  if (!snapshots && !declared('no-snapshots'))
    book.add(
      'the machine has no snapshots',
      'the export does not say whether it has any',
      'govc vm.info -json <machine> (snapshot); or an RVTools export with vSnapshot',
      label,
    );
  if (!host)
    book.add(
      'the machine runs on the host of the master target',
      'the export does not name its host',
      'govc host.info -json; or an RVTools export with vInfo, column Host',
      label,
    );
  if (!powerState && !declared('powered-on'))
    book.add(
      'the machine is powered on',
      'the export does not say whether it is',
      'govc vm.info -json <machine> (runtime.powerState)',
      label,
    );
  if ((declared('address')?.value ?? addressMode?.value) === 'static' && primaryIp)
    book.add(
      'machines with static addresses have others here',
      'the simulated site has one network, 10.1.0.0/16',
      'nothing: that an address is static counts, not which it is',
      label,
    );
}

/** The cells that the description of a machine rests on, in a stable order. */
export function restsOn(machine: Machine): readonly Where[] {
  const { name, powerState, host, osReported, osConfigured, disks, snapshots, replication, churn } = machine;
  const facts = [
    name,
    powerState,
    host,
    osReported ?? osConfigured,
    ...(disks?.value ?? []),
    disks,
    snapshots,
    replication,
    churn,
  ];
  const places = facts.flatMap((fact) => (fact ? [fact.at] : []));
  const seen = new Set<string>();
  return places.filter((at) => {
    const place = `${at.file}/${placeOf(at)}`;
    return seen.has(place) ? false : Boolean(seen.add(place));
  });
}

function familyOf({ machine, label }: TwinMachine, { assumed, book }: MachineContext): 'windows' | 'linux' {
  const declared = assumed.find('os', machine.name.value, label)?.value;
  if (declared === 'windows' || declared === 'linux') return declared;
  const { family, rests } = guestFamily(machine);
  if (!rests) {
    book.add(
      `the guest is ${family === 'windows' ? 'Windows' : 'Linux'}, going by the machine's name`,
      'the export does not name an operating system that is Windows or Linux',
      'govc vm.info -json <machine> (guest.guestFullName); or --assume os=<machine>:windows',
      label,
    );
  }
  return family;
}

/** Disk sizes as exported; how full they are from the partitions, else from vInfo, else half. */
function disksOf(machine: Machine, label: string, book: AssumptionBook): MachineDescription['disks'] {
  const capacities = capacitiesOf(machine, label, book);
  const total = capacities.reduce((sum, each) => sum + each, 0);
  const consumed = (machine.partitions?.value ?? []).reduce(
    (sum, each) => sum + (each.consumedMiB?.value ?? 0),
    0,
  );
  const used = consumed > 0 ? consumed : machine.usedMiB?.value;
  if (used === undefined) {
    book.add(
      'disks are half full',
      'the export does not say how much of them is used',
      'an RVTools export with vPartition; or govc vm.info -json <machine> (guest.disk)',
      label,
    );
  }
  const share = used === undefined || total === 0 ? 0.5 : Math.min(1, used / total);
  return capacities.map((capacity) => {
    const sizeBytes = Math.max(1, Math.round(capacity)) * MIB;
    return { sizeBytes, usedBytes: Math.floor(sizeBytes * share) };
  });
}

/** Units: MiB. */
function capacitiesOf({ disks, provisionedMiB }: Machine, label: string, book: AssumptionBook): number[] {
  const settle = 'govc vm.info -json <machine> (config.hardware.device); or an RVTools export with vDisk';
  if (!disks || disks.value.length === 0) {
    const [what, size] = provisionedMiB
      ? ['the machine has one disk, of the size that is provisioned for it', provisionedMiB.value]
      : ['the machine has one disk of 32 GiB', DISK_ASSUMED_MIB];
    book.add(what, 'the export does not say which disks it has', settle, label);
    return [size];
  }
  return disks.value.map(({ capacityMiB }) => {
    if (!capacityMiB)
      book.add('the disk has 32 GiB', 'the export does not say how large it is', settle, label);
    return capacityMiB?.value ?? DISK_ASSUMED_MIB;
  });
}

function snapshotsOf({ snapshots }: Machine): readonly string[] {
  return (snapshots?.value ?? []).map((each, index) => each.name?.value ?? `snapshot ${index + 1}`);
}

/** Below the DHCP scope of the twin's machine subnet. */
function staticAddress(index: number): string {
  const offset = 10 + (index % 39_000);
  return `10.1.${Math.floor(offset / 256)}.${offset % 256}`;
}
