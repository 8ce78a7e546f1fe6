import type { Process } from '../kernel';
import { type Cause, type Message, NetworkFailure, Refusal } from '../network';
import { asrCause, type FailbackPreflight } from '../wire';
import type { CsCore } from './cs-core';
import { accountAt, type Database } from './cs-database';
import {
  blindnessCauses,
  licenseCauses,
  onePerCode,
  privilegeCauses,
  reachableDatastores,
  reachCauses,
  snapshotCauses,
} from './vsphere-causes';
import type { VimLook } from './vsphere-client';

/** What the failback will ask of vSphere. */
const NEEDED = [
  'VirtualMachine.Config.AddExistingDisk',
  'VirtualMachine.Config.RemoveDisk',
  'VirtualMachine.Interact.PowerOn',
];

/** What the check before a failback can see. */
interface FailbackView {
  readonly database: Database;
  readonly choice: FailbackPreflight;
  readonly vm: VimLook;
  readonly masterTargetVm: VimLook;
  /** What the two servers on the way said when they were asked just now; empty: they answer. */
  readonly masterTarget: readonly Cause[];
  readonly processServer: readonly Cause[];
}

/** Looks at all that a failback needs. Errors: everything that would make it fail once the Azure copy is off. */
export function* checkFailback(cs: CsCore, choice: FailbackPreflight): Process<Record<string, never>> {
  const { database } = cs;
  const { vm } = cs.record(choice.machine);
  const processServer = database.servers.get(choice.processServer)?.address;
  const masterTarget = database.servers.get(choice.masterTarget)?.address;
  const masterTargetVm = database.masterTargets.get(choice.masterTarget)?.vm;
  const latest = { kind: 'mt.latest', pair: choice.pair } as Message;
  const causes = failbackPreflight({
    database,
    choice,
    vm: yield* cs.look(vm),
    masterTargetVm: yield* cs.look(masterTargetVm),
    masterTarget:
      masterTarget === undefined
        ? [asrCause('SIM-NO-MASTER-TARGET', [choice.masterTarget])]
        : yield* probe(cs, masterTarget, latest, silenceCause('78022', choice.masterTarget)),
    processServer:
      processServer === undefined
        ? [asrCause('SIM-NO-PROCESS-SERVER', [choice.processServer])]
        : yield* probe(cs, processServer, { kind: 'ps.alive' }, silenceCause('806', choice.processServer)),
  });
  if (causes[0]) throw new Refusal(causes[0], causes);
  return {};
}

/** Asks a server whether it is there; what it says against it, or `silence` if it does not answer three times. */
function* probe(cs: CsCore, address: string, message: Message, silence: Cause): Process<readonly Cause[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      yield* cs.ask(address, message);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.causes;
      if (!(error instanceof NetworkFailure)) throw error;
      if (attempt === 3) return [silence];
    }
    yield 20_000;
  }
}

/** Everything that would make a failback fail once the Azure copy is off, in a stable order; none hides another. Where the last
 *  changes are given up, the way that they would take does not count. */
function failbackPreflight(view: FailbackView): readonly Cause[] {
  const { database, choice, vm, masterTargetVm, masterTarget, processServer } = view;
  const causes = [...(choice.wayNeeded ? processServer : []), ...masterTarget];
  const account = accountAt(database);
  const blind = onePerCode([
    ...blindnessCauses(
      vm,
      account,
      asrCause('SIM-VM-NOT-DISCOVERED', [choice.machine], `(${choice.machine})`),
    ),
    ...blindnessCauses(masterTargetVm, account, asrCause('SIM-NO-HOST', [choice.masterTarget])),
  ]);
  const seen = vm.facts;
  const target = masterTargetVm.facts;
  if (blind.length > 0 || !seen?.vm || !target?.host) return [...causes, ...blind];
  const reach = target.privileges.includes('Datastore.Browse')
    ? reachCauses(seen.vm, target.host.name, reachableDatastores(target))
    : [];
  return [
    ...causes,
    ...reach,
    ...privilegeCauses(target.privileges, NEEDED),
    // Whatever the rules say of a reprotection: nothing is written under a snapshot.
    ...snapshotCauses([seen.vm]),
    ...licenseCauses([target.host, seen.host]),
  ];
}

/** A server that does not answer: it sends no heartbeat either, only nobody has noticed yet. */
function silenceCause(code: '806' | '78022', name: string): Cause {
  return asrCause(code, [name], `(${name} does not answer)`);
}
