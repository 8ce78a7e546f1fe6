import type { Process } from '../kernel';
import { type Cause, type Endpoint, NetworkFailure, Refusal } from '../network';
import {
  asrRefusal,
  PORT,
  type VimCall,
  type VimFacts,
  type VimInventory,
  type VimMethod,
  type VimMethods,
} from '../wire';
import { accountAt, type Database } from './cs-database';
import { Gate } from './gate';

/** How often a call is made again while another task works on the same VM: ten seconds apart. */
const BUSY_ATTEMPTS = 12;

/** What is seen of a VM at all connections. Shape: in the order of the connections. */
export interface VimLook {
  readonly facts: VimFacts | undefined;
  /** The addresses that do not answer. */
  readonly silent: readonly string[];
  readonly refusals: readonly Cause[];
}

/** The configuration server's way into vSphere: it logs in with the account of its database, at a vCenter server or at the
 *  hosts that stand alone. It is volatile: each life of the configuration server makes its own. */
export class VsphereClient {
  private readonly endpoint: () => Endpoint;
  private readonly database: () => Database;
  private readonly reconfigurations = new Gate();

  constructor(endpoint: () => Endpoint, database: () => Database) {
    this.endpoint = endpoint;
    this.database = database;
  }

  /** Where it asks: what was discovered, in the order it was added. */
  private get apis(): readonly string[] {
    return [...this.database().connections.values()].flatMap(({ address, discoveredAtMs }) =>
      discoveredAtMs === undefined ? [] : [address],
    );
  }

  /** What the account sees at one connection; undefined if it does not answer. */
  *inventoryAt(address: string): Process<VimInventory | undefined> {
    try {
      return yield* this.vimAt(address, 'RetrieveInventory', {});
    } catch (error) {
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
      return undefined;
    }
  }

  /** What the account of the vCenter connection sees of a VM; undefined if nobody answers. */
  *facts(vm: string): Process<VimFacts | undefined> {
    return (yield* this.look(vm)).facts;
  }

  /** The same, and what kept it from seeing more: connections that do not answer, and refusals of the account itself. */
  *look(vm: string): Process<VimLook> {
    let facts: VimFacts | undefined;
    const silent: string[] = [];
    const refusals: Cause[] = [];
    for (const api of this.apis) {
      try {
        facts = yield* this.vimAt(api, 'RetrieveProperties', { vm });
        if (facts.vm) break;
      } catch (error) {
        if (error instanceof NetworkFailure) silent.push(api);
        else if (!(error instanceof Refusal)) throw error;
        // Another host knows this VM, or nobody does.
        else if (error.code !== 'vim.fault.ManagedObjectNotFound') refusals.push(...error.causes);
      }
    }
    return { facts, silent, refusals };
  }

  /** One call, at whichever vCenter or host knows the VM. Changes of the master target's VM go one after another; where
   *  somebody else works on a VM, it waits a while. */
  *call<M extends VimMethod>(method: M, args: VimMethods[M]['args']): Process<VimMethods[M]['answer']> {
    const { reconfigurations } = this;
    if (method === 'ReconfigVM_Task') yield* reconfigurations.enter();
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return yield* this.vimAnywhere(method, args);
        } catch (error) {
          const busy = error instanceof Refusal && error.code === 'vim.fault.TaskInProgress';
          if (!busy || attempt === BUSY_ATTEMPTS) throw error;
        }
        yield 10_000;
      }
    } finally {
      if (method === 'ReconfigVM_Task') reconfigurations.leave();
    }
  }

  private *vimAnywhere<M extends VimMethod>(
    method: M,
    args: VimMethods[M]['args'],
  ): Process<VimMethods[M]['answer']> {
    let last: unknown;
    for (const api of this.apis) {
      try {
        return yield* this.vimAt(api, method, args);
      } catch (error) {
        last = error;
        if (!(error instanceof Refusal && error.code === 'vim.fault.ManagedObjectNotFound')) throw error;
      }
    }
    throw last ?? asrRefusal('SIM-NO-HOST', []);
  }

  private vimAt<M extends VimMethod>(
    api: string,
    method: M,
    args: VimMethods[M]['args'],
  ): Process<VimMethods[M]['answer']> {
    const database = this.database();
    const account = accountAt(database, api);
    const login = database.accounts.get(account);
    if (!login) throw asrRefusal('SIM-UNKNOWN', [account], '(vCenter account)');
    const port = database.connections.get(api)?.port ?? PORT.control;
    const call: VimCall<M> = { kind: 'vim', login, method, args };
    return this.endpoint().request(api, port, call, { keepAlive: true });
  }
}
