import type { Component } from '../kernel';
import type { Endpoint } from '../network';
import { PORT, type VimCall, type VimMethod, type VimMethods } from '../wire';
import { soapFault } from './faults';
import type { Host } from './inventory';
import type { Vsphere } from './vsphere';

interface ApiListener {
  readonly vsphere: Vsphere;
  readonly endpoint: Endpoint;
  /** The server that answers. */
  readonly component: Component;
  /** The hosts that stand behind it. */
  readonly sees: (host: Host) => boolean;
}

/** Lets a server answer calls of the estate; when it dies, its tasks die with it. */
export function serveApi({ vsphere, endpoint, component, sees }: ApiListener): void {
  const { inventory } = vsphere;
  endpoint.listen(component, PORT.control, {
    vim: (call: VimCall) => {
      if (call.method === 'RetrieveInventory') return vsphere.facts.listInventory(call.login, sees);
      const name = (call.args as { vm?: string }).vm;
      const host = name === undefined ? undefined : inventory.hosts.get(inventory.vms.get(name)?.host ?? '');
      if (host && !sees(host))
        throw soapFault('ManagedObjectNotFound', [name ?? ''], `(virtual machine ${name})`);
      return vsphere.call(
        call.login,
        call.method,
        call.args as VimMethods[Exclude<VimMethod, 'RetrieveInventory'>]['args'],
      );
    },
  });
  component.onDeath(() => {
    for (const vm of inventory.vms.values()) vm.busy = undefined;
    vsphere.tasks.interruptAll(component);
  });
}
