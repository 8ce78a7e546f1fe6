import type { Process } from '../kernel';
import { type Message, NetworkFailure, Refusal } from '../network';
import type { RecoveryPoint } from '../storage';
import {
  asrRefusal,
  type RollBack,
  type ShutDownSource,
  type StartRecovered,
  type SyncLatest,
} from '../wire';
import type { CsCore } from './cs-core';

const LOOK_AGAIN_MS = 5_000;
const SHUTDOWN_TIMEOUT_MS = 15 * 60_000;
/** Last changes that nobody insists on are waited for so long. Source: assumed. */
const GIVEN_UP_MS = 60_000;

/** Shuts the guest of the site's VM down. Errors: SIM-SHUTDOWN-FAILED. */
export function* shutDownSource(cs: CsCore, { machine }: ShutDownSource): Process<Record<string, never>> {
  const vm = cs.record(machine).vm;
  if (vm === undefined)
    throw asrRefusal('SIM-SHUTDOWN-FAILED', [machine], 'A physical server cannot be shut down from here.');
  let found = (yield* cs.vsphere.facts(vm))?.vm;
  // One that is being switched on is not off.
  for (const until = cs.kernel.now + SHUTDOWN_TIMEOUT_MS; found?.task === 'PowerOnVM_Task'; ) {
    if (cs.kernel.now >= until)
      throw asrRefusal('SIM-SHUTDOWN-FAILED', [machine], 'It is being switched on, and that does not end.');
    yield LOOK_AGAIN_MS;
    found = (yield* cs.vsphere.facts(vm))?.vm;
  }
  if (found?.power === 'poweredOff') return {};
  try {
    yield* cs.vsphere.call('ShutdownGuest', { vm, timeoutMs: SHUTDOWN_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw asrRefusal('SIM-SHUTDOWN-FAILED', [machine], error.message);
  }
  return {};
}

/** Waits until nothing is on its way any more, and tells the newest recovery point. */
export function* syncLatest(
  cs: CsCore,
  { machine, pair, wayNeeded }: SyncLatest,
): Process<Omit<RecoveryPoint, 'views'> | null> {
  const record = cs.record(machine);
  const settings =
    record.settings.azure?.route.pair === pair ? record.settings.azure : record.settings['on-premises'];
  if (!settings || settings.route.pair !== pair) throw asrRefusal('SIM-UNKNOWN', [pair]);
  const { processServer, target, port } = settings.route;
  const patience = wayNeeded ? { keepAlive: true } : { timeoutMs: GIVEN_UP_MS };
  try {
    yield* cs.ask(processServer, { kind: 'ps.flush', pair } as Message, patience);
  } catch (error) {
    if (wayNeeded || !(error instanceof Refusal || error instanceof NetworkFailure)) throw error;
  }
  if (port !== cs.options.ports.data) return null;
  return yield* cs.ask(target, { kind: 'mt.latest', pair } as Message);
}

/** Lets the master target bring the disks to a recovery point. */
export function* rollBack(
  cs: CsCore,
  { machine, pair, masterTarget, point }: RollBack,
): Process<Omit<RecoveryPoint, 'views'>> {
  cs.record(machine);
  const { address } = cs.masterTarget(masterTarget);
  return yield* cs.ask(address, { kind: 'mt.roll', pair, point } as Message, { keepAlive: true });
}

/** Gives the disks back to the VM and starts it. */
export function* startRecovered(
  cs: CsCore,
  { machine, pair, masterTarget }: StartRecovered,
): Process<Record<string, never>> {
  const record = cs.record(machine);
  const target = cs.masterTarget(masterTarget);
  const name = record.vm ?? '';
  yield* cs.ask(target.address, { kind: 'mt.detach', pair } as Message);
  const vm = (yield* cs.vsphere.facts(name))?.vm;
  if (!vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [name]);
  if (vm.attachedTo !== null)
    yield* cs.vsphere.call('ReconfigVM_Task', { vm: target.vm, detachDisksOf: name });
  record.cameHomeAtMs ??= cs.kernel.now;
  if (vm.power === 'poweredOff') yield* cs.vsphere.call('PowerOnVM_Task', { vm: name });
  record.receiving = undefined;
  return {};
}
