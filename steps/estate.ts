import { faker } from '@faker-js/faker/locale/en';
import {
  type EstateDescription,
  type HostDescription,
  LICENSES,
  type LicenseName,
  type MachineDescription,
  type RoleName,
} from '../simulators/description';
import type { RuleProfile } from '../simulators/wire';

const GIB = 2 ** 30;

/** The estate that a scenario speaks of, before it is built. Steps change it while they are Givens; what they leave open –
 *  sizes, how much is written, machines that only stand about – is made up from the scenario's seed. */
export class EstateDraft {
  readonly machines: MachineDescription[] = [];
  /** Multi-VM groups. */
  readonly consistentGroups = new Set<string>();
  profile: RuleProfile = 'classic-2017';
  connection: EstateDescription['connection']['kind'] = 'vpn';
  /** Of an ExpressRoute circuit. */
  peerings: readonly ('private' | 'public')[] = ['private'];
  /** Is the connection set up on the network that machines fail over to, or on another? */
  connectionElsewhere = false;
  internet = true;
  processServerInAzure = true;
  /** Ports of the management server that its setup changed. */
  readonly ports: { control?: number; data?: number } = {};
  masterTargetBytesPerSecond: number | undefined;
  processServerCacheBytes: number | undefined;
  vcenter = true;
  /** False: the site has no ESX host at all. */
  vmware = true;
  /** The vCenter server (`vcenter`) or hosts that nobody has added yet. */
  readonly undiscovered: string[] = [];
  /** What the vCenter account may do. */
  role: RoleName = 'replication';
  /** By host; an evaluation licence where nothing is said. */
  readonly licenses = new Map<string, LicenseName>();
  /** The site's DHCP scope has an address for each machine that uses it now, and no more. */
  dhcpJustEnough = false;

  /** A machine as a row of a table; a column that is absent or empty takes the usual value. */
  addMachine(row: { readonly [column: string]: string }): void {
    const unknown = Object.keys(row).filter((column) => !COLUMNS.includes(column));
    if (unknown.length > 0) throw new Error(`no column ${unknown.join(', ')}; known: ${COLUMNS.join(', ')}`);
    const {
      machine = '',
      group = '',
      system = '',
      kind = '',
      datastore = '',
      host = '',
      writes = '',
      address = '',
      disks = '',
      'file system': rootFileSystem = '',
    } = row;
    const physical = oneOf(kind || 'virtual', ['virtual', 'physical']) === 'physical';
    const place = physical ? {} : placeOn(oneOf(datastore || 'ds-01', Object.keys(PLACES)), host);
    this.machines.push({
      name: machine,
      physical,
      ...place,
      os: oneOf(system || 'linux', ['linux', 'windows']),
      disks: disks === '' ? madeUpDisks() : smallDisks(Number(disks)),
      ...(rootFileSystem === '' ? {} : { rootFileSystem }),
      address: address === '' || address === 'dhcp' ? 'dhcp' : { static: address },
      snapshots: [],
      group: group || 'PG1',
      workload: WORKLOADS[oneOf(writes || 'steadily', WRITES)](),
    });
  }

  /** The master target runs on esx-01, which does not reach ds-02. */
  private hosts(): HostDescription[] {
    return [
      { name: 'esx-01', license: this.licenseOf('esx-01'), datastores: ['ds-01'] },
      { name: 'esx-02', license: this.licenseOf('esx-02'), datastores: ['ds-01', 'ds-02'] },
    ];
  }

  private licenseOf(host: string): HostDescription['license'] {
    return LICENSES[this.licenses.get(host) ?? 'evaluation'];
  }

  describe(name: string): EstateDescription {
    const groups = [...new Set(this.machines.map(({ group }) => group))];
    const machines = [...this.machines, ...(this.vmware ? bystanders(groups[0] ?? 'PG1') : [])];
    const leased = machines.filter(({ address }) => address === 'dhcp').length;
    return {
      name,
      profile: this.profile,
      datastores: Object.keys(PLACES).map((datastore) => ({
        name: datastore,
        type: 'VMFS',
        capacityBytes: 16_384 * GIB,
      })),
      hosts: this.vmware ? this.hosts() : [],
      account: { name: 'asr-vcenter', role: this.role },
      vcenter: this.vcenter && this.vmware,
      undiscovered: this.undiscovered,
      machines,
      groups: groups.map((group) => ({ name: group, multiVm: this.consistentGroups.has(group) })),
      plans: [],
      ...(this.vmware ? { masterTarget: { host: 'esx-01', datastore: 'ds-01' } } : {}),
      processServerInAzure: this.processServerInAzure,
      ports: this.ports,
      ...(this.masterTargetBytesPerSecond === undefined
        ? {}
        : { masterTargetBytesPerSecond: this.masterTargetBytesPerSecond }),
      ...(this.processServerCacheBytes === undefined
        ? {}
        : { processServerCacheBytes: this.processServerCacheBytes }),
      connection: {
        ...LINE,
        kind: this.connection,
        loss: 0,
        peerings: this.peerings,
        ...(this.connectionElsewhere ? { vnet: OTHER_VNET } : {}),
      },
      vnets: [OTHER_VNET],
      internet: this.internet ? LINE : 'none',
      ...(this.dhcpJustEnough ? { dhcpAddresses: leased } : {}),
    };
  }
}

const COLUMNS = [
  'machine',
  'group',
  'system',
  'kind',
  'datastore',
  'host',
  'writes',
  'address',
  'disks',
  'file system',
];
/** The datastores, and a host that has each mounted. The master target runs on esx-01. */
const PLACES: { readonly [datastore: string]: string } = { 'ds-01': 'esx-01', 'ds-02': 'esx-02' };
/** How a machine writes: not at all, now and then, or so that most instants fall into a transaction. */
const WRITES = ['steadily', 'nothing', 'in transactions', 'without rest'] as const;
const WORKLOADS = {
  steadily: madeUpWorkload,
  nothing: () => QUIET,
  'without rest': () => ({ ...madeUpWorkload(), transaction: { writes: 100_000, gapMs: 10_000 } }),
  'in transactions': () => ({ ...madeUpWorkload(), transaction: { writes: 5, gapMs: 4_000 } }),
} as const;
const LINE = { mbitPerSecond: 1_000, latencyMs: 20 } as const;
const OTHER_VNET = 'other-vnet';
const QUIET = { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 } as const;

function placeOn(datastore: string, host = ''): { host: string; datastore: string } {
  return { host: host || (PLACES[datastore] as string), datastore };
}

function smallDisks(count: number): { sizeBytes: number; usedBytes: number }[] {
  return Array.from({ length: count }, () => ({ sizeBytes: GIB, usedBytes: GIB / 16 }));
}

function madeUpDisks(): { sizeBytes: number; usedBytes: number }[] {
  return Array.from({ length: faker.number.int({ min: 1, max: 3 }) }, () => {
    const sizeBytes = faker.number.int({ min: 8, max: 64 }) * GIB;
    return { sizeBytes, usedBytes: Math.floor(sizeBytes * faker.number.float({ min: 0.05, max: 0.2 })) };
  });
}

function madeUpWorkload(): MachineDescription['workload'] {
  return {
    everyMs: faker.number.int({ min: 20, max: 60 }) * 1_000,
    extentsPerWrite: faker.number.int({ min: 2, max: 16 }),
    regionExtents: faker.number.int({ min: 2_000, max: 20_000 }),
  };
}

/** Machines that are on the site and take no part. */
function bystanders(group: string): MachineDescription[] {
  return Array.from({ length: faker.number.int({ min: 1, max: 3 }) }, (_none, index) => ({
    name: `${faker.word.noun({ strategy: 'shortest' })}-${faker.word.noun({ strategy: 'shortest' })}-${index + 90}`,
    physical: false,
    ...placeOn('ds-02'),
    os: faker.helpers.arrayElement(['linux', 'windows'] as const),
    disks: madeUpDisks(),
    address: 'dhcp' as const,
    snapshots: [],
    group,
    workload: QUIET,
  }));
}

function oneOf<T extends string>(given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (found === undefined) throw new Error(`no such value: ${given}; known: ${known.join(', ')}`);
  return found;
}
