import {
  type AddVcenter,
  asrRefusal,
  type RemoveVcenter,
  type UpdateVcenter,
  type VcenterReport,
} from '../wire';
import { accountAt, type Connection, type Database, newConnection } from './cs-database';

/** Every connection, as the vault is told of it. */
export function vcenterReports(database: Database): VcenterReport[] {
  return [...database.connections.values()].map((connection) => {
    const { name, address, port, discoveredAtMs, answers, lastSeenAtMs = null } = connection;
    const state = !answers ? 'not-answering' : discoveredAtMs === undefined ? 'discovering' : 'discovered';
    return { name, address, port, account: accountAt(database, address), state, lastSeenAtMs };
  });
}

/** Adds a connection; the same one again changes nothing. Gives the address if it is to be discovered.
 *  Errors: SIM-UNKNOWN – the account; SIM-DUPLICATE – the name or the address. */
export function addVcenter(
  database: Database,
  { name, address, port, account }: AddVcenter,
): string | undefined {
  mustKnow(database, account);
  const same = database.connections.get(address);
  if (same?.name === name && same.port === port) return undefined;
  if (same || find(database, name))
    throw asrRefusal('SIM-DUPLICATE', [name, address], `(connection ${name}, ${address})`);
  database.connections.set(address, newConnection({ name, address, port, account }, undefined));
  return address;
}

/** Lets a connection be asked with another account. Gives its address. Errors: SIM-UNKNOWN. */
export function updateVcenter(database: Database, { name, account }: UpdateVcenter): string {
  mustKnow(database, account);
  const connection = find(database, name);
  if (!connection) throw asrRefusal('SIM-UNKNOWN', [name], `(connection ${name})`);
  database.connections.set(connection.address, { ...connection, account });
  return connection.address;
}

/** Removes a connection, if it is there. Errors: SIM-VCENTER-IN-USE – a machine of it is replicated. */
export function removeVcenter({ connections, machines }: Database, { name }: RemoveVcenter): void {
  const connection = [...connections.values()].find((each) => each.name === name);
  if (!connection) return;
  const user = [...machines.values()].find(
    ({ vm, settings }) => vm !== undefined && connection.vms.includes(vm) && Object.keys(settings).length > 0,
  );
  if (user) throw asrRefusal('SIM-VCENTER-IN-USE', [name, user.machine], `(${name}: ${user.machine})`);
  connections.delete(connection.address);
}

function find({ connections }: Database, name: string): Connection | undefined {
  return [...connections.values()].find((connection) => connection.name === name);
}

function mustKnow({ accounts }: Database, account: string): void {
  if (!accounts.has(account)) throw asrRefusal('SIM-UNKNOWN', [account], `(account ${account})`);
}
