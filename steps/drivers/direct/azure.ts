import type { Estate } from '../../../simulators/estate';
import type { AzureActions } from '../driver';
import type { AzureVmView } from '../views';
import { finish } from './site';

/** What the operator does with the virtual machines in Azure. */
export function azureActions(estate: Estate): AzureActions {
  const { cloud, vault } = estate;
  return {
    vms: async () => [...cloud.vms.values()].map(vmView),
    async vm(machine) {
      const vm = cloud.vms.get(machine);
      return vm && vmView(vm);
    },
    addresses: async () => cloud.heldAddresses,
    deleteVm: async (machine) => finish(estate, 'delete Azure VM', vault.deleteAzureVm(machine)),
    powerOff: async (machine) => finish(estate, 'deallocate Azure VM', cloud.deallocate(machine)),
    powerOn: async (machine) => finish(estate, 'start Azure VM', cloud.start(machine)),
    async setHung(machine, hung) {
      cloud.find(machine).guest.hung = hung;
    },
  };
}

function vmView({ name, power }: { readonly name: string; readonly power: string }): AzureVmView {
  return { name, running: power === 'running' };
}
