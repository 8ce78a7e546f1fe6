import { Failback } from '../failback';
import { siteVmOf } from '../failback/obstacles';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'removes-snapshots',
  mistake:
    'It goes back to the last snapshot of the VM at home and deletes it, whoever needs it, so that the reprotection gets through.',
  caughtBy: 'delta-only',
  under: 'the VM at home has an old snapshot',
  make: (connection, options) => new RemovesSnapshots(connection, options),
};

class RemovesSnapshots extends Failback {
  protected override async reprotect(traveller: Traveller): Promise<void> {
    const vm = siteVmOf(traveller.item, await this.surroundings());
    if (!vm || vm.snapshots.length === 0) return super.reprotect(traveller);
    const on = { type: 'VirtualMachine', id: vm.id };
    await this.vsphere.call(on, 'RevertToCurrentSnapshot_Task');
    await this.connection.clock.sleep(MINUTE_MS);
    await this.vsphere.call(on, 'RemoveAllSnapshots_Task');
  }
}

const MINUTE_MS = 60_000;
