import type { Estate } from '../../../simulators/estate';
import type { AzureActions } from '../driver';
import { finish } from './site';

/** What the operator does with the virtual machines in Azure. */
export function azureActions(estate: Estate): AzureActions {
  const { cloud, vault } = estate;
  return {
    vm(machine) {
      const vm = cloud.vms.get(machine);
      return vm && { running: vm.power === 'running' };
    },
    deleteVm: (machine) => finish(estate, 'delete Azure VM', vault.deleteAzureVm(machine)),
    setHung(machine, hung) {
      cloud.find(machine).guest.hung = hung;
    },
  };
}
