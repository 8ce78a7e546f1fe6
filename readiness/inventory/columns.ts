/** As many data disks as Site Recovery takes of one machine; the template shows two. */
export const DISKS_MAX = 64;

/** The columns that are read, sheet by sheet: our name for each, and the headers that RVTools has given it over the years.
 *  Case, blanks, dots and underscores do not matter; MB counts as MiB; a sheet-name prefix (`vInfoPowerstate`) is dropped.
 *  The first header of a list is today's.
 *  Source: header lists of RVTools 4.7.1.4 and of public 3.x workbooks – observed. */
export const COLUMNS = {
  vinfo: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    smbiosUuid: ['SMBIOS UUID'],
    powerState: ['Powerstate', 'Power state'],
    template: ['Template'],
    srmPlaceholder: ['SRM Placeholder'],
    connectionState: ['Connection state'],
    host: ['Host'],
    cluster: ['Cluster'],
    datacenter: ['Datacenter'],
    osConfigured: ['OS according to the configuration file', 'OS', 'OS Config'],
    osReported: ['OS according to the VMware Tools', 'OS Tools'],
    cpus: ['CPUs'],
    memoryMiB: ['Memory', 'Memory MiB'],
    firmware: ['Firmware'],
    secureBoot: ['EFI Secure boot', 'Secure boot'],
    enableUuid: ['EnableUUID', 'disk.EnableUUID'],
    cbt: ['CBT'],
    ftState: ['FT State'],
    consolidationNeeded: ['Consolidation Needed'],
    primaryIp: ['Primary IP Address', 'Primary IP'],
    network1: ['Network #1', 'Network1'],
    network2: ['Network #2', 'Network2'],
    network3: ['Network #3', 'Network3'],
    network4: ['Network #4', 'Network4'],
    network5: ['Network #5', 'Network5'],
    network6: ['Network #6', 'Network6'],
    network7: ['Network #7', 'Network7'],
    network8: ['Network #8', 'Network8'],
    path: ['Path'],
    provisionedMiB: ['Provisioned MiB', 'Provisioned'],
    usedMiB: ['In Use MiB', 'In Use'],
    annotation: ['Annotation', 'Notes'],
  },
  vdisk: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    label: ['Disk', 'Disk name', 'Label'],
    path: ['Disk Path', 'Path'],
    capacityMiB: ['Capacity MiB', 'Capacity'],
    raw: ['Raw'],
    mode: ['Disk Mode', 'Mode'],
    sharing: ['Sharing mode', 'Sharing'],
    sharedBus: ['Shared Bus'],
    controller: ['Controller'],
    thin: ['Thin'],
    diskUuid: ['Disk UUID'],
  },
  vpartition: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    mount: ['Disk', 'Partition'],
    capacityMiB: ['Capacity MiB', 'Capacity'],
    consumedMiB: ['Consumed MiB', 'Consumed'],
  },
  vnetwork: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    label: ['NIC label', 'Adapter label'],
    network: ['Network'],
    mac: ['Mac Address'],
    ipv4: ['IPv4 Address', 'IP Address'],
    connected: ['Connected'],
    startsConnected: ['Starts Connected'],
    macType: ['Type', 'Mac Type'],
  },
  vsnapshot: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    name: ['Name', 'Snapshot', 'Snapshot name'],
    description: ['Description'],
    takenAt: ['Date / time', 'Creation date', 'Date'],
    sizeMiB: ['Size MiB (total)', 'Size MiB', 'Size'],
  },
  vtools: {
    vm: ['VM', 'VM Name'],
    ...ids(),
    tools: ['Tools', 'Tools state', 'Tools status'],
  },
  vhost: {
    host: ['Host', 'Name', 'Host name'],
    ...vcenter(),
    esxVersion: ['ESX Version', 'ESXi Version'],
    licences: ['Assigned License(s)', 'Assigned Licenses', 'Assigned License', 'License'],
    maintenanceMode: ['in Maintenance Mode', 'Maintenance Mode'],
    cluster: ['Cluster'],
    datacenter: ['Datacenter'],
    certificateExpiry: ['Certificate Expiry Date', 'Certificate Expiry'],
  },
  vdatastore: {
    name: ['Name', 'Datastore'],
    ...vcenter(),
    type: ['Type'],
    accessible: ['Accessible'],
    capacityMiB: ['Capacity MiB', 'Capacity'],
    freeMiB: ['Free MiB', 'Free'],
    hostCount: ['# Hosts', 'Num Hosts'],
    hosts: ['Hosts'],
  },
  vlicense: {
    name: ['Name', 'License'],
    ...vcenter(),
    total: ['Total'],
    used: ['Used'],
    expiration: ['Expiration Date', 'Expiration'],
    features: ['Features'],
  },
  /** The sheets Compatible VMs and Incompatible VMs of a Deployment Planner report. Source: site-recovery-vmware-deployment-planner-analyze-report. */
  planner: {
    vm: ['VM Name'],
    compatibility: ['VM Compatibility'],
    churn: [
      'Peak Data Churn in MBps (with Growth Factor)',
      'Peak Data Churn in MB/s (with Growth Factor)',
      'Peak Data Churn in MBps',
      'Peak Data Churn (MBps)',
    ],
    iops: ['Peak R/W IOPS (with Growth Factor)', 'Peak R/W IOPS'],
    diskCount: ['Number of Disks'],
    diskGb: ['Disk size (GB)'],
    cpus: ['Cores'],
    memoryMb: ['Memory (MB)'],
    bootType: ['Boot Type'],
  },
  /** The import file of Azure Migrate, of both ages; `*` marks what must be filled. Source: the published template – observed. */
  migrate: {
    vm: ['*Server name'],
    addresses: ['IP addresses'],
    cpus: ['*Cores'],
    memoryMb: ['*Memory (In MB)'],
    os: ['*OS name'],
    bootType: ['Boot type'],
    diskCount: ['Number of disks'],
    ...numberedDisks(),
  },
  vsource: { name: ['Name'], ...vcenter(), server: ['VI SDK Server'] },
  vmetadata: {
    version: ['RVTools version'],
    majorVersion: ['RVTools major version'],
    createdAt: ['xlsx creation datetime', 'creation datetime'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

/** A sheet that is read, by its lower-case name. */
export type SheetKey = keyof typeof COLUMNS;

/** A column of a sheet, by our name for it. */
export type ColumnKey<S extends SheetKey> =
  | (keyof (typeof COLUMNS)[S] & string)
  | (S extends 'migrate' ? NumberedDisk : never);

/** Brings a header to the form in which headers are compared. `#` stays: `Hosts` and `# Hosts` are two columns. */
export function plainHeader(header: string, sheet: string): string {
  const plain = header.toLowerCase().replace(/[\s._/\\()*-]+/g, '');
  const own = plain.length > sheet.length && plain.startsWith(sheet) ? plain.slice(sheet.length) : plain;
  return own.replace(/mb(?=$|total$|vmsn$)/, 'mib');
}

type NumberedDisk = `disk${number}Gb` | `disk${number}WriteMb` | `disk${number}WriteOps`;

function numberedDisks(): Readonly<Record<string, readonly string[]>> {
  const columns = Array.from({ length: DISKS_MAX }, (_, index) => [
    [`disk${index + 1}Gb`, [`Disk ${index + 1} size (In GB)`]],
    [`disk${index + 1}WriteMb`, [`Disk ${index + 1} write throughput (MB per second)`]],
    [`disk${index + 1}WriteOps`, [`Disk ${index + 1} write ops (operations per second)`]],
  ]);
  return Object.fromEntries(columns.flat());
}

function vcenter() {
  return { vcenterUuid: ['VI SDK UUID', 'vCenter UUID'] } as const;
}

/** `VM ID` is the managed object id, unique within a vCenter only. Older exports have the UUID alone. */
function ids() {
  return { vmId: ['VM ID', 'Object ID'], vmUuid: ['VM UUID', 'UUID'], ...vcenter() } as const;
}
