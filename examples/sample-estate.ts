/** One disk of a sample machine. Units: GiB. */
export interface SampleDisk {
  readonly gib: number;
  readonly datastore?: string;
  readonly raw?: boolean;
  readonly sharing?: 'sharingMultiWriter';
  readonly sharedBus?: 'physicalSharing' | 'virtualSharing';
  readonly independent?: boolean;
}

/** One snapshot of a sample machine. */
export interface SampleSnapshot {
  readonly name: string;
  readonly takenAt: string;
  readonly sizeMiB: number;
}

/** One machine of the sample, told by how it differs from a healthy Linux server. */
export interface SampleMachine {
  readonly name: string;
  readonly os?: keyof typeof OPERATING_SYSTEMS;
  readonly power?: 'poweredOff' | 'suspended';
  readonly host?: string;
  readonly network?: string;
  readonly datastore?: string;
  readonly disks?: readonly SampleDisk[];
  readonly snapshots?: readonly SampleSnapshot[];
  readonly tools?: 'toolsNotInstalled' | 'toolsNotRunning' | 'toolsOld';
  readonly enableUuid?: '' | 'TRUE' | 'True' | 'FALSE';
  readonly efi?: boolean;
  readonly secureBoot?: boolean;
  readonly noIp?: boolean;
  readonly template?: boolean;
  readonly srmPlaceholder?: boolean;
  readonly faultTolerance?: boolean;
  readonly consolidationNeeded?: boolean;
  readonly annotation?: string;
}

/** Operating systems by short name: as configured, as the guest tools report it. */
export const OPERATING_SYSTEMS = {
  rhel: ['Red Hat Enterprise Linux 8 (64-bit)', 'Red Hat Enterprise Linux 8.10 (Ootpa)'],
  ubuntu: ['Ubuntu Linux (64-bit)', 'Ubuntu 22.04.5 LTS'],
  windows: ['Microsoft Windows Server 2019 (64-bit)', 'Microsoft Windows Server 2019 (64-bit)'],
  windows2022: ['Microsoft Windows Server 2022 (64-bit)', 'Microsoft Windows Server 2022 (64-bit)'],
  unknown: ['Other (32-bit)', undefined],
} as const;

const LONG_NAME = 'customer-relationship-reporting-and-forecasting-service-for-the-emea-region-01';
const manyDisks = Array.from({ length: 66 }, (_, index) => ({ gib: index === 0 ? 40 : 10 }));

/** The machines of the sample estate: each kind of trouble once or twice, and healthy ones to compare with. */
export const SAMPLE_MACHINES: readonly SampleMachine[] = [
  {
    name: 'erp-db-01',
    os: 'rhel',
    disks: [{ gib: 80 }, { gib: 512 }],
    snapshots: [{ name: 'nightly-backup', takenAt: '2026-10-31T02:15', sizeMiB: 18_432 }],
  },
  { name: 'erp-app-01', os: 'rhel' },
  { name: 'erp-app-02', os: 'rhel', enableUuid: 'True' },
  { name: 'mail-01', os: 'windows', disks: [{ gib: 120 }, { gib: 1_024 }] },
  {
    name: 'mail-02',
    os: 'windows',
    disks: [{ gib: 120 }, { gib: 1_024 }],
    snapshots: [
      { name: 'before-cu14', takenAt: '2026-08-02T21:00', sizeMiB: 40_960 },
      { name: 'after-cu14', takenAt: '2026-08-02T23:40', sizeMiB: 12_288 },
      { name: 'before-certificate', takenAt: '2026-09-17T19:05', sizeMiB: 6_144 },
    ],
  },
  { name: 'file-01', os: 'windows', disks: [{ gib: 100 }, { gib: 8_192, datastore: 'san-big-01' }] },
  { name: 'file-02', os: 'windows', datastore: 'nfs-01', disks: [{ gib: 100 }, { gib: 2_048 }] },
  { name: 'web-01', os: 'ubuntu', network: 'vlan-20-dmz', disks: [{ gib: 10 }] },
  { name: 'web-02', os: 'ubuntu', network: 'vlan-20-dmz', disks: [{ gib: 10 }] },
  { name: 'web-03', os: 'ubuntu', network: 'vlan-20-dmz', tools: 'toolsNotRunning' },
  {
    name: 'web-04',
    os: 'ubuntu',
    network: 'vlan-20-dmz',
    snapshots: [{ name: 'pre-upgrade', takenAt: '2026-10-28T09:30', sizeMiB: 2_048 }],
  },
  {
    name: 'sql-cluster-01',
    os: 'windows',
    disks: [
      { gib: 120 },
      { gib: 500, datastore: 'san-02', sharing: 'sharingMultiWriter', sharedBus: 'physicalSharing' },
    ],
  },
  {
    name: 'sql-cluster-02',
    os: 'windows',
    disks: [
      { gib: 120 },
      { gib: 500, datastore: 'san-02', sharing: 'sharingMultiWriter', sharedBus: 'physicalSharing' },
    ],
  },
  { name: 'sql-raw-01', os: 'windows', disks: [{ gib: 120 }, { gib: 750, raw: true }] },
  { name: 'scratch-01', os: 'rhel', disks: [{ gib: 40 }, { gib: 200, independent: true }] },
  { name: 'plant-control-01', os: 'windows', faultTolerance: true },
  { name: 'dc-01', os: 'windows2022', efi: true, secureBoot: true },
  { name: 'dc-02', os: 'windows2022', efi: true, secureBoot: true, host: 'esx02.corp.example' },
  { name: 'pki-01', os: 'windows2022', efi: true, enableUuid: 'FALSE' },
  { name: 'tpl-windows-2022', os: 'windows2022', power: 'poweredOff', template: true, efi: true, noIp: true },
  {
    name: 'erp-db-01-recovery',
    os: 'rhel',
    power: 'poweredOff',
    srmPlaceholder: true,
    disks: [],
    noIp: true,
  },
  { name: 'build-01', os: 'ubuntu', power: 'poweredOff', noIp: true },
  { name: 'build-02', os: 'ubuntu', power: 'suspended', noIp: true },
  {
    name: 'legacy-label-printer',
    os: 'unknown',
    tools: 'toolsNotInstalled',
    noIp: true,
    disks: [{ gib: 10 }],
  },
  { name: 'backup-proxy-01', os: 'windows', disks: manyDisks },
  { name: LONG_NAME, os: 'rhel' },
  { name: 'print-01', os: 'windows', host: 'esx04.corp.example', datastore: 'local-esx04' },
  { name: 'kiosk-01', os: 'windows', tools: 'toolsNotInstalled', noIp: true },
  { name: 'hr-app-01', os: 'rhel' },
  {
    name: 'hr-app-01',
    os: 'rhel',
    network: 'vlan-30-test',
    annotation: 'copy for the payroll test, safe to delete',
  },
  { name: 'intranet-01', os: 'ubuntu', datastore: 'vsan-01', host: 'esx02.corp.example' },
  { name: 'edge-01', os: 'ubuntu', datastore: 'local-esx05', host: 'esx05.corp.example' },
  { name: 'trial-bi-01', os: 'rhel', host: 'esx06.corp.example' },
  { name: 'ticket-01', os: 'ubuntu', host: 'esx03.corp.example' },
  {
    name: 'archive-01',
    os: 'rhel',
    consolidationNeeded: true,
    disks: [{ gib: 60 }, { gib: 4_096, datastore: 'san-big-01' }],
  },
  { name: 'crm-01', os: 'rhel', enableUuid: '', annotation: 'service account: crmsvc / Summer-in-Kyoto' },
  { name: 'crm-02', os: 'rhel', tools: 'toolsOld' },
  { name: 'wiki-01', os: 'ubuntu' },
  { name: 'git-01', os: 'ubuntu', disks: [{ gib: 40 }, { gib: 300 }], host: 'esx02.corp.example' },
  { name: 'monitor-01', os: 'ubuntu', host: 'esx02.corp.example' },
  { name: 'vpn-01', os: 'ubuntu', network: 'vlan-20-dmz' },
];

/** One host of the sample. `alone`: not managed by the vCenter, read from the host itself. */
export interface SampleHost {
  readonly name: string;
  readonly licence: string;
  readonly version?: string;
  readonly maintenance?: boolean;
  readonly alone?: boolean;
  readonly certificateExpiry?: string;
}

export const ENTERPRISE = 'VMware vSphere 7 Enterprise Plus';
const FREE = 'VMware vSphere 6 Hypervisor';

/** The hosts of the sample estate. */
export const SAMPLE_HOSTS: readonly SampleHost[] = [
  { name: 'esx01.corp.example', licence: ENTERPRISE },
  { name: 'esx02.corp.example', licence: ENTERPRISE },
  { name: 'esx03.corp.example', licence: ENTERPRISE, maintenance: true },
  { name: 'esx04.corp.example', licence: FREE, version: 'VMware ESXi 6.0.0 build-3620759', alone: true },
  { name: 'esx05.corp.example', licence: ENTERPRISE, certificateExpiry: '2026-11-20T00:00' },
  { name: 'esx06.corp.example', licence: 'Evaluation Mode' },
];

/** One datastore of the sample. Units: GiB. */
export interface SampleDatastore {
  readonly name: string;
  readonly type: 'VMFS' | 'NFS' | 'vsan';
  readonly gib: number;
  readonly freeGib: number;
  readonly hosts: readonly string[];
}

const shared = ['esx01', 'esx02', 'esx03', 'esx05', 'esx06'].map((name) => `${name}.corp.example`);

/** The datastores of the sample estate. */
export const SAMPLE_DATASTORES: readonly SampleDatastore[] = [
  { name: 'san-01', type: 'VMFS', gib: 16_384, freeGib: 6_120, hosts: shared },
  { name: 'san-02', type: 'VMFS', gib: 8_192, freeGib: 3_900, hosts: shared },
  { name: 'san-big-01', type: 'VMFS', gib: 32_768, freeGib: 9_800, hosts: shared },
  { name: 'nfs-01', type: 'NFS', gib: 20_480, freeGib: 11_000, hosts: shared },
  { name: 'vsan-01', type: 'vsan', gib: 12_288, freeGib: 7_700, hosts: shared.slice(0, 3) },
  { name: 'local-esx04', type: 'VMFS', gib: 931, freeGib: 610, hosts: ['esx04.corp.example'] },
  { name: 'local-esx05', type: 'VMFS', gib: 931, freeGib: 790, hosts: ['esx05.corp.example'] },
];

/** The licences of the sample estate: name, total, used, expiration. Expired: the evaluation. */
export const SAMPLE_LICENCES = [
  {
    name: ENTERPRISE,
    total: 16,
    used: 8,
    expiration: 'Never',
    features: 'vMotion, Storage vMotion, DRS, vSAN witness',
  },
  { name: FREE, total: 100, used: 1, expiration: 'Never', features: 'Up to 8-way virtual SMP', alone: true },
  {
    name: 'Evaluation Mode',
    total: 0,
    used: 2,
    expiration: '2026-09-30T00:00',
    features: 'vMotion, DRS, API',
  },
] as const;
