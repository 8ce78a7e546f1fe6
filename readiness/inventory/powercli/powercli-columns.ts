import type { SheetKey } from '../columns';
import type { Cell } from '../read-workbook';
import { inUtc } from '../vim/dump-node';

/** How a property of a PowerCLI object stands for a column of ours: which header that column has, and how its values are written. */
export interface PowercliColumn {
  readonly property: string;
  readonly header: string;
  readonly read?: (cell: Cell) => Cell;
}

/** One kind of PowerCLI object: the command that gives it, the sheet it stands for, and the properties by which it is known. */
export interface PowercliKind {
  readonly command: string;
  readonly sheet: SheetKey;
  readonly knownBy: readonly string[];
  readonly columns: readonly PowercliColumn[];
}

const KIB_PER_MIB = 1024;

/** What is read of each command's output. Of two properties for one column the first that is there counts.
 *  Source: the property lists of PowerCLI's types – documented; enumerations come as numbers from Windows PowerShell – observed. */
export const POWERCLI_KINDS: readonly PowercliKind[] = [
  {
    command: 'Get-HardDisk',
    sheet: 'vdisk',
    knownBy: ['Filename', 'Parent'],
    columns: [
      { property: 'Parent', header: 'VM' },
      { property: 'ParentId', header: 'VM ID', read: moref },
      { property: 'Name', header: 'Disk' },
      { property: 'Filename', header: 'Disk Path' },
      { property: 'CapacityKB', header: 'Capacity MiB', read: (cell) => scaled(cell, 1 / KIB_PER_MIB) },
      { property: 'CapacityGB', header: 'Capacity MiB', read: (cell) => scaled(cell, 1024) },
      { property: 'Persistence', header: 'Disk Mode', read: (cell) => named(PERSISTENCE, cell) },
      { property: 'DiskType', header: 'Raw', read: (cell) => rawOf(cell) },
      { property: 'StorageFormat', header: 'Thin', read: (cell) => thinOf(cell) },
    ],
  },
  {
    command: 'Get-Snapshot',
    sheet: 'vsnapshot',
    knownBy: ['VM', 'Created'],
    columns: [
      { property: 'VM', header: 'VM' },
      { property: 'VMId', header: 'VM ID', read: moref },
      { property: 'Name', header: 'Name' },
      { property: 'Description', header: 'Description' },
      { property: 'Created', header: 'Date / time', read: dated },
      { property: 'SizeMB', header: 'Size MiB', read: (cell) => scaled(cell, 1) },
      { property: 'SizeGB', header: 'Size MiB', read: (cell) => scaled(cell, 1024) },
    ],
  },
  {
    command: 'Get-VM',
    sheet: 'vinfo',
    knownBy: ['Name', 'PowerState', 'NumCpu'],
    columns: [
      { property: 'Name', header: 'VM' },
      { property: 'PowerState', header: 'Powerstate', read: (cell) => named(POWER_STATES, cell) },
      { property: 'Id', header: 'VM ID', read: moref },
      { property: 'PersistentId', header: 'VM UUID' },
      { property: 'VMHost', header: 'Host' },
      { property: 'GuestId', header: 'OS according to the configuration file' },
      { property: 'Guest', header: 'OS according to the VMware Tools', read: guestOf },
      { property: 'NumCpu', header: 'CPUs' },
      { property: 'MemoryMB', header: 'Memory', read: (cell) => scaled(cell, 1) },
      { property: 'MemoryGB', header: 'Memory', read: (cell) => scaled(cell, 1024) },
      { property: 'ProvisionedSpaceGB', header: 'Provisioned MiB', read: (cell) => scaled(cell, 1024) },
      { property: 'UsedSpaceGB', header: 'In Use MiB', read: (cell) => scaled(cell, 1024) },
      { property: 'Notes', header: 'Annotation' },
    ],
  },
  {
    command: 'Get-VMHost',
    sheet: 'vhost',
    knownBy: ['Name', 'ConnectionState', 'Build'],
    columns: [
      { property: 'Name', header: 'Host' },
      { property: 'Version', header: 'ESX Version' },
      { property: 'ConnectionState', header: 'in Maintenance Mode', read: maintenanceOf },
    ],
  },
  {
    command: 'Get-Datastore',
    sheet: 'vdatastore',
    knownBy: ['Name', 'FreeSpaceGB', 'CapacityGB'],
    columns: [
      { property: 'Name', header: 'Name' },
      { property: 'Type', header: 'Type' },
      { property: 'Accessible', header: 'Accessible' },
      { property: 'CapacityMB', header: 'Capacity MiB', read: (cell) => scaled(cell, 1) },
      { property: 'CapacityGB', header: 'Capacity MiB', read: (cell) => scaled(cell, 1024) },
      { property: 'FreeSpaceMB', header: 'Free MiB', read: (cell) => scaled(cell, 1) },
      { property: 'FreeSpaceGB', header: 'Free MiB', read: (cell) => scaled(cell, 1024) },
    ],
  },
];

const POWER_STATES = ['poweredOff', 'poweredOn', 'suspended'];
const PERSISTENCE = [
  'persistent',
  'nonpersistent',
  'undoable',
  'independent_persistent',
  'independent_nonpersistent',
];

/** `VirtualMachine-vm-123`: the type, and the id within the vCenter. */
function moref(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.replace(/^[A-Za-z]+-(?=[a-z]+-?\d)/, '') : cell;
}

/** Enumerations are names, or their numbers. A name is left as it is. */
function named(names: readonly string[], cell: Cell): Cell {
  const index = typeof cell === 'number' ? cell : /^\d+$/.test(String(cell)) ? Number(cell) : -1;
  return names[index] ?? cell;
}

/** A culture may write the decimal point as a comma; PowerShell groups no thousands. */
function scaled(cell: Cell, factor: number): Cell {
  const number =
    typeof cell === 'string' && /^\d+([.,]\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : cell;
  return typeof number === 'number' ? number * factor : cell;
}

/** `name:system`, or the system alone. */
function guestOf(cell: Cell): Cell {
  return typeof cell === 'string' && cell.includes(':') ? cell.slice(cell.indexOf(':') + 1) : null;
}

function rawOf(cell: Cell): Cell {
  const word = String(cell).toLowerCase();
  return /^raw/.test(word) ? true : word === 'flat' ? false : null;
}

function thinOf(cell: Cell): Cell {
  const word = String(cell).toLowerCase();
  return word === 'thin' ? true : /thick/.test(word) ? false : null;
}

function maintenanceOf(cell: Cell): Cell {
  const word = String(cell).toLowerCase();
  return word === 'maintenance' ? true : word === 'connected' ? false : null;
}

/** `/Date(1733616000000)/` of Windows PowerShell is a moment in UTC, and so is text with a zone; words of some culture are left as they are. */
function dated(cell: Cell): Cell {
  const ms = /^\/Date\((\d+)\)\/$/.exec(String(cell))?.[1];
  if (ms !== undefined) return new Date(Number(ms));
  return inUtc(cell);
}
