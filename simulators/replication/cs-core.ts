import type { Component, Kernel, Pending, Process } from '../kernel';
import type { Endpoint, Message, Network, RequestOptions } from '../network';
import { asrRefusal, type Ports, type Rules, type StalledPair } from '../wire';
import type { Database, MachineRecord } from './cs-database';
import { Discovery } from './discovery';
import { Gate } from './gate';
import { type VimLook, VsphereClient } from './vsphere-client';

/** Where nobody knows whom to ask for. */
const NOTHING: VimLook = { facts: undefined, silent: [], refusals: [] };

export interface ConfigurationServerOptions {
  readonly name: string;
  readonly rules: Rules;
  readonly zone: string;
  readonly address: string;
  readonly passphrase: string;
  readonly ports: Ports;
  /** The vault's address. */
  readonly vault: string;
  readonly database: Database;
}

/** What every message to the configuration server stands on: its database, its way into vSphere and to the other servers, and
 *  what it remembers for one life. It knows no message. */
export abstract class CsCore {
  readonly name: string;
  readonly kernel: Kernel;
  readonly options: ConfigurationServerOptions;
  readonly component: Component<{ database: Database }>;
  /** Agents that wait for other settings, by machine and copy; volatile. */
  readonly polls = new Map<string, Pending<void>>();
  /** What each process server and agent said last that it cannot pass on; volatile. */
  readonly stalled = new Map<string, readonly StalledPair[]>();
  vsphere: VsphereClient;
  discovery: Discovery;
  private readonly network: Network;
  /** The interface of the management server; a restore may bring up another. */
  private readonly home: Endpoint;
  private endpoint: Endpoint;
  /** What changes a machine's VM on the site is done one after another. */
  private readonly turns = new Map<string, Gate>();

  constructor(kernel: Kernel, network: Network, options: ConfigurationServerOptions) {
    this.kernel = kernel;
    this.network = network;
    this.name = options.name;
    this.options = options;
    kernel.journal.conceal(options.passphrase);
    this.home = network.attach(options.address, options.zone);
    this.endpoint = this.home;
    this.component = kernel.component(`configuration server ${options.name}`, { database: options.database });
    this.vsphere = this.newClient();
    this.discovery = this.newDiscovery();
    this.component.onBoot(() => {
      this.forgetLastLife();
      this.onBoot();
    });
  }

  /** What runs at each start. */
  protected abstract onBoot(): void;

  get address(): string {
    return this.endpoint.address;
  }

  get database(): Database {
    return this.component.durable.database;
  }

  /** The network interface of the management server, which other roles may share. */
  get nic(): Endpoint {
    return this.endpoint;
  }

  /** Answers at `address` from the next start on; the other roles of the management server keep its network interface. */
  moveTo(address: string): void {
    if (address === this.endpoint.address) return;
    this.endpoint.silence(this.component as Component);
    this.endpoint =
      address === this.home.address ? this.home : this.network.attach(address, this.options.zone);
  }

  /** Asks a process server or master target. */
  ask<A>(address: string, message: Message, options?: RequestOptions): Process<A> {
    return this.endpoint.request<A>(address, this.options.ports.data, message, options);
  }

  /** What vSphere says of a VM, if one is known. */
  *look(vm: string | undefined): Process<VimLook> {
    return vm === undefined ? NOTHING : yield* this.vsphere.look(vm);
  }

  /** Does one thing at a time for each machine. */
  *inTurn<T>(machine: string, body: Process<T>): Process<T> {
    const turn = this.turns.get(machine) ?? new Gate();
    this.turns.set(machine, turn);
    yield* turn.enter();
    try {
      return yield* body;
    } finally {
      turn.leave();
    }
  }

  record(machine: string): MachineRecord {
    const record = this.database.machines.get(machine);
    if (!record) throw asrRefusal('SIM-NOT-IN-DATABASE', [machine]);
    return record;
  }

  /** The address of a process server or master target; the server itself is one, too. */
  server(name: string): string {
    const server = this.database.servers.get(name);
    if (!server) throw asrRefusal(name === this.name ? 'SIM-NO-PROCESS-SERVER' : 'SIM-UNKNOWN', [name]);
    return server.address;
  }

  masterTarget(name: string): { vm: string; address: string } {
    const record = this.database.masterTargets.get(name);
    const server = this.database.servers.get(name);
    if (!record || !server) throw asrRefusal('SIM-NO-MASTER-TARGET', [name]);
    return { vm: record.vm, address: server.address };
  }

  private forgetLastLife(): void {
    this.vsphere = this.newClient();
    this.discovery = this.newDiscovery();
    this.stalled.clear();
    this.polls.clear();
    this.turns.clear();
  }

  private newClient(): VsphereClient {
    return new VsphereClient(
      () => this.endpoint,
      () => this.database,
    );
  }

  private newDiscovery(): Discovery {
    return new Discovery(
      this.kernel,
      () => this.database,
      () => this.vsphere,
    );
  }
}
