import { resolve } from 'node:path';
import { type Assessment, assess, readAssumptions } from './index';
import type { Inventory } from './inventory';
import { type FixtureSheets, importSheets } from './inventory/fixture.spec';

const VINFO = [
  'VM',
  'Powerstate',
  'VM ID',
  'VI SDK UUID',
  'Host',
  'Template',
  'Firmware',
  'EFI Secure boot',
  'OS according to the configuration file',
];
const OS = 'Ubuntu Linux (64-bit)';

/** One healthy machine, one with a snapshot, one that is off, one template: the smallest estate that has every verdict but unknown. */
export const SMALL_ESTATE: FixtureSheets = {
  vInfo: [
    VINFO,
    ['web-01', 'poweredOn', 'vm-1', 'vc', 'esx01', 'False', 'bios', 'False', OS],
    ['erp-db-01', 'poweredOn', 'vm-2', 'vc', 'esx01', 'False', 'bios', 'False', OS],
    ['build-01', 'poweredOff', 'vm-3', 'vc', 'esx01', 'False', 'bios', 'False', OS],
    ['tpl-01', 'poweredOff', 'vm-4', 'vc', 'esx01', 'True', 'bios', 'False', OS],
  ],
  vDisk: [
    ['VM', 'VM ID', 'VI SDK UUID', 'Disk', 'Capacity MiB', 'Path', 'Raw', 'Sharing mode'],
    ['web-01', 'vm-1', 'vc', 'Hard disk 1', 20_480, '[san-01] web-01/web-01.vmdk', 'False', 'sharingNone'],
    ['erp-db-01', 'vm-2', 'vc', 'Hard disk 1', 40_960, '[san-01] erp/erp.vmdk', 'False', 'sharingNone'],
    ['build-01', 'vm-3', 'vc', 'Hard disk 1', 10_240, '[san-01] b/b.vmdk', 'False', 'sharingNone'],
  ],
  vSnapshot: [
    ['VM', 'VM ID', 'VI SDK UUID', 'Name'],
    ['erp-db-01', 'vm-2', 'vc', 'nightly-backup'],
  ],
  vHost: [
    ['Host', 'VI SDK UUID', 'Assigned License(s)', 'in Maintenance Mode'],
    ['esx01', 'vc', 'VMware vSphere 7 Enterprise Plus', 'False'],
  ],
  vDatastore: [
    ['Name', 'VI SDK UUID', 'Type', 'Hosts', 'Capacity MiB'],
    ['san-01', 'vc', 'VMFS', 'esx01', 1_048_576],
  ],
};

/** The small estate with some sheets replaced; `undefined` leaves a sheet out. */
export function estateWith(
  changes: Readonly<Record<string, FixtureSheets[string] | undefined>>,
): Promise<Inventory> {
  const sheets = Object.entries({ ...SMALL_ESTATE, ...changes }).filter(([, rows]) => rows !== undefined);
  return importSheets(Object.fromEntries(sheets) as FixtureSheets);
}

/** Assesses an inventory with the usual options. */
export function assessed(inventory: Inventory, ...assume: readonly string[]): Assessment {
  const options = { seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 4 * 3_600_000 };
  return assess(inventory, readAssumptions(assume, inventory), options);
}

/** The verdict of one machine, by its name. */
export function verdictOf({ machines }: Assessment, name: string): Assessment['machines'][number] {
  const found = machines.find((machine) => machine.name === name);
  if (!found)
    throw new Error(`no verdict for ${name}, only for ${machines.map((each) => each.name).join(', ')}`);
  return found;
}

/** Where the shared sample exports lie, beside the repository. */
export const SHARED_SAMPLES = resolve(__dirname, '..', '..', 'shared', 'data', 'inventory', 'rvtools');
