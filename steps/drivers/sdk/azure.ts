import type { ComputeManagementClient } from '@azure/arm-compute';
import type { Arm } from '../../../simulators/azure/arm';
import type { AzureActions, Clock } from '../driver';
import type { AzureVmView } from '../views';

const ACTION_MS_MAX = 3_600_000;

/** What the operator does with the virtual machines in Azure, through the Azure SDK. A guest that hangs is no request, and no request
 *  tells of all addresses that a network holds: `direct` does it. */
export function sdkAzureActions(
  arm: Arm,
  client: ComputeManagementClient,
  clock: Clock,
  direct: AzureActions,
): AzureActions {
  const group = arm.resourceGroup;
  const running = async (name: string): Promise<boolean> => {
    const { statuses = [] } = await client.virtualMachines.instanceView(group, name);
    return statuses.some(({ code }) => code === 'PowerState/running');
  };
  /** No entry of the journal tells that it has the hardware, or has given it back. */
  const comesTo = async (name: string, wanted: boolean): Promise<void> => {
    const there = async (): Promise<boolean> => (await running(name)) === wanted;
    if (!(await clock.until(there, ACTION_MS_MAX)))
      throw new Error(`${name} did not come to ${wanted ? 'run' : 'stop'}`);
  };
  const vms = async (): Promise<AzureVmView[]> => {
    const found: AzureVmView[] = [];
    for await (const { name = '' } of client.virtualMachines.list(group))
      found.push({ name, running: await running(name) });
    return found;
  };
  return {
    vms,
    vm: async (machine) => (await vms()).find(({ name }) => name === machine),
    addresses: () => direct.addresses(),
    async deleteVm(machine) {
      await client.virtualMachines.beginDelete(group, machine);
      const gone = async () => !(await vms()).some(({ name }) => name === machine);
      if (!(await clock.until(gone, ACTION_MS_MAX, ['vm.deleted'])))
        throw new Error(`${machine} was not deleted`);
    },
    async powerOff(machine) {
      await client.virtualMachines.beginDeallocate(group, machine);
      await comesTo(machine, false);
    },
    async powerOn(machine) {
      await client.virtualMachines.beginStart(group, machine);
      await comesTo(machine, true);
    },
    setHung: (machine, hung) => direct.setHung(machine, hung),
  };
}
