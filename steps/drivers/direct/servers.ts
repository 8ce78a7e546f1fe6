import { vnetZone } from '../../../simulators/azure';
import type { Estate } from '../../../simulators/estate';
import type { Component } from '../../../simulators/kernel';
import type { LinkOptions } from '../../../simulators/network';
import type { ComponentName, ServerActions } from '../driver';

/** Another address of the site, where a restored configuration server is not expected. */
const ANOTHER_ADDRESS = '10.0.0.99';

/** Servers that come and go, the configuration server's backups, and the connection to Azure. */
export function serverActions(estate: Estate): ServerActions {
  const { configurationServer, network, names } = estate;
  const down = new Map<ComponentName, Component>();
  const firstAddress = configurationServer.address;
  return {
    async kill(component, machine) {
      const found = componentOf(estate, component, machine);
      down.set(component, found);
      found.kill();
    },
    start: async (component) => down.get(component)?.start(),
    connect: async (name) => estate.connect(name),
    datastoresOf: async (name) =>
      estate.vault.servers.find((server) => server.name === name)?.datastores ?? [],
    updateVcenterAccount: async () => configurationServer.updateVcenterAccount(estate.fullAccount),
    backUpConfigurationServer: async () => configurationServer.backUp(),
    loseConfigurationServer: async () => configurationServer.lose(),
    restoreConfigurationServer: async (where) =>
      configurationServer.restore(where === 'another address' ? ANOTHER_ADDRESS : firstAddress),
    async blockPort(port) {
      const zones = [vnetZone(names.vnet), names.site] as const;
      network.block(`port ${port} to the site`, { from: zones[0], to: zones[1], port });
      network.block(`port ${port} to Azure`, { from: zones[1], to: zones[0], port });
    },
    async openPort(port) {
      network.unblock(`port ${port} to the site`);
      network.unblock(`port ${port} to Azure`);
    },
    async setConnection(up) {
      const link = network.links.get(names.connection) ?? network.addLink(newConnection(names));
      link.setUp(up);
    },
  };
}

/** The connection that an operator sets up where there was none. */
function newConnection({ connection, site, vnet }: Estate['names']): LinkOptions {
  return {
    name: connection,
    kind: 'vpn',
    from: site,
    to: vnetZone(vnet),
    mbitPerSecond: 1_000,
    latencyMs: 20,
  };
}

function componentOf(estate: Estate, name: ComponentName, machine: string): Component {
  const { servers, configurationServer, masterTarget, vault, vsphere, names } = estate;
  const { processServers } = servers;
  const found = {
    agent: () => agentOf(estate, machine),
    'process server in Azure': () => processServers.get(names.processServer)?.component as Component,
    'process server on the site': () => processServers.get(configurationServer.name)?.component as Component,
    'master target': () => masterTarget.component as Component,
    'configuration server': () => configurationServer.component as Component,
    'vCenter server': () => vsphere.vcenter as Component,
    vault: () => vault.component as Component,
  }[name]();
  if (!found) throw new Error(`the estate has no ${name}`);
  return found;
}

/** The agent of the copy that runs. */
function agentOf({ kernel }: Estate, machine: string): Component | undefined {
  return [...kernel.components.values()].find(
    ({ name, state }) => name.startsWith(`agent ${machine} `) && state === 'running',
  );
}
