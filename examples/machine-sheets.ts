import type { faker } from '@faker-js/faker/locale/en';
import { type SampleRow, serialDate } from './rvtools-shape';
import { OPERATING_SYSTEMS, type SampleDisk, type SampleHost, type SampleMachine } from './sample-estate';

type Fake = typeof faker;

/** The vCenter of the sample estate. */
export const VCENTER = {
  'VI SDK Server': 'vcenter.corp.example',
  'VI SDK UUID': '6f2d1a54-3c0e-4b7a-9d31-5e8f0c2b7a10',
};

/** Where a machine is that does not say. */
export const DEFAULT_HOST = 'esx01.corp.example';
export const DEFAULT_DATASTORE = 'san-01';

/** One machine, as rows of the sheets that speak about machines. */
export interface WrittenMachine {
  readonly vInfo: readonly SampleRow[];
  readonly vDisk: readonly SampleRow[];
  readonly vPartition: readonly SampleRow[];
  readonly vNetwork: readonly SampleRow[];
  readonly vSnapshot: readonly SampleRow[];
  readonly vTools: readonly SampleRow[];
}

/** Writes one machine down; `index` gives its ids and addresses, `fake` what the sample leaves open. */
export function writeMachine(
  machine: SampleMachine,
  index: number,
  hosts: readonly SampleHost[],
  fake: Fake,
): WrittenMachine {
  const host = machine.host ?? DEFAULT_HOST;
  const alone = hosts.find((candidate) => candidate.name === host && candidate.alone);
  const [osConfigured, osReported] = OPERATING_SYSTEMS[machine.os ?? 'rhel'];
  const power = machine.power ?? 'poweredOn';
  // Two spellings of the same value in one sheet are what real exports have.
  const upper = index % 2 === 1;
  const yesNo = (value: boolean) => (upper ? String(value).toUpperCase() : value ? 'True' : 'False');
  const withTools = machine.tools === undefined || machine.tools === 'toolsOld';
  const common = {
    VM: machine.name,
    Powerstate: power,
    Template: yesNo(machine.template ?? false),
    'SRM Placeholder': yesNo(machine.srmPlaceholder ?? false),
    Annotation: machine.annotation,
    owner: fake.person.fullName(),
    'Backup status': fake.helpers.arrayElement(['nightly', 'weekly', undefined]),
    Datacenter: alone ? 'ha-datacenter' : 'Osaka',
    Cluster: alone ? undefined : 'Production',
    Host: host,
    'OS according to the configuration file': osConfigured,
    'OS according to the VMware Tools': power === 'poweredOn' && withTools ? osReported : undefined,
    'VM ID': alone ? String(index + 1) : `vm-${1001 + index}`,
    'VM UUID': uuid('50', fake),
    ...sourceOf(alone),
  };
  const disks = machine.disks ?? [
    { gib: fake.helpers.arrayElement([40, 60, 80]) },
    { gib: 10 * fake.number.int({ min: 5, max: 40 }) },
  ];
  const totalMiB = disks.reduce((sum, disk) => sum + disk.gib * 1024, 0);
  const usedMiB = Math.round(totalMiB * fake.number.float({ min: 0.3, max: 0.8 }));
  const ip =
    machine.noIp || !withTools
      ? undefined
      : `10.${20 + (index >> 13)}.${(index >> 5) % 256}.${10 + (index % 32) * 7}`;
  const network = machine.network ?? 'vlan-10-servers';
  return {
    vInfo: [
      {
        ...common,
        'Config status': 'green',
        'DNS Name': ip && `${machine.name}.corp.example`,
        'Connection state': 'connected',
        'Guest state': ip ? 'running' : 'notRunning',
        'Consolidation Needed': yesNo(machine.consolidationNeeded ?? false),
        CPUs: fake.helpers.arrayElement([2, 4, 8]),
        Memory: fake.helpers.arrayElement([4096, 8192, 16384]),
        NICs: 1,
        Disks: disks.length,
        'Total disk capacity MiB': totalMiB,
        EnableUUID: machine.enableUuid ?? 'TRUE',
        CBT: yesNo(index % 3 === 0),
        'Primary IP Address': ip,
        'Network #1': network,
        'FT State': machine.faultTolerance ? 'running' : 'notConfigured',
        'Provisioned MiB': totalMiB + 4096,
        'In Use MiB': usedMiB,
        'Suspend Interval': '0',
        'EFI Secure boot': yesNo(machine.secureBoot ?? false),
        Firmware: machine.efi ? 'efi' : 'bios',
        'HW version': 15,
        Path: `[${machine.datastore ?? DEFAULT_DATASTORE}] ${machine.name}/${machine.name}.vmx`,
        'SMBIOS UUID': uuid('42', fake),
        'VI SDK Server type': alone ? alone.version : 'VMware vCenter Server 7.0.3 build-24322018',
        'VI SDK API Version': alone ? '6.0' : '7.0.3.0',
      },
    ],
    vDisk: disks.map((disk, unit) => ({ ...common, ...writeDisk(disk, unit, machine, upper, fake) })),
    vPartition:
      withTools && power === 'poweredOn'
        ? writePartitions(disks, usedMiB / totalMiB, machine).map((row) => ({ ...common, ...row }))
        : [],
    vNetwork: [
      {
        ...common,
        'NIC label': 'Network adapter 1',
        Adapter: 'Vmxnet3',
        Network: network,
        Switch: 'dvs-osaka',
        Connected: power === 'poweredOn',
        'Starts Connected': true,
        'Mac Address': `00:50:56:${[0x80 | (index >> 16), (index >> 8) & 255, index & 255].map(hex).join(':')}`,
        Type: 'assigned',
        'IPv4 Address': ip,
      },
    ],
    vSnapshot: (machine.snapshots ?? []).map((snapshot, position) => ({
      ...common,
      Name: snapshot.name,
      Description: fake.company.buzzPhrase(),
      'Date / time': serialDate(snapshot.takenAt),
      Filename: `[${machine.datastore ?? DEFAULT_DATASTORE}] ${machine.name}/${machine.name}-Snapshot${position + 1}.vmsn`,
      'Size MiB (vmsn)': 1,
      'Size MiB (total)': snapshot.sizeMiB,
      Quiesced: yesNo(false),
      State: 'poweredOff',
    })),
    vTools: [
      {
        ...common,
        'VM Version': 15,
        Tools: machine.tools ?? (power === 'poweredOn' ? 'toolsOk' : 'toolsNotRunning'),
        'Tools Version': machine.tools === 'toolsNotInstalled' ? 0 : 12_352,
        Upgradeable: machine.tools === 'toolsOld' ? 'Yes' : 'No',
      },
    ],
  };
}

function writeDisk(
  disk: SampleDisk,
  unit: number,
  machine: SampleMachine,
  upper: boolean,
  fake: Fake,
): SampleRow {
  const datastore = disk.datastore ?? machine.datastore ?? DEFAULT_DATASTORE;
  // Both nodes of the cluster name the same file: that is what makes the disk a shared one.
  const folder = disk.sharing ? machine.name.replace(/-\d+$/, '-shared') : machine.name;
  const path = `[${datastore}] ${folder}/${folder}${unit === 0 ? '' : `_${unit}`}.vmdk`;
  const no = upper ? 'FALSE' : 'False';
  const yes = upper ? 'TRUE' : 'True';
  return {
    Disk: `Hard disk ${unit + 1}`,
    'Disk Key': String(2000 + unit),
    'Disk UUID': uuid('6000c29', fake),
    'Disk Path': path,
    'Capacity MiB': disk.gib * 1024,
    Raw: disk.raw ? yes : no,
    'Disk Mode': disk.independent ? 'independent_persistent' : 'persistent',
    'Sharing mode': disk.sharing ?? 'sharingNone',
    Thin: disk.raw ? no : yes,
    Controller: 'VMware paravirtual SCSI',
    Label: `SCSI controller ${Math.floor(unit / 15)}`,
    'SCSI Unit #': 7,
    'Unit #': unit % 15,
    'Shared Bus': disk.sharedBus ?? 'noSharing',
    Path: path,
    'Raw Comp. Mode': disk.raw ? 'physicalMode' : undefined,
  };
}

function writePartitions(
  disks: readonly SampleDisk[],
  fill: number,
  machine: SampleMachine,
): readonly SampleRow[] {
  const windows = machine.os?.startsWith('windows') ?? false;
  return disks.slice(0, 4).map((disk, unit) => {
    const capacityMiB = disk.gib * 1024 - 512;
    const consumedMiB = Math.round(capacityMiB * fill);
    return {
      'Disk Key': String(2000 + unit),
      Disk: windows ? `${String.fromCharCode(67 + unit)}:\\` : unit === 0 ? '/' : `/data${unit}`,
      'Capacity MiB': capacityMiB,
      'Consumed MiB': consumedMiB,
      'Free MiB': capacityMiB - consumedMiB,
      'Free %': Math.round(100 - fill * 100),
    };
  });
}

/** A host that no vCenter manages is a source of its own. */
export function sourceOf(alone: SampleHost | undefined): SampleRow {
  if (alone === undefined) return VCENTER;
  return { 'VI SDK Server': alone.name, 'VI SDK UUID': 'a9b3c7d1-0e52-4f86-8b1c-7d90e4f2a635' };
}

function uuid(start: string, fake: Fake): string {
  const digits = start + fake.string.hexadecimal({ length: 32 - start.length, casing: 'lower', prefix: '' });
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
