import type { Cause } from './asking';
import { NEEDED_PRIVILEGES } from './privileges';
import type { Fabric, Vault, VcenterConnection } from './vault';
import type { Site, Vsphere, VsphereError } from './vsphere';

/** The server that machines send their data home through; classic only. */
export interface ProcessServer {
  readonly id: string;
  readonly name: string;
  readonly healthy: boolean;
}

/** The server on the site that writes the disks: a master target, or a reprotect agent. */
export interface Receiver {
  readonly id: string;
  readonly name: string;
  readonly address: string | undefined;
  readonly healthy: boolean;
  readonly lastHeartbeat: number;
  readonly datastores: readonly string[];
  /** With room, the usual one first; classic only. */
  readonly retentionVolumes: readonly string[];
}

/** Everything besides the machine itself that a failback needs, as it stands at one moment. */
export interface Surroundings {
  readonly fabric: Fabric;
  readonly modernized: boolean;
  /** Those in Azure; the one on the site, which needs a circuit, only where there is no other. */
  readonly processServers: readonly ProcessServer[];
  readonly receivers: readonly Receiver[];
  readonly vcenters: readonly VcenterConnection[];
  /** With which the agents on the machines are reached; classic only. */
  readonly account: string;
  readonly site: Site | undefined;
  /** What is wrong with vSphere or with the rights in it. */
  readonly vsphereTroubles: readonly Cause[];
}

export async function lookAround(vault: Vault, vsphere: Vsphere, fabricName: string): Promise<Surroundings> {
  const fabric = await vault.fabric(fabricName);
  const vcenters = await vault.vcenters(fabric);
  const { site, troubles } = await lookAtVsphere(vsphere, fabric, vcenters);
  const servers = serversOf(fabric);
  return {
    fabric,
    vcenters,
    site,
    vsphereTroubles: troubles,
    ...servers,
    account: accountOf(fabric, vcenters),
  };
}

async function lookAtVsphere(
  vsphere: Vsphere,
  fabric: Fabric,
  vcenters: readonly VcenterConnection[],
): Promise<{ site: Site | undefined; troubles: Cause[] }> {
  const troubles: Cause[] = [];
  let site: Site | undefined;
  try {
    site = await vsphere.site();
    for (const name of accountsOf(fabric, vcenters)) {
      const missing = await vsphere.missing(name, NEEDED_PRIVILEGES);
      if (missing.length > 0)
        troubles.push({
          code: 'privileges',
          what: `the account ${name} lacks ${missing.length} privileges in vSphere (${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' …' : ''})`,
          next: `Give ${name} the role for Azure Site Recovery at the root again, or set another account at the vCenter connection.`,
        });
    }
  } catch (error) {
    if ((error as VsphereError).fault === undefined) throw error;
    troubles.push({
      code: (error as VsphereError).fault,
      what: `vSphere does not answer as it should: ${(error as Error).message}`,
      next: 'Check the vCenter server and the account in GOVC_USERNAME, then run this again.',
    });
  }
  return { site, troubles };
}

function serversOf(fabric: Fabric) {
  const { details } = fabric;
  if (details.instanceType === 'InMageRcm') {
    return {
      modernized: true,
      processServers: (details.processServers ?? []).map(({ id = '', name = '', health }) => ({
        id,
        name,
        healthy: health !== 'Critical',
      })),
      receivers: (details.reprotectAgents ?? []).map((agent) => ({
        id: agent.id ?? '',
        name: agent.name ?? '',
        address: undefined,
        healthy: agent.health !== 'Critical',
        lastHeartbeat: agent.lastHeartbeatUtc?.getTime() ?? 0,
        datastores: agent.accessibleDatastores ?? [],
        retentionVolumes: [],
      })),
    };
  }
  const onSite = ({ name }: ProcessServer): boolean => name === fabric.friendlyName;
  const processServers = (details.processServers ?? []).map(({ id = '', friendlyName = '', health }) => ({
    id,
    name: friendlyName,
    healthy: health !== 'Critical',
  }));
  return {
    modernized: false,
    processServers: processServers.every(onSite)
      ? processServers
      : processServers.filter((each) => !onSite(each)),
    receivers: (details.masterTargetServers ?? []).map((server) => ({
      id: server.id ?? '',
      name: server.name ?? '',
      address: server.ipAddress,
      healthy: (server.healthErrors ?? []).length === 0 && (server.validationErrors ?? []).length === 0,
      lastHeartbeat: server.lastHeartbeat?.getTime() ?? 0,
      datastores: (server.dataStores ?? []).map(({ symbolicName = '' }) => symbolicName),
      retentionVolumes: retentionVolumes(server.retentionVolumes ?? []),
    })),
  };
}

/** Less than this keeps no log worth its name; a volume of no size is none. Units: bytes. */
const RETENTION_BYTES_MIN = 10 * 2 ** 30;
const USUAL = ['R:', '/mnt/retention'];

function retentionVolumes(
  volumes: readonly { readonly volumeName?: string; readonly freeSpaceInBytes?: number }[],
): string[] {
  const fit = volumes
    .filter(({ freeSpaceInBytes = 0 }) => freeSpaceInBytes >= RETENTION_BYTES_MIN)
    .sort((a, b) => (b.freeSpaceInBytes ?? 0) - (a.freeSpaceInBytes ?? 0))
    .map(({ volumeName = '' }) => volumeName);
  return [...fit.filter((name) => USUAL.includes(name)), ...fit.filter((name) => !USUAL.includes(name))];
}

/** The names of the accounts with which vSphere is entered. */
function accountsOf({ details }: Fabric, vcenters: readonly VcenterConnection[]): readonly string[] {
  if (details.instanceType !== 'VMware') return [];
  const used = new Set(vcenters.map(({ account }) => account));
  return (details.runAsAccounts ?? [])
    .filter(({ accountId = '' }) => used.has(accountId))
    .map(({ accountName = '' }) => accountName);
}

/** One that is not vSphere's, if there is one. */
function accountOf({ details }: Fabric, vcenters: readonly VcenterConnection[]): string {
  if (details.instanceType !== 'VMware') return '';
  const accounts = details.runAsAccounts ?? [];
  const own = accounts.find(({ accountId }) => vcenters.every(({ account }) => account !== accountId));
  return (own ?? accounts[0])?.accountId ?? '';
}
