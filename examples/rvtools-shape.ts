import { utils, type WorkSheet, write } from '@e965/xlsx';

/** A cell to be written. Blank cells are left out. */
export type SampleCell = string | number | boolean | undefined;

/** One row, by header. */
export type SampleRow = Readonly<Record<string, SampleCell>>;

/** One sheet to be written. `blankRows` styled rows without a value follow the data, as they do in real exports. */
export interface SampleSheet {
  readonly name: keyof typeof HEADERS;
  readonly rows: readonly SampleRow[];
  readonly blankRows?: number;
}

const VM_START = ['VM', 'Powerstate', 'Template', 'SRM Placeholder'];
const CUSTOM = ['Annotation', 'owner', 'Backup status'];
const PLACE = ['Datacenter', 'Cluster', 'Host'];
const OS = ['OS according to the configuration file', 'OS according to the VMware Tools'];
const VCENTER = ['VI SDK Server', 'VI SDK UUID'];
const VM_END = [...CUSTOM, ...PLACE, ...OS, 'VM ID', 'VM UUID', ...VCENTER];

/** The columns of each sheet, a selection of those of RVTools 4.7 in its order, with two custom attributes among them. */
export const HEADERS = {
  vInfo: [
    ...[
      ...VM_START,
      'Config status',
      'DNS Name',
      'Connection state',
      'Guest state',
      'Consolidation Needed',
      'CPUs',
    ],
    ...[
      'Memory',
      'NICs',
      'Disks',
      'Total disk capacity MiB',
      'EnableUUID',
      'CBT',
      'Primary IP Address',
      'Network #1',
    ],
    ...[
      'Network #2',
      'FT State',
      'Provisioned MiB',
      'In Use MiB',
      'Suspend Interval',
      'EFI Secure boot',
      'Firmware',
    ],
    ...[
      'HW version',
      'Path',
      ...CUSTOM,
      ...PLACE,
      ...OS,
      'VM ID',
      'SMBIOS UUID',
      'VM UUID',
      'VI SDK Server type',
    ],
    ...['VI SDK API Version', ...VCENTER],
  ],
  vDisk: [
    ...[
      ...VM_START,
      'Disk',
      'Disk Key',
      'Disk UUID',
      'Disk Path',
      'Capacity MiB',
      'Raw',
      'Disk Mode',
      'Sharing mode',
    ],
    ...[
      'Thin',
      'Controller',
      'Label',
      'SCSI Unit #',
      'Unit #',
      'Shared Bus',
      'Path',
      'Raw Comp. Mode',
      ...VM_END,
    ],
  ],
  vPartition: [
    ...VM_START,
    'Disk Key',
    'Disk',
    'Capacity MiB',
    'Consumed MiB',
    'Free MiB',
    'Free %',
    ...VM_END,
  ],
  vNetwork: [
    ...[
      ...VM_START,
      'NIC label',
      'Adapter',
      'Network',
      'Switch',
      'Connected',
      'Starts Connected',
      'Mac Address',
    ],
    ...['Type', 'IPv4 Address', 'IPv6 Address', ...VM_END],
  ],
  vSnapshot: [
    ...[
      'VM',
      'Powerstate',
      'Name',
      'Description',
      'Date / time',
      'Filename',
      'Size MiB (vmsn)',
      'Size MiB (total)',
    ],
    ...['Quiesced', 'State', ...VM_END],
  ],
  vTools: [...VM_START, 'VM Version', 'Tools', 'Tools Version', 'Upgradeable', ...VM_END],
  vHost: [
    ...[
      'Host',
      'Datacenter',
      'Cluster',
      'Config status',
      'in Maintenance Mode',
      'CPU Model',
      '# CPU',
      '# Cores',
    ],
    ...[
      '# Memory',
      '# VMs',
      'Assigned License(s)',
      'ESX Version',
      'Vendor',
      'Model',
      'Certificate Expiry Date',
    ],
    ...['Certificate Status', 'Object ID', ...VCENTER],
  ],
  vDatastore: [
    ...['Name', 'Config status', 'Address', 'Accessible', 'Type', '# VMs', 'Capacity MiB', 'Provisioned MiB'],
    ...['In Use MiB', 'Free MiB', 'Free %', '# Hosts', 'Hosts', 'Version', 'URL', 'Object ID', ...VCENTER],
  ],
  vLicense: [
    'Name',
    'Key',
    'Labels',
    'Cost Unit',
    'Total',
    'Used',
    'Expiration Date',
    'Features',
    ...VCENTER,
  ],
  vSource: [
    'Name',
    'OS type',
    'API type',
    'API version',
    'Version',
    'Build',
    'Fullname',
    'Product name',
    ...VCENTER,
  ],
  vMetaData: ['RVTools major version', 'RVTools version', 'xlsx creation datetime', 'Server'],
} as const;

/** Writes a workbook. Same sheets, same bytes. */
export function writeWorkbook(sheets: readonly SampleSheet[]): Buffer {
  const workbook = utils.book_new();
  for (const sheet of sheets) utils.book_append_sheet(workbook, makeSheet(sheet), sheet.name);
  const bytes: Buffer = write(workbook, {
    type: 'buffer',
    bookType: 'xlsx',
    bookSST: true,
    compression: true,
  });
  return bytes;
}

/** Days since 1900 as Excel counts them, of a moment written `YYYY-MM-DDTHH:MM`. */
export function serialDate(moment: string): number {
  return Date.parse(`${moment}:00Z`) / 86_400_000 + 25_569;
}

function makeSheet({ name, rows, blankRows = 0 }: SampleSheet): WorkSheet {
  const headers: readonly string[] = HEADERS[name];
  const sheet = utils.aoa_to_sheet([
    [...headers],
    ...rows.map((row) => headers.map((header) => row[header])),
  ]);
  if (blankRows === 0) return sheet;
  const lastRow = rows.length + blankRows;
  sheet['!ref'] = utils.encode_range({ s: { r: 0, c: 0 }, e: { r: lastRow, c: headers.length } });
  sheet['!rows'] = Array.from({ length: lastRow + 1 }, (_, row) => (row > rows.length ? { hpt: 12.75 } : {}));
  return sheet;
}
