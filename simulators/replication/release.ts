import type { Process } from '../kernel';
import { type Message, NetworkFailure, Refusal } from '../network';
import { asrRefusal, type ReleaseMachine } from '../wire';
import type { Database } from './cs-database';
import type { VsphereClient } from './vsphere-client';

interface Site {
  readonly database: Database;
  readonly vsphere: VsphereClient;
  ask(address: string, about: Message): Process<unknown>;
}

/** Takes a machine off its master target and off vSphere: what is held of it is forgotten, its disks are given back to its VM, and a
 *  VM that the failback made and did not finish goes. A VM that runs is left alone. It may be done again at any time.
 *  Errors: SIM-UNREACHABLE – a master target or vSphere does not answer; what vSphere refuses. */
export function* releaseMachine(site: Site, message: ReleaseMachine): Process {
  const { database, vsphere, ask } = site;
  const { machine, masterTarget, siteVm } = message;
  const record = database.machines.get(machine);
  const receivers = new Set([record?.receiving, masterTarget].filter((name) => name != null));
  // No failback was ever begun: the site holds nothing but settings.
  if (receivers.size === 0) return;
  for (const name of receivers) {
    const server = database.servers.get(name);
    if (server) yield* ask(server.address, { kind: 'mt.release', machine } as Message);
  }
  for (const name of new Set([record?.vm, siteVm, record?.made?.vm].filter((each) => each != null))) {
    const facts = yield* vsphere.facts(name);
    if (!facts) throw asrRefusal('SIM-UNREACHABLE', [name], 'vCenter or the ESX host does not answer.');
    const { attachedTo = null } = facts.vm ?? {};
    if (attachedTo !== null) yield* vsphere.call('ReconfigVM_Task', { vm: attachedTo, detachDisksOf: name });
  }
  yield* removeUnfinished(site, message);
  if (!record) return;
  record.receiving = undefined;
  record.made = undefined;
}

/** Removes the VM that the failback made, with its files. */
function* removeUnfinished({ database, vsphere }: Site, message: ReleaseMachine): Process {
  const { machine, unfinished, siteVm, homeVm } = message;
  const record = database.machines.get(machine);
  const made = `${machine}-failback`;
  if (!unfinished || made === homeVm || !(record?.made || siteVm === made)) return;
  const vm = (yield* vsphere.facts(made))?.vm;
  if (vm?.power === 'poweredOn') return;
  const host = vm?.host ?? record?.made?.host ?? '';
  if (record?.made && record.vm === made) record.vm = record.made.instead;
  const datastore = vm?.datastores[0] ?? record?.made?.datastore ?? '';
  if (vm) yield* vsphere.call('UnregisterVM', { vm: made });
  try {
    yield* vsphere.call('DeleteDatastoreFile_Task', { name: `[${datastore}] ${made}`, host });
  } catch (error) {
    // It was deleted before.
    if (!(error instanceof Refusal && error.code === 'vim.fault.ManagedObjectNotFound')) throw error;
  }
}

/** Tells the process servers which pairs to forget. A pair that goes through the same server again is not forgotten; a server that was
 *  deleted has nothing left to forget. */
export function* tellLeaving(database: Database, ask: Site['ask']): Process {
  for (const leaving of [...database.leaving]) {
    const { pair, processServer } = leaving;
    const settings = [...database.machines.values()].flatMap((record) => Object.values(record.settings));
    const back = settings.some(({ route }) => route.pair === pair && route.processServer === processServer);
    const there = [...database.servers.values()].some(({ address }) => address === processServer);
    try {
      if (there && !back) yield* ask(processServer, { kind: 'ps.forget', pair } as Message);
    } catch (error) {
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
      continue;
    }
    database.leaving = database.leaving.filter((each) => each !== leaving);
  }
}
