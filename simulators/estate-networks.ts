import { RcmService, vnetZone } from './azure';
import type { EstateDescription } from './description';
import { ADDRESS, AZURE, CLASSIC, SITE, VNET } from './estate-names';
import type { Kernel } from './kernel';
import type { Network, Subnet } from './network';

/** Adds the lines of the estate. Gives the subnet of the machines on the site. */
export function addNetworks(
  network: Network,
  { connection, internet, dhcpAddresses = 20_001 }: EstateDescription,
): Subnet {
  network.addLink({
    name: 'site lan',
    kind: 'lan',
    from: SITE,
    to: SITE,
    mbitPerSecond: 10_000,
    latencyMs: 1,
  });
  network.addLink({
    name: 'azure backbone',
    kind: 'lan',
    from: AZURE,
    to: AZURE,
    mbitPerSecond: 20_000,
    latencyMs: 1,
  });
  network.addLink({
    name: 'vnet lan',
    kind: 'lan',
    from: vnetZone(VNET),
    to: vnetZone(VNET),
    mbitPerSecond: 20_000,
    latencyMs: 1,
  });
  if (internet !== 'none')
    network.addLink({ name: CLASSIC.internet, kind: 'internet', from: SITE, to: AZURE, ...internet });
  if (connection.kind !== 'none') {
    const { kind, mbitPerSecond, latencyMs, loss, peerings = ['private'], vnet = VNET } = connection;
    const line = { kind, from: SITE, mbitPerSecond, latencyMs, loss };
    const reaches = (peering: 'private' | 'public'): boolean =>
      kind === 'vpn' ? peering === 'private' : peerings.includes(peering);
    if (reaches('private')) network.addLink({ ...line, name: CLASSIC.connection, to: vnetZone(vnet) });
    if (reaches('public')) network.addLink({ ...line, name: CLASSIC.publicPeering, to: AZURE });
  }
  return network.addSubnet({
    name: 'machines',
    zone: SITE,
    cidr: '10.1.0.0/16',
    dhcp: { from: 40_000, to: 40_000 + dhcpAddresses - 1 },
  });
}

/** The service that the agents speak with, and the way to Azure's public endpoints for those that run there. */
export function addRcm(kernel: Kernel, network: Network, controlPort: number): RcmService {
  const toAzure = { kind: 'lan', mbitPerSecond: 20_000, latencyMs: 1 } as const;
  network.addLink({ ...toAzure, name: 'vnet to azure', from: vnetZone(VNET), to: AZURE });
  return new RcmService(
    kernel,
    network.attach(ADDRESS.rcmService, AZURE),
    ADDRESS.managementServer,
    controlPort,
  );
}
