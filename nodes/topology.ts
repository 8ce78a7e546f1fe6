import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readEstateFile } from '../serving/estate-file';
import { readYaml } from '../serving/yaml-file';
import type { EstateDescription } from '../simulators/description';
import { ROLES, type Role } from '../simulators/estate-parts';
import { Misuse } from '../simulators/kernel';

const SPEED_MAX = 100_000;
const PLACE = z.strictObject({
  /** By which the others reach it. */
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
});
const FILE = z.strictObject({
  estate: z.string().min(1),
  seed: z.number().int().min(0).default(1),
  speed: z.number().positive().max(SPEED_MAX).default(1),
  failedOver: z.boolean().default(false),
  nodes: z.strictObject(Object.fromEntries(ROLES.map((role) => [role, PLACE])) as Record<Role, typeof PLACE>),
});

export type Place = z.infer<typeof PLACE>;

/** An estate in several processes: what it is, and where each part of it answers.
 *  Units: virtual seconds in each real one. */
export interface Topology {
  readonly description: EstateDescription;
  readonly seed: number;
  readonly speed: number;
  /** Every machine is in Azure before clients are let in. */
  readonly failedOver: boolean;
  readonly nodes: ReadonlyMap<Role, Place>;
}

/** Reads the file that all nodes of an estate are started with; it names the estate's file, as seen from its own folder.
 *  Errors: HW-NODE-TOPOLOGY, HW-ESTATE-FILE. */
export function readTopology(path: string): Topology {
  const read = FILE.safeParse(readYaml(path, (what) => misuse(`${path} ${what}`)));
  if (!read.success) {
    const found = read.error.issues
      .slice(0, 5)
      .map(({ path: field, message }) => `${field.join('.') || 'the file'}: ${message}`);
    throw misuse(`${path} does not describe nodes: ${found.join('; ')}`);
  }
  const { estate, nodes, ...rest } = read.data;
  const description = apart(readEstateFile(resolve(dirname(path), estate)));
  return { ...rest, description, nodes: new Map(ROLES.map((role) => [role, nodes[role]])) };
}

/** An estate as it can run in several processes: the writes of a machine's two copies never have one number.
 *  Errors: HW-NODE-TOPOLOGY – something in it runs in one process only. */
export function apart(description: EstateDescription): EstateDescription {
  const [server] = description.machines.filter(({ physical }) => physical);
  if (server)
    throw misuse(
      `${server.name} is a physical server: these are not simulated in several processes, where nobody could switch them off`,
    );
  const machines = description.machines.map((machine) => ({
    ...machine,
    workload: { ...machine.workload, numbering: 'by copy' as const },
  }));
  return { ...description, machines };
}

/** What two nodes must have in common to speak with each other. Shape: hex. */
export function digestOf({ description, seed }: Pick<Topology, 'description' | 'seed'>): string {
  return createHash('sha256').update(JSON.stringify({ description, seed })).digest('hex');
}

function misuse(what: string): Misuse {
  return new Misuse('HW-NODE-TOPOLOGY', what, 'See examples/nodes/topology.yaml for a file that works.');
}
