import type { AzureVm } from '../../cloud';
import { type Arm, same } from '../arm';
import { notFound } from '../arm-error';
import { type Call, ok, type Route, type Run } from '../call';
import { guidOf } from '../ids';
import { page } from '../paging';
import { SUBSCRIPTION } from '../site-recovery/paths';
import { acceptedBy, inGroup, resource, route } from './shared';

/** Virtual machines and their network interfaces, as far as a failback touches them. Source: Microsoft.Compute and
 *  Microsoft.Network descriptions – documented. */
const PROVIDER = 'Microsoft.Compute';
const TYPE = `${PROVIDER}/virtualMachines`;
const ALL = inGroup(TYPE);
const ONE = `${ALL}/{vmName}`;

const list: Run = (call, arm) => page(call, arm, [...arm.cloud.vms.values()], (vm) => json(arm, vm, call));
const get: Run = (call, arm) => ok(json(arm, vmOf(call, arm), call));
const instanceView: Run = (call, arm) => {
  arm.polled();
  return ok(instanceViewOf(arm, vmOf(call, arm)));
};

const start: Run = (call, arm) =>
  act(call, arm, `start ${vmOf(call, arm).name}`, arm.cloud.start(vmOf(call, arm).name));
const deallocate: Run = (call, arm) =>
  act(call, arm, `deallocate ${vmOf(call, arm).name}`, arm.cloud.deallocate(vmOf(call, arm).name));
const remove: Run = (call, arm) =>
  act(call, arm, 'delete Azure VM', arm.vault.deleteAzureVm(vmOf(call, arm).name));

function act(call: Call, arm: Arm, name: string, body: Parameters<Arm['operations']['begin']>[1]) {
  return acceptedBy(PROVIDER, call, arm, arm.operations.begin(name, body));
}

function vmOf({ params }: Call, arm: Arm): AzureVm {
  const { vmName = '' } = params;
  const found = [...arm.cloud.vms.values()].find(({ name }) => same(name, vmName));
  if (!found) throw notFound('virtual machine', vmName);
  return found;
}

function json(arm: Arm, vm: AzureVm, { query }: Call): object {
  const nic = arm.resourceId('Microsoft.Network/networkInterfaces', `${vm.name}-nic`);
  return resource(arm, TYPE, vm.name, {
    vmId: guidOf(`azure vm ${vm.name}`),
    hardwareProfile: { vmSize: 'Standard_D2s_v3' },
    storageProfile: {
      osDisk: {
        osType: vm.system.os.family === 'windows' ? 'Windows' : 'Linux',
        name: `${vm.name}-osdisk`,
        createOption: 'Attach',
      },
      dataDisks: vm.disks.slice(1).map((disk, index) => ({
        lun: index,
        name: `${vm.name}-datadisk-${index}`,
        createOption: 'Attach',
        diskSizeGB: Math.ceil(disk.sizeBytes / 2 ** 30),
      })),
    },
    networkProfile: { networkInterfaces: [{ id: nic, properties: { primary: true } }] },
    provisioningState: 'Succeeded',
    ...(query.$expand?.toLowerCase() === 'instanceview' ? { instanceView: instanceViewOf(arm, vm) } : {}),
  });
}

function instanceViewOf(arm: Arm, vm: AzureVm): object {
  const time = arm.at(arm.kernel.now);
  const running = vm.power === 'running';
  return {
    computerName: vm.name,
    statuses: [
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time },
      running
        ? { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' }
        : { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
    ],
  };
}

const NICS = inGroup('Microsoft.Network/networkInterfaces');

const nics: Run = (call, arm) => page(call, arm, [...arm.cloud.vms.values()], (vm) => nicJson(arm, vm));
const nic: Run = ({ params }, arm) => {
  const wanted = params.networkInterfaceName ?? '';
  const vm = [...arm.cloud.vms.values()].find(({ name }) => same(`${name}-nic`, wanted));
  if (!vm) throw notFound('network interface', wanted);
  return ok(nicJson(arm, vm));
};

function nicJson(arm: Arm, vm: AzureVm): object {
  const subnet = `${arm.resourceId('Microsoft.Network/virtualNetworks', vm.vnet)}/subnets/default`;
  return resource(arm, 'Microsoft.Network/networkInterfaces', `${vm.name}-nic`, {
    provisioningState: 'Succeeded',
    primary: true,
    virtualMachine: { id: arm.resourceId(TYPE, vm.name) },
    ipConfigurations: [
      {
        name: 'ipconfig1',
        properties: {
          provisioningState: 'Succeeded',
          primary: true,
          privateIPAllocationMethod: 'Dynamic',
          ...(vm.address === undefined ? {} : { privateIPAddress: vm.address }),
          subnet: { id: subnet },
        },
      },
    ],
  });
}

export const computeRoutes: readonly Route[] = [
  route('VirtualMachines_ListAll', 'GET', `${SUBSCRIPTION}/providers/${TYPE}`, list),
  route('VirtualMachines_List', 'GET', ALL, list),
  route('VirtualMachines_Get', 'GET', ONE, get),
  route('VirtualMachines_InstanceView', 'GET', `${ONE}/instanceView`, instanceView),
  route('VirtualMachines_Start', 'POST', `${ONE}/start`, start),
  route('VirtualMachines_Deallocate', 'POST', `${ONE}/deallocate`, deallocate),
  route('VirtualMachines_Delete', 'DELETE', ONE, remove),
  route(
    'NetworkInterfaces_ListAll',
    'GET',
    `${SUBSCRIPTION}/providers/Microsoft.Network/networkInterfaces`,
    nics,
  ),
  route('NetworkInterfaces_List', 'GET', NICS, nics),
  route('NetworkInterfaces_Get', 'GET', `${NICS}/{networkInterfaceName}`, nic),
];
