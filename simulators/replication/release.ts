import type { Process } from '../kernel';
import { type Message, NetworkFailure, Refusal } from '../network';
import { asrRefusal, type ReleaseMachine } from '../wire';
import { refreshGroup, setSettings } from './agent-settings';
import type { CsCore } from './cs-core';
import { newVmOf } from './prepare-reverse';

/** Lets go of everything that the site holds of a machine's replication; a running copy is not touched.
 *  Errors: those of `releaseSite`. */
export function* release(cs: CsCore, message: ReleaseMachine): Process<Record<string, never>> {
  const { database } = cs;
  const record = database.machines.get(message.machine);
  if (record) record.releasedAtMs = Math.max(message.askedAtMs, record.releasedAtMs ?? 0);
  for (const copy of record ? (['on-premises', 'azure'] as const) : []) {
    const settings = record?.settings[copy];
    if (!record || !settings) continue;
    const { pair, processServer } = settings.route;
    database.leaving.add({ machine: message.machine, pair, processServer });
    setSettings(cs, record, copy, undefined);
    if (settings.group) refreshGroup(cs, settings.group.name);
  }
  yield* tellLeaving(cs);
  yield* releaseSite(cs, message);
  return {};
}

/** Takes a machine off its master target and off vSphere: what is held of it is forgotten, its disks are given back to its VM, and a
 *  VM that the failback made and did not finish goes. A VM that runs is left alone. It may be done again at any time.
 *  Errors: SIM-UNREACHABLE – a master target or vSphere does not answer; what vSphere refuses. */
function* releaseSite(cs: CsCore, message: ReleaseMachine): Process {
  const { database, vsphere } = cs;
  const { machine, masterTarget, siteVm } = message;
  const record = database.machines.get(machine);
  const receivers = new Set([record?.receiving, masterTarget].filter((name) => name != null));
  // No failback was ever begun: the site holds nothing but settings.
  if (receivers.size === 0) return;
  for (const name of receivers) {
    const server = database.servers.get(name);
    const release = { kind: 'mt.release', machine, askedAtMs: cs.kernel.now } as Message;
    if (server) yield* cs.ask(server.address, release);
  }
  for (const name of new Set([record?.vm, siteVm, record?.made?.vm].filter((each) => each != null))) {
    const facts = yield* vsphere.facts(name);
    if (!facts) throw asrRefusal('SIM-UNREACHABLE', [name], 'vCenter or the ESX host does not answer.');
    const { attachedTo = null } = facts.vm ?? {};
    if (attachedTo !== null) yield* vsphere.call('ReconfigVM_Task', { vm: attachedTo, detachDisksOf: name });
  }
  yield* removeUnfinished(cs, message);
  if (!record) return;
  record.receiving = undefined;
  record.made = undefined;
}

/** Removes the VM that the failback made, with its files. */
function* removeUnfinished({ database, vsphere }: CsCore, message: ReleaseMachine): Process {
  const { machine, unfinished, siteVm, homeVm } = message;
  const record = database.machines.get(machine);
  const made = newVmOf(machine);
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

/** Tells the process servers which pairs to forget; one that does not answer is told again with the next report. A pair that goes
 *  through the same server again is not forgotten; a server that was deleted has nothing left to forget. */
export function* tellLeaving(cs: CsCore): Process {
  const { database } = cs;
  for (const leaving of [...database.leaving]) {
    // Another one has told it meanwhile.
    if (!database.leaving.has(leaving)) continue;
    const { machine, pair, processServer } = leaving;
    const settings = Object.values(database.machines.get(machine)?.settings ?? {});
    const back = settings.some(({ route }) => route.pair === pair && route.processServer === processServer);
    const there = [...database.servers.values()].some(({ address }) => address === processServer);
    try {
      if (there && !back) yield* cs.ask(processServer, { kind: 'ps.forget', pair } as Message);
    } catch (error) {
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
      continue;
    }
    database.leaving.delete(leaving);
  }
}
