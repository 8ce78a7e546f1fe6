import type { Kernel, Process } from '../kernel';
import type { VimDatastoreFacts } from '../wire';
import type { Database } from './cs-database';
import type { VsphereClient } from './vsphere-client';

/** So often every connection is gone through anew. Source: AZURE.md §4.3 (account sync) – documented. */
const DISCOVERY_EVERY_MS = 15 * 60_000;
/** A connection that was just added is gone through within this time. Source: assumed. */
const FIRST_DISCOVERY_MS = 3 * 60_000;

/** What the configuration server finds at the vCenter servers and standalone hosts that it was told of, with the account it was
 *  given. What has not been discovered does not exist for it.
 *  State machine of a connection: added → discovered; it stays so while it does not answer. */
export class Discovery {
  private readonly kernel: Kernel;
  private readonly database: () => Database;
  private readonly client: () => VsphereClient;
  private readonly datastores = new Map<string, readonly VimDatastoreFacts[]>();
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private told: { readonly lists: readonly (readonly string[])[]; readonly vms: readonly string[] } = {
    lists: [],
    vms: [],
  };

  constructor(kernel: Kernel, database: () => Database, client: () => VsphereClient) {
    this.kernel = kernel;
    this.database = database;
    this.client = client;
  }

  /** The datastores of a master target's host, as they were found last. */
  datastoresOf(masterTarget: string): readonly VimDatastoreFacts[] | undefined {
    return this.datastores.get(masterTarget);
  }

  /** The names of the virtual machines found at all connections, in the order of the connections. */
  get vms(): readonly string[] {
    const lists = [...this.database().connections.values()].map(({ vms }) => vms);
    // They are told with every recovery point, and change once a quarter of an hour.
    const same =
      lists.length === this.told.lists.length && lists.every((list, i) => list === this.told.lists[i]);
    if (!same) this.told = { lists, vms: lists.flat() };
    return this.told.vms;
  }

  /** Goes through what is due: everything each quarter of an hour, datastores every time. */
  *run(): Process {
    if (this.kernel.now - this.lastAtMs >= DISCOVERY_EVERY_MS) {
      this.lastAtMs = this.kernel.now;
      for (const { address, discoveredAtMs } of [...this.database().connections.values()])
        if (discoveredAtMs !== undefined) yield* this.discover(address);
    }
    for (const { name, vm } of this.database().masterTargets.values()) {
      const facts = yield* this.client().facts(vm);
      this.datastores.set(name, facts?.datastores ?? []);
    }
  }

  /** Goes through a connection that was just added or is asked with another account. */
  *first(address: string): Process {
    yield FIRST_DISCOVERY_MS;
    yield* this.discover(address);
  }

  private *discover(address: string): Process {
    const found = yield* this.client().inventoryAt(address);
    const connection = this.database().connections.get(address);
    if (!connection) return;
    if (!found) {
      this.database().connections.set(address, { ...connection, answers: false });
      return;
    }
    const { vms, hosts } = found;
    if (connection.discoveredAtMs === undefined || connection.hosts.join() !== hosts.join())
      this.kernel.record('cs.discovered', address, { hosts, vms: vms.length });
    const { now } = this.kernel;
    const seen = { discoveredAtMs: now, lastSeenAtMs: now, answers: true };
    this.database().connections.set(address, { ...connection, vms, hosts, ...seen });
  }
}
