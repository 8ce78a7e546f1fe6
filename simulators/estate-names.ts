import type { RetentionDrive, Rules } from './wire';

export const SITE = 'site';
export const AZURE = 'azure';
export const VNET = 'failover-vnet';

/** The addresses of the estate. Site: 10.0.0.0/16 servers, 10.1.0.0/16 machines. Azure: 10.100.0.0/16 network, 20.0.0.0/24 public endpoints. */
export const ADDRESS = {
  vcenter: '10.0.0.5',
  managementServer: '10.0.0.10',
  vault: '20.0.0.1',
  storage: '20.0.0.2',
  rcmService: '20.0.0.3',
  logStorage: '20.0.0.4',
  processServer: '10.100.255.4',
} as const;

export interface EstateNames {
  readonly vnet: string;
  readonly site: string;
  readonly azure: string;
  readonly connection: string;
  readonly internet: string;
  /** The way of an ExpressRoute circuit to Azure's public endpoints, where it has that peering. */
  readonly publicPeering: string;
  /** The configuration server, or the appliance. */
  readonly managementServer: string;
  /** The master target, or the reprotect agent; the process server in Azure, or the log storage account. */
  readonly masterTarget: string;
  readonly masterTargetVm: string;
  readonly processServer: string;
  readonly retentionDrive: string;
  readonly account: string;
}

export const CLASSIC: EstateNames = {
  vnet: VNET,
  site: SITE,
  azure: AZURE,
  connection: 'site connection',
  internet: 'internet',
  publicPeering: 'public peering',
  managementServer: 'management-server',
  masterTarget: 'mt-01',
  masterTargetVm: 'management-server',
  processServer: 'ps-azure-01',
  retentionDrive: 'R:',
  account: 'asr-account',
};

/** The drives of the management server. Only the first is fit for a retention log under later rules. */
export const RETENTION_DRIVES: readonly RetentionDrive[] = [
  { name: CLASSIC.retentionDrive, fileSystem: 'NTFS', cache: false, capacityBytes: 2 ** 40 },
  { name: 'D:', fileSystem: 'NTFS', cache: true, capacityBytes: 600 * 2 ** 30 },
  { name: 'E:', fileSystem: 'NTFS', cache: false, capacityBytes: 0 },
  { name: 'F:', fileSystem: 'FAT32', cache: false, capacityBytes: 32 * 2 ** 30 },
];

/** One appliance does on the site what configuration server, process server and master target do in the classic architecture; its
 *  reprotect agent receives, and a log storage account in Azure stands between. */
const MODERNIZED: EstateNames = {
  ...CLASSIC,
  managementServer: 'appliance-01',
  masterTarget: 'reprotect-agent-01',
  masterTargetVm: 'appliance-01',
  processServer: 'logstorage01',
  retentionDrive: '',
};

/** What the servers of the estate are called under these rules. */
export function namesOf({ provider }: Rules): EstateNames {
  return provider === 'modernized' ? MODERNIZED : CLASSIC;
}
