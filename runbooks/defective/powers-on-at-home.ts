import { Failback } from '../failback';
import { siteVmOf } from '../failback/obstacles';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'powers-on-at-home',
  mistake: 'It starts the VM at home by itself before it begins, to see whether that still boots.',
  caughtBy: 'one-active-copy',
  under: 'no fault',
  make: (connection, options) => new PowersOnAtHome(connection, options),
};

class PowersOnAtHome extends Failback {
  protected override async reprotect(traveller: Traveller): Promise<void> {
    const vm = siteVmOf(traveller.item, await this.surroundings());
    if (vm && !vm.on) {
      await this.vsphere.call({ type: 'VirtualMachine', id: vm.id }, 'PowerOnVM_Task');
      await this.connection.clock.sleep(MINUTE_MS);
    }
    return super.reprotect(traveller);
  }
}

const MINUTE_MS = 60_000;
