import { faker } from '@faker-js/faker/locale/en';
import {
  DEFAULT_DATASTORE,
  DEFAULT_HOST,
  sourceOf,
  VCENTER,
  type WrittenMachine,
  writeMachine,
} from './machine-sheets';
import { type SampleRow, type SampleSheet, serialDate } from './rvtools-shape';
import type { SampleDatastore, SampleHost, SampleMachine } from './sample-estate';

/** An estate to be written as RVTools would. */
export interface SampleEstate {
  readonly machines: readonly SampleMachine[];
  readonly hosts: readonly SampleHost[];
  readonly datastores: readonly SampleDatastore[];
  readonly licences: readonly SampleLicence[];
  readonly blankRows: number;
}

/** One licence. `expiration` is `Never` or a moment. */
export interface SampleLicence {
  readonly name: string;
  readonly total: number;
  readonly used: number;
  readonly expiration: string;
  readonly features: string;
  readonly alone?: boolean;
}

const EXPORTED_AT = '2026-11-01T06:00';

/** Writes an estate down sheet by sheet; what the estate leaves open (sizes, owners, addresses, ids) comes from the seed.
 *  Shape: the same estate and seed give the same sheets. */
export function makeEstateSheets(estate: SampleEstate, seed: number): readonly SampleSheet[] {
  faker.seed(seed);
  const written = estate.machines.map((machine, index) => writeMachine(machine, index, estate.hosts, faker));
  const rows = (sheet: keyof WrittenMachine) => written.flatMap((machine) => machine[sheet]);
  const { blankRows } = estate;
  return [
    { name: 'vInfo', rows: rows('vInfo'), blankRows },
    { name: 'vDisk', rows: rows('vDisk'), blankRows },
    { name: 'vPartition', rows: rows('vPartition') },
    { name: 'vNetwork', rows: rows('vNetwork') },
    { name: 'vSnapshot', rows: rows('vSnapshot') },
    { name: 'vTools', rows: rows('vTools') },
    {
      name: 'vSource',
      rows: [writeVcenter(), ...estate.hosts.filter((host) => host.alone).map(writeHostSource)],
    },
    { name: 'vHost', rows: estate.hosts.map((host, index) => writeHost(host, index, estate)) },
    {
      name: 'vDatastore',
      rows: estate.datastores.map((datastore, index) => writeDatastore(datastore, index, estate)),
    },
    { name: 'vLicense', rows: estate.licences.map((licence, index) => writeLicence(licence, index, estate)) },
    { name: 'vMetaData', rows: [writeMetaData()] },
  ];
}

function writeHost(host: SampleHost, index: number, estate: SampleEstate): SampleRow {
  return {
    Host: host.name,
    Datacenter: host.alone ? 'ha-datacenter' : 'Osaka',
    Cluster: host.alone ? undefined : 'Production',
    'Config status': 'green',
    'in Maintenance Mode': host.maintenance ? 'True' : 'False',
    'CPU Model': 'Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
    '# CPU': 2,
    '# Cores': 40,
    '# Memory': 785_920,
    '# VMs': estate.machines.filter((machine) => (machine.host ?? DEFAULT_HOST) === host.name).length,
    'Assigned License(s)': host.licence,
    'ESX Version': host.version ?? 'VMware ESXi 7.0.3 build-24411414',
    Vendor: 'Example Systems',
    Model: 'R-240',
    'Certificate Expiry Date': serialDate(host.certificateExpiry ?? '2030-05-17T00:00'),
    'Certificate Status': host.certificateExpiry ? 'expiring' : 'good',
    'Object ID': host.alone ? 'ha-host' : `host-${11 + index}`,
    ...sourceOf(host.alone ? host : undefined),
  };
}

function writeDatastore(datastore: SampleDatastore, index: number, estate: SampleEstate): SampleRow {
  const alone = estate.hosts.find((host) => host.alone && datastore.hosts.includes(host.name));
  const onIt = estate.machines.filter(
    (machine) => (machine.datastore ?? DEFAULT_DATASTORE) === datastore.name,
  ).length;
  return {
    Name: datastore.name,
    'Config status': 'green',
    Address: datastore.type === 'NFS' ? 'nfs.corp.example:/export/vm' : undefined,
    Accessible: 'True',
    Type: datastore.type,
    '# VMs': onIt,
    'Capacity MiB': datastore.gib * 1024,
    'Provisioned MiB': (datastore.gib - datastore.freeGib) * 1536,
    'In Use MiB': (datastore.gib - datastore.freeGib) * 1024,
    'Free MiB': datastore.freeGib * 1024,
    'Free %': Math.round((datastore.freeGib / datastore.gib) * 100),
    '# Hosts': datastore.hosts.length,
    Hosts: datastore.hosts.join(', '),
    Version: datastore.type === 'VMFS' ? '6.82' : undefined,
    'Object ID': `datastore-${21 + index}`,
    ...sourceOf(alone),
  };
}

function writeLicence(licence: SampleLicence, index: number, estate: SampleEstate): SampleRow {
  const alone = licence.alone ? estate.hosts.find((host) => host.alone) : undefined;
  return {
    Name: licence.name,
    Key: `00000-00000-00000-00000-${String(index + 1).padStart(5, '0')}`,
    'Cost Unit': 'cpuPackage',
    Total: licence.total,
    Used: licence.used,
    'Expiration Date': licence.expiration === 'Never' ? 'Never' : serialDate(licence.expiration),
    Features: licence.features,
    ...sourceOf(alone),
  };
}

function writeVcenter(): SampleRow {
  return {
    Name: 'VMware vCenter Server',
    'OS type': 'linux-x64',
    'API type': 'VirtualCenter',
    'API version': '7.0.3.0',
    Version: '7.0.3',
    Build: '24322018',
    Fullname: 'VMware vCenter Server 7.0.3 build-24322018',
    'Product name': 'VMware VirtualCenter Server',
    ...VCENTER,
  };
}

function writeHostSource(host: SampleHost): SampleRow {
  const version = { 'API type': 'HostAgent', 'API version': '6.0', Version: '6.0.0', Fullname: host.version };
  return {
    Name: 'VMware ESXi',
    'OS type': 'vmnix-x86',
    ...version,
    'Product name': 'VMware ESX Server',
    ...sourceOf(host),
  };
}

function writeMetaData(): SampleRow {
  return {
    'RVTools major version': '4.7',
    'RVTools version': '4.7.1.4',
    'xlsx creation datetime': serialDate(EXPORTED_AT),
    Server: VCENTER['VI SDK Server'],
  };
}
