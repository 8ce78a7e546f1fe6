import type { Fields } from '../kernel';
import { type Checker, Evidence, type FinalState, fieldsOf, type Verdict } from './checker';

/** No orphaned VM, attached disk, lock, queue or replica is left after the end of any workflow.
 *  An Azure VM stays
 *  when the protection of its machine ends. `unknown` while a workflow is still under way; what a failed job holds belongs to that job. */
export class NothingLeftBehind implements Checker {
  readonly name = 'nothing-left-behind';
  readonly kinds = ['protection.ended', 'vm.deleted'];
  /** Azure VMs whose machines are not protected any more. */
  private readonly released = new Set<string>();
  /** Machines that were purged while the site did not answer. */
  private readonly purged = new Set<string>();

  see(_time: number, kind: string, subject: string, fields: Fields): void {
    if (kind === 'vm.deleted') this.released.delete(subject);
    else {
      const { how, azureVm } = fieldsOf('protection.ended', fields);
      if (azureVm !== null) this.released.add(azureVm);
      if (how === 'purged') this.purged.add(subject);
      else this.purged.delete(subject);
    }
  }

  conclude(state: FinalState): Omit<Verdict, 'checker'> {
    if (state.activeJobs > 0)
      return { verdict: 'unknown', evidence: [`${state.activeJobs} jobs were still running`] };
    const evidence = new Evidence();
    const mending = new Set([...state.failedJobs.map((job) => job.item), ...this.purged]);
    const pairs = new Map(
      state.items.flatMap((item) => (item.pair === null ? [] : [[item.pair, item] as const])),
    );
    const itemOf = (pair: string): string => pair.slice(0, pair.lastIndexOf('/'));
    const receiving = new Set(
      [...pairs].flatMap(([pair, { name }]) => (pair.includes('/to-site-') ? [name] : [])),
    );
    for (const vm of state.vms) {
      if (mending.has(vm.machine)) continue;
      if (vm.attachedTo !== null && !receiving.has(vm.machine)) {
        evidence.breach(state.now, `the disks of ${vm.name} are still attached to ${vm.attachedTo}`);
      }
      if (vm.busy) evidence.breach(state.now, `${vm.name} is locked by a task that is not running`);
    }
    for (const pair of state.attachedPairs) {
      if (!pairs.has(pair) && !mending.has(itemOf(pair)))
        evidence.breach(state.now, `a master target still holds ${pair}`);
    }
    for (const pair of state.queuedPairs) {
      if (!pairs.has(pair) && !mending.has(itemOf(pair)))
        evidence.breach(state.now, `a process server still holds data of ${pair}`);
    }
    for (const vm of state.azureVms) {
      const item = state.items.find(({ azureVm, testVm }) => azureVm === vm.name || testVm === vm.name);
      if (!item && !this.released.has(vm.name))
        evidence.breach(state.now, `the Azure VM ${vm.name} belongs to no protected item`);
    }
    return evidence.verdict();
  }
}
