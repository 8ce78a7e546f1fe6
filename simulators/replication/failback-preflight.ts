import type { Cause } from '../network';
import { asrCause, type FailbackPreflight } from '../wire';
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
export interface FailbackView {
  readonly database: Database;
  readonly choice: FailbackPreflight;
  readonly vm: VimLook;
  readonly masterTargetVm: VimLook;
  /** What the two servers on the way said when they were asked just now; empty: they answer. */
  readonly masterTarget: readonly Cause[];
  readonly processServer: readonly Cause[];
}

/** Everything that would make a failback fail once the Azure copy is off, in a stable order; none hides another. Where the last
 *  changes are given up, the way that they would take does not count. */
export function failbackPreflight(view: FailbackView): readonly Cause[] {
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
export function silenceCause(code: '806' | '78022', name: string): Cause {
  return asrCause(code, [name], `(${name} does not answer)`);
}
