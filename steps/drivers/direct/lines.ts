import { vnetZone } from '../../../simulators/azure';
import type { Estate } from '../../../simulators/estate';
import type { LineActions } from '../driver';

/** A circuit that is set up beside the connection. */
const CIRCUIT = 'circuit';

/** What the operator of the lines does. A circuit has a way for each of its peerings; both count as the connection. */
export function lineActions({ network, names, description }: Estate): LineActions {
  const { mbitPerSecond, latencyMs, loss } = description.connection;
  const circuit = { kind: 'expressroute', from: names.site, mbitPerSecond, latencyMs, loss } as const;
  const carried = (name: string): number => network.links.get(name)?.carriedBytes ?? 0;
  return {
    setInternet: async (up) => network.links.get(names.internet)?.setUp(up),
    async moveConnection(where) {
      const vnet = where === 'another network' ? description.vnets?.[0] : names.vnet;
      if (vnet === undefined) throw new Error('the estate has no other network');
      network.moveLink(names.connection, vnetZone(vnet));
    },
    addCircuit: async () => void network.addLink({ ...circuit, name: CIRCUIT, to: vnetZone(names.vnet) }),
    addPublicPeering: async () =>
      void network.addLink({ ...circuit, name: names.publicPeering, to: names.azure }),
    carriedBytes: async (line) =>
      line === 'internet'
        ? carried(names.internet)
        : carried(names.connection) + carried(names.publicPeering) + carried(CIRCUIT),
  };
}
