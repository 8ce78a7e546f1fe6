import { Misuse } from '../kernel';
import { AZURE } from './azure';
import type { PlantedBug } from './bug';
import { CONFIGURATION_SERVER } from './configuration-server';
import { DISKS } from './disks';
import { GUEST } from './guest';
import { MASTER_TARGET } from './master-target';
import { NETWORK } from './network';
import { OPERATOR } from './operator';
import { PROCESS_SERVER } from './process-server';
import { VSPHERE } from './vsphere';

/** Every planted bug, layer by layer. */
export const PLANTED: readonly PlantedBug[] = [
  ...GUEST,
  ...DISKS,
  ...PROCESS_SERVER,
  ...NETWORK,
  ...MASTER_TARGET,
  ...CONFIGURATION_SERVER,
  ...AZURE,
  ...VSPHERE,
  ...OPERATOR,
];

const BY_NAME = new Map(PLANTED.map((bug) => [bug.name, bug]));

/** Errors: HW-PLANT-UNKNOWN, with the names that come near. */
export function plantNamed(name: string): PlantedBug {
  const found = BY_NAME.get(name);
  if (found) return found;
  const words = name.split(/[^a-z]+/i);
  const near = PLANTED.filter((bug) => words.some((word) => word.length > 1 && bug.name.includes(word)));
  const known = near.length > 0 ? near : PLANTED;
  throw new Misuse(
    'HW-PLANT-UNKNOWN',
    `there is no planted bug "${name}"`,
    `${near.length > 0 ? 'Near it' : 'There are'}: ${known.map((bug) => bug.name).join(', ')}.`,
  );
}
