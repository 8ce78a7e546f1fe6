import type { Inventory, Machine, RecoveryServer } from './inventory';

/** The master target (classic) or reprotect agent (modernized) through which a machine comes home: the one that its replication names,
 *  else the only one that there is. */
export function masterTargetOf(
  { replication }: Machine,
  { recovery }: Inventory,
): RecoveryServer | undefined {
  const targets = (recovery?.servers ?? []).filter(
    ({ role }) => role === 'master target' || role === 'reprotect agent',
  );
  const wanted = replication?.masterTarget?.value;
  if (wanted !== undefined) return targets.find(({ id }) => id?.value === wanted);
  return targets.length === 1 ? targets[0] : undefined;
}

/** The process server that replicates a machine: the one that its replication names. */
export function processServerOf(
  { replication }: Machine,
  { recovery }: Inventory,
): RecoveryServer | undefined {
  const wanted = replication?.processServer?.value;
  if (wanted === undefined) return undefined;
  return recovery?.servers.find(({ role, id }) => role === 'process server' && id?.value === wanted);
}

const FOUND = new WeakMap<Inventory, Map<RecoveryServer, Machine | undefined>>();

/** The machine of the inventory that a server of Site Recovery runs in: by its UUIDs, else by its name if that is unique. */
export function machineOf(server: RecoveryServer, inventory: Inventory): Machine | undefined {
  const known = FOUND.get(inventory) ?? new Map<RecoveryServer, Machine | undefined>();
  FOUND.set(inventory, known);
  if (!known.has(server)) known.set(server, findMachine(server, inventory));
  return known.get(server);
}

function findMachine(server: RecoveryServer, { machines }: Inventory): Machine | undefined {
  const [bios, instance] = [server.biosId?.value, server.instanceUuid?.value];
  const found = machines.filter(
    ({ smbiosUuid, instanceUuid }) =>
      (bios && smbiosUuid?.value.toLowerCase() === bios) ||
      (instance && instanceUuid?.value.toLowerCase() === instance),
  );
  if (found.length === 1) return found[0];
  const name = shortName(server.name.value);
  const named = machines.filter((machine) => shortName(machine.name.value) === name);
  return named.length === 1 ? named[0] : undefined;
}

/** Machines in which servers of Site Recovery run, by key, with the role. Nobody fails them over. */
export function serversByKey(inventory: Inventory): ReadonlyMap<string, RecoveryServer> {
  const servers = new Map<string, RecoveryServer>();
  for (const server of inventory.recovery?.servers ?? []) {
    const machine = machineOf(server, inventory);
    if (machine && !machine.replication) servers.set(machine.key, server);
  }
  return servers;
}

/** The host on which the master target runs, if the exports tell; of several the first. */
export function masterTargetHostOf(inventory: Inventory): string | undefined {
  return (inventory.recovery?.servers ?? [])
    .filter(({ role }) => role === 'master target' || role === 'reprotect agent')
    .map((server) => machineOf(server, inventory)?.host?.value)
    .find((host) => host !== undefined);
}

function shortName(name: string): string {
  return name.toLowerCase().split('.', 1)[0] ?? '';
}
