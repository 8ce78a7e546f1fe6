import type { Cause } from '../../network';
import { asrCause } from '../../wire';
import type { ProtectedItem } from './model';
import type { Vault } from './vault';

/** What stands against the place of the chosen process server. In Azure it may use a VPN or ExpressRoute; on the site only
 *  ExpressRoute. Where nothing is set up on the network at all, the way itself is missing, and others say so.
 *  Source: seed document, the two architectures – documented; that the third is refused, and how, is assumed. */
export function processServerPlaceCauses(
  { cloud, component, rules }: Vault,
  { vnet }: ProtectedItem,
  processServer: string,
): readonly Cause[] {
  const server = component.durable.servers.find(
    ({ role, name }) => role === 'process-server' && name === processServer,
  );
  if (!server || cloud.isInVnet(server.address) || rules.provider === 'modernized') return [];
  const gateways = cloud.gatewaysOf(vnet);
  if (gateways.length === 0 || gateways.includes('expressroute')) return [];
  const detail = `(${processServer} on the site, ${gateways.join(', ')} on ${vnet})`;
  return [asrCause('SIM-PROCESS-SERVER-PLACE', [processServer, vnet], detail)];
}
