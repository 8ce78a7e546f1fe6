import { Misuse } from '../kernel';
import { AZURE } from './azure';
import { CONFIGURATION_SERVER } from './configuration-server';
import { DISKS } from './disks';
import { FRONTS } from './fronts';
import { GUEST } from './guest';
import type { FaultKind } from './kind';
import { MASTER_TARGET } from './master-target';
import { NETWORK } from './network';
import { OPERATOR } from './operator';
import { PROCESS_SERVER } from './process-server';
import { VSPHERE } from './vsphere';

/** Every kind of fault, layer by layer. */
export const FAULTS: readonly FaultKind[] = [
  ...GUEST,
  ...DISKS,
  ...PROCESS_SERVER,
  ...NETWORK,
  ...MASTER_TARGET,
  ...CONFIGURATION_SERVER,
  ...AZURE,
  ...VSPHERE,
  ...OPERATOR,
  ...FRONTS,
];

const BY_NAME = new Map(FAULTS.map((kind) => [kind.name, kind]));

/** Errors: HW-FAULT-UNKNOWN, with the names that come near. */
export function kindNamed(name: string): FaultKind {
  const found = BY_NAME.get(name);
  if (found) return found;
  const words = name.split(/[^a-z]+/i);
  const near = FAULTS.filter((kind) => words.some((word) => word.length > 3 && kind.name.includes(word)));
  throw new Misuse(
    'HW-FAULT-UNKNOWN',
    `there is no fault "${name}"`,
    near.length > 0
      ? `Near it: ${near.map((kind) => kind.name).join(', ')}.`
      : 'docs/faults.md lists all of them.',
  );
}
