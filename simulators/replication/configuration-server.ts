import type { Component } from '../kernel';
import {
  type AddVcenter,
  type AgentPoll,
  asrRefusal,
  type CheckMachine,
  type CheckMasterTarget,
  type Credentials,
  type DiscoverReplica,
  type EnableSource,
  type FailbackPreflight,
  type Heartbeat,
  type PointMade,
  type PrepareReverse,
  type Register,
  type ReleaseMachine,
  type RemoveServer,
  type RemoveVcenter,
  type ReversePreflight,
  type RollBack,
  type ShutDownSource,
  type StartPair,
  type StartRecovered,
  type StopPair,
  type SyncLatest,
  type UpdateVcenter,
} from '../wire';
import { agentPoll } from './agent-settings';
import { CsCore } from './cs-core';
import { copyDatabase, type Database, emptyDatabase, newConnection } from './cs-database';
import { checkFailback } from './failback-preflight';
import { rollBack, shutDownSource, startRecovered, syncLatest } from './failover';
import { checkMasterTarget } from './linux-preparation';
import { startPair, stopPair } from './pairs';
import { prepareReverse } from './prepare-reverse';
import { heartbeat, register, removeServer } from './registration';
import { release } from './release';
import { checkReverse } from './reverse-preflight';
import { checkMachine, discoverReplica, enableSource } from './sources';
import { discoverNext, pointMade, reportLoop } from './vault-reports';
import { addVcenter, removeVcenter, updateVcenter } from './vcenters';

/** The configuration server: registers the other servers and the agents, knows every protected machine, acts in vSphere on
 *  behalf of the vault, and reports to it. Its database can be backed up, and restored at the same address or another.
 *  State machine: running ⇄ stopped; lost → restored. Not modelled: its own installation, MySQL, certificates. */
export class ConfigurationServer extends CsCore {
  readonly backups: { takenAtMs: number; database: Database }[] = [];

  /** The operator adds a vCenter server or a host that stands alone; it is discovered within minutes. */
  addConnection(address: string, name: string): void {
    if (this.database.connections.has(address))
      throw asrRefusal('SIM-DUPLICATE', [address], `(connection ${address})`);
    this.database.connections.set(address, newConnection({ name, address }, undefined));
    this.component.run('discovery', this.discovery.first(address));
  }

  /** The operator enters another account for the vCenter connection. */
  updateVcenterAccount(login: Credentials): void {
    this.kernel.journal.conceal(login.password);
    this.database.accounts.set(login.user, login);
    this.database.vcenterAccount = login.user;
    for (const [address, { account: _former, ...connection }] of this.database.connections)
      this.database.connections.set(address, connection);
    this.kernel.record('cs.account-updated', this.name, { account: login.user });
  }

  /** The operator adds an account that connections and reprotections can name. */
  addAccount(login: Credentials): void {
    this.kernel.journal.conceal(login.password);
    this.database.accounts.set(login.user, login);
  }

  backUp(): void {
    this.backups.push({ takenAtMs: this.kernel.now, database: copyDatabase(this.database) });
    this.kernel.record('cs.backed-up', this.name);
  }

  /** The server and its database are gone. */
  lose(): void {
    this.component.kill();
    this.component.durable.database = emptyDatabase();
    this.kernel.record('cs.lost', this.name);
  }

  /** Brings it back from its newest backup (or empty, if there is none) at `address`. */
  restore(address: string): void {
    const backup = this.backups.at(-1);
    if (backup) this.component.durable.database = copyDatabase(backup.database);
    this.moveTo(address);
    this.kernel.record('cs.restored', this.name, { address, from: backup?.takenAtMs ?? null });
    this.component.start();
  }

  protected onBoot(): void {
    for (const { address, discoveredAtMs } of this.database.connections.values())
      if (discoveredAtMs === undefined) this.component.run('discovery', this.discovery.first(address));
    this.nic.listen(this.component as Component, this.options.ports.control, {
      'cs.register': (message: Register) => register(this, message),
      'cs.check-master-target': (message: CheckMasterTarget) => checkMasterTarget(this, message),
      'cs.heartbeat': (message: Heartbeat) => heartbeat(this, message),
      'cs.agent-poll': (message: AgentPoll) => agentPoll(this, message),
      'cs.point-made': (message: PointMade) => pointMade(this, message),
      'cs.add-vcenter': (message: AddVcenter) => discoverNext(this, addVcenter(this.database, message)),
      'cs.update-vcenter': (message: UpdateVcenter) =>
        discoverNext(this, updateVcenter(this.database, message)),
      'cs.remove-vcenter': (message: RemoveVcenter) => {
        removeVcenter(this.database, message);
        return discoverNext(this, undefined);
      },
      'cs.enable-source': (message: EnableSource) => enableSource(this, message),
      'cs.remove-server': (message: RemoveServer) => removeServer(this, message),
      'cs.check-machine': (message: CheckMachine) => checkMachine(this, message),
      'cs.failback-preflight': (message: FailbackPreflight) => checkFailback(this, message),
      'cs.reverse-preflight': (message: ReversePreflight) => checkReverse(this, message),
      'cs.discover-replica': (message: DiscoverReplica) => discoverReplica(this, message),
      'cs.prepare-reverse': (message: PrepareReverse) =>
        this.inTurn(message.machine, prepareReverse(this, message)),
      'cs.start-pair': (message: StartPair) => startPair(this, message),
      'cs.stop-pair': (message: StopPair) => stopPair(this, message),
      'cs.release-machine': (message: ReleaseMachine) => this.inTurn(message.machine, release(this, message)),
      'cs.shut-down-source': (message: ShutDownSource) => shutDownSource(this, message),
      'cs.sync-latest': (message: SyncLatest) => syncLatest(this, message),
      'cs.roll-back': (message: RollBack) => rollBack(this, message),
      'cs.start-recovered': (message: StartRecovered) =>
        this.inTurn(message.machine, startRecovered(this, message)),
    });
    this.component.run('configuration server report', reportLoop(this));
  }
}
