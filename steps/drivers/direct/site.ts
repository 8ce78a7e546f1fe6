import { LICENSES } from '../../../simulators/description';
import type { Estate } from '../../../simulators/estate';
import type { Process } from '../../../simulators/kernel';
import { type Role, roleCalled, type Vm } from '../../../simulators/vsphere';
import type { SiteActions } from '../driver';
import type { VmView } from '../views';

const ACTION_MS_MAX = 3_600_000;

/** What the operator does in vSphere and in the server room. */
export function siteActions(estate: Estate): SiteActions {
  const { vsphere, physical, operator, names } = estate;
  const vm = (machine: string): Vm => {
    const found = vmOf(estate, machine);
    if (!found) throw new Error(`${machine} has no VM on the site`);
    return found;
  };
  return {
    vms: async () => [...vsphere.inventory.vms.values()].map(vmView),
    async vm(machine) {
      const found = vmOf(estate, machine);
      return found && vmView(found);
    },
    hostOf: async (masterTarget) =>
      vsphere.inventory.vms.get(masterTarget === names.masterTarget ? names.masterTargetVm : masterTarget)
        ?.host ?? '',
    async createSnapshot(machine, name) {
      const args = { vm: vm(machine).name, name };
      finish(estate, 'create snapshot', vsphere.call(operator, 'CreateSnapshot_Task', args));
    },
    async removeSnapshot(machine, name) {
      const args = { vm: vm(machine).name, name };
      finish(estate, 'remove snapshot', vsphere.call(operator, 'RemoveSnapshot_Task', args));
    },
    async snapshotMasterTarget(name) {
      const args = { vm: names.masterTargetVm, name };
      finish(estate, 'create snapshot', vsphere.call(operator, 'CreateSnapshot_Task', args));
    },
    async removeMasterTargetSnapshot(name) {
      const args = { vm: names.masterTargetVm, name };
      finish(estate, 'remove snapshot', vsphere.call(operator, 'RemoveSnapshot_Task', args));
    },
    async deleteVm(machine) {
      const { name, power } = vm(machine);
      if (power === 'poweredOn')
        finish(estate, 'power off', vsphere.call(operator, 'PowerOffVM_Task', { vm: name }));
      finish(estate, 'delete VM', vsphere.call(operator, 'Destroy_Task', { vm: name }));
    },
    async mountDatastore(datastore, host) {
      const found = vsphere.inventory.hosts.get(host);
      if (!found) throw new Error(`no host is called ${host}`);
      found.datastores.add(datastore);
    },
    async setDatastoreAccessible(datastore, accessible) {
      const found = vsphere.inventory.datastores.get(datastore);
      if (!found) throw new Error(`no datastore is called ${datastore}`);
      found.accessible = accessible;
    },
    setLicense: async (host, license) => vsphere.setLicense(host, LICENSES[license]),
    setRole: async (role) => vsphere.setRole(estate.description.account.name, roleCalled(role) as Role),
    async withholdPrivilege(privilege) {
      const { name, privileges } = roleCalled('replication') as Role;
      if (!privileges.has(privilege)) throw new Error(`the role ${name} has no privilege ${privilege}`);
      const left = new Set([...privileges].filter((each) => each !== privilege));
      vsphere.setRole(estate.description.account.name, {
        name: `${name} without ${privilege}`,
        privileges: left,
      });
    },
    shutDown: async (machine) => finish(estate, 'shut down', vm(machine).guest.shutDown()),
    async switchOffPhysical(machine) {
      const server = physical.get(machine);
      if (!server) throw new Error(`${machine} is no physical server`);
      server.switchOff();
    },
    enlargeDhcpScope: async (addresses) => vsphere.subnet.enlargeScope(addresses),
  };
}

/** The machine's VM on the site: the one that came home, if there are two. */
export function vmOf({ vsphere }: Estate, machine: string): Vm | undefined {
  return [...vsphere.inventory.vms.values()].findLast((vm) => vm.machine === machine);
}

function vmView({ name, instanceUuid, host, datastore, power, attachedTo, snapshots }: Vm): VmView {
  return { name, instanceUuid, host, datastore, running: power === 'poweredOn', attachedTo, snapshots };
}

/** Runs the estate until an operator's action has ended. Errors: what refused it is thrown. */
export function finish(estate: Estate, what: string, action: Process<unknown>): void {
  const { kernel } = estate;
  const { done } = kernel.spawn(undefined, `operator: ${what}`, action);
  kernel.run(kernel.now + ACTION_MS_MAX, () => done.settled);
  if (!done.settled) throw new Error(`${what} did not end within ${ACTION_MS_MAX / 60_000} minutes`);
}
