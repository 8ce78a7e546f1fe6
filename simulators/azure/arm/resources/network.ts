import { vnetZone } from '../../cloud';
import type { Arm } from '../arm';
import { ok, type Route, type Run } from '../call';
import { page } from '../paging';
import { SUBSCRIPTION } from '../site-recovery/paths';
import { inGroup, named, resource, route } from './shared';

/** Virtual networks, and the lines between them and the site as gateways, connections and circuits. They are shown as the simulated
 *  network has them; changing them is an operator's business outside this interface. Source: Microsoft.Network – documented. */
const PROVIDER = 'Microsoft.Network';
const VNETS = `${PROVIDER}/virtualNetworks`;
const GATEWAYS = `${PROVIDER}/virtualNetworkGateways`;
const CONNECTIONS = `${PROVIDER}/connections`;
const CIRCUITS = `${PROVIDER}/expressRouteCircuits`;

type Vnet = Arm['cloud']['networks'][number];

function vnetJson(arm: Arm, vnet: Vnet): object {
  return resource(arm, VNETS, vnet.name, {
    provisioningState: 'Succeeded',
    addressSpace: { addressPrefixes: [vnet.cidr] },
    subnets: [subnetJson(arm, vnet)],
  });
}

function subnetJson(arm: Arm, { name, cidr }: Vnet): object {
  return {
    id: `${arm.resourceId(VNETS, name)}/subnets/default`,
    name: 'default',
    type: `${VNETS}/subnets`,
    properties: { provisioningState: 'Succeeded', addressPrefix: cidr },
  };
}

/** A way between the site and Azure. `vnet` is undefined for one that leads to Azure's public endpoints. */
interface Line {
  readonly name: string;
  readonly kind: 'vpn' | 'expressroute';
  readonly vnet: string | undefined;
  readonly up: boolean;
  readonly mbitPerSecond: number;
}

function linesOf({ network, cloud }: Arm): readonly Line[] {
  const zones = new Map(cloud.networks.map(({ name }) => [vnetZone(name), name]));
  return [...network.links.values()].flatMap((link) => {
    if (link.from === link.to || (link.kind !== 'vpn' && link.kind !== 'expressroute')) return [];
    const vnet = zones.get(link.from) ?? zones.get(link.to);
    const { name, kind, up, options } = link;
    return [{ name: name.replaceAll(' ', '-'), kind, vnet, up, mbitPerSecond: options.mbitPerSecond }];
  });
}

/** One gateway for each kind of line that is set up on a network. */
function gatewaysOf(
  arm: Arm,
): readonly { readonly name: string; readonly line: Line; readonly vnet: string }[] {
  return linesOf(arm).flatMap((line) =>
    line.vnet === undefined ? [] : [{ name: gatewayName(line), line, vnet: line.vnet }],
  );
}

function gatewayName({ vnet, kind }: Line): string {
  return `${vnet}-${kind}-gateway`;
}

function gatewayJson(arm: Arm, { name, line, vnet }: ReturnType<typeof gatewaysOf>[number]): object {
  return resource(arm, GATEWAYS, name, {
    provisioningState: 'Succeeded',
    gatewayType: line.kind === 'vpn' ? 'Vpn' : 'ExpressRoute',
    ...(line.kind === 'vpn' ? { vpnType: 'RouteBased' } : {}),
    ipConfigurations: [
      {
        name: 'default',
        properties: { subnet: { id: `${arm.resourceId(VNETS, vnet)}/subnets/GatewaySubnet` } },
      },
    ],
  });
}

function connectionJson(arm: Arm, line: Line): object {
  return resource(arm, CONNECTIONS, line.name, {
    provisioningState: 'Succeeded',
    connectionType: line.kind === 'vpn' ? 'IPsec' : 'ExpressRoute',
    connectionStatus: line.up ? 'Connected' : 'NotConnected',
    virtualNetworkGateway1: { id: arm.resourceId(GATEWAYS, gatewayName(line)), properties: {} },
    ...(line.kind === 'expressroute' ? { peer: { id: arm.resourceId(CIRCUITS, CIRCUIT) } } : {}),
  });
}

/** The estate has one circuit; its peerings are lines of their own in the simulated network. */
const CIRCUIT = 'circuit-01';

function circuitsOf(arm: Arm): readonly { readonly name: string; readonly lines: readonly Line[] }[] {
  const lines = linesOf(arm).filter(({ kind }) => kind === 'expressroute');
  return lines.length > 0 ? [{ name: CIRCUIT, lines }] : [];
}

function circuitJson(arm: Arm, { name, lines }: ReturnType<typeof circuitsOf>[number]): object {
  return resource(arm, CIRCUITS, name, {
    provisioningState: 'Succeeded',
    circuitProvisioningState: 'Enabled',
    serviceProviderProvisioningState: 'Provisioned',
    serviceProviderProperties: { bandwidthInMbps: lines[0]?.mbitPerSecond ?? 0 },
    peerings: lines.map((line) => peeringJson(arm, line)),
  });
}

function peeringName({ vnet }: Line): 'AzurePrivatePeering' | 'AzurePublicPeering' {
  return vnet === undefined ? 'AzurePublicPeering' : 'AzurePrivatePeering';
}

function peeringJson(arm: Arm, line: Line): object {
  return {
    id: `${arm.resourceId(CIRCUITS, CIRCUIT)}/peerings/${peeringName(line)}`,
    name: peeringName(line),
    type: `${CIRCUITS}/peerings`,
    properties: {
      peeringType: peeringName(line),
      state: line.up ? 'Enabled' : 'Disabled',
      provisioningState: 'Succeeded',
    },
  };
}

const vnets: Run = (call, arm) => page(call, arm, arm.cloud.networks, (vnet) => vnetJson(arm, vnet));
const vnetOf = (arm: Arm, name: string | undefined) => named(arm.cloud.networks, 'virtual network', name);
const gateways: Run = (call, arm) => page(call, arm, gatewaysOf(arm), (gateway) => gatewayJson(arm, gateway));
const connections: Run = (call, arm) =>
  page(
    call,
    arm,
    linesOf(arm).filter(({ vnet }) => vnet !== undefined),
    (line) => connectionJson(arm, line),
  );
const circuits: Run = (call, arm) => page(call, arm, circuitsOf(arm), (circuit) => circuitJson(arm, circuit));
const circuitOf = (arm: Arm, name: string | undefined) =>
  named(circuitsOf(arm), 'ExpressRoute circuit', name);

export const networkRoutes: readonly Route[] = [
  route('VirtualNetworks_ListAll', 'GET', `${SUBSCRIPTION}/providers/${VNETS}`, vnets),
  route('VirtualNetworks_List', 'GET', inGroup(VNETS), vnets),
  route('VirtualNetworks_Get', 'GET', `${inGroup(VNETS)}/{virtualNetworkName}`, ({ params }, arm) =>
    ok(vnetJson(arm, vnetOf(arm, params.virtualNetworkName))),
  ),
  route('Subnets_List', 'GET', `${inGroup(VNETS)}/{virtualNetworkName}/subnets`, (call, arm) =>
    page(call, arm, [vnetOf(arm, call.params.virtualNetworkName)], (vnet) => subnetJson(arm, vnet)),
  ),
  route(
    'Subnets_Get',
    'GET',
    `${inGroup(VNETS)}/{virtualNetworkName}/subnets/{subnetName}`,
    ({ params }, arm) => {
      const vnet = vnetOf(arm, params.virtualNetworkName);
      named([{ name: 'default' }], 'subnet', params.subnetName);
      return ok(subnetJson(arm, vnet));
    },
  ),
  route('VirtualNetworkGateways_List', 'GET', inGroup(GATEWAYS), gateways),
  route(
    'VirtualNetworkGateways_Get',
    'GET',
    `${inGroup(GATEWAYS)}/{virtualNetworkGatewayName}`,
    ({ params }, arm) =>
      ok(
        gatewayJson(arm, named(gatewaysOf(arm), 'virtual network gateway', params.virtualNetworkGatewayName)),
      ),
  ),
  route('VirtualNetworkGatewayConnections_List', 'GET', inGroup(CONNECTIONS), connections),
  route(
    'VirtualNetworkGatewayConnections_Get',
    'GET',
    `${inGroup(CONNECTIONS)}/{virtualNetworkGatewayConnectionName}`,
    ({ params }, arm) =>
      ok(connectionJson(arm, named(linesOf(arm), 'connection', params.virtualNetworkGatewayConnectionName))),
  ),
  route('ExpressRouteCircuits_ListAll', 'GET', `${SUBSCRIPTION}/providers/${CIRCUITS}`, circuits),
  route('ExpressRouteCircuits_List', 'GET', inGroup(CIRCUITS), circuits),
  route('ExpressRouteCircuits_Get', 'GET', `${inGroup(CIRCUITS)}/{circuitName}`, ({ params }, arm) =>
    ok(circuitJson(arm, circuitOf(arm, params.circuitName))),
  ),
  route(
    'ExpressRouteCircuitPeerings_List',
    'GET',
    `${inGroup(CIRCUITS)}/{circuitName}/peerings`,
    (call, arm) =>
      page(call, arm, circuitOf(arm, call.params.circuitName).lines, (line) => peeringJson(arm, line)),
  ),
  route(
    'ExpressRouteCircuitPeerings_Get',
    'GET',
    `${inGroup(CIRCUITS)}/{circuitName}/peerings/{peeringName}`,
    ({ params }, arm) => {
      const lines = circuitOf(arm, params.circuitName).lines.map((line) => ({
        name: peeringName(line),
        line,
      }));
      return ok(peeringJson(arm, named(lines, 'peering', params.peeringName).line));
    },
  ),
];
