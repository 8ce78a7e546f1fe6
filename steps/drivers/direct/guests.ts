import type { Estate } from '../../../simulators/estate';
import { Refusal } from '../../../simulators/network';
import { installPackage, setStaticAddress, type Vm } from '../../../simulators/vsphere';
import type { GuestActions } from '../driver';
import { finish, vmOf } from './site';

const BOOT_MS = 2 * 60_000;

/** What someone does who logs in to a machine. */
export function guestActions(estate: Estate): GuestActions {
  const { vsphere, cloud, operator, kernel } = estate;
  const vm = (machine: string): Vm => {
    const found = vmOf(estate, machine);
    if (!found) throw new Error(`${machine} has no VM on the site`);
    return found;
  };
  return {
    async read(machine, copy) {
      const { guest, address } = copy === 'azure' ? cloud.find(machine) : vm(machine);
      if (guest.state === 'off') throw new Error(`${machine} does not run there`);
      return { addressMode: guest.os.ip.mode, address, packages: guest.os.packages };
    },
    async setStaticAddress(machine, address) {
      try {
        setStaticAddress(vsphere, vm(machine), address);
        return undefined;
      } catch (error) {
        const cause = error instanceof Refusal ? error.causes[0] : undefined;
        if (!cause) throw error;
        return { refusal: cause };
      }
    },
    install: async (machine, name) => installPackage(vsphere, vm(machine), name),
    async switchOffAndOn(machine) {
      const { name } = vm(machine);
      finish(estate, 'power off', vsphere.call(operator, 'PowerOffVM_Task', { vm: name }));
      finish(estate, 'power on', vsphere.call(operator, 'PowerOnVM_Task', { vm: name }));
      kernel.run(kernel.now + BOOT_MS);
    },
  };
}
