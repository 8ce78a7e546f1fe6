import type { Inventory } from '../inventory';
import type { Finding } from '../model';

type EstateUnknown = Pick<Finding, 'rule' | 'code' | 'text' | 'source'> & { readonly settle: string };

/** What the exports do not tell of an estate. None of them is ever green; none alone keeps a machine from PROVEN.
 *  Shape: churn and the servers of Site Recovery are known where every machine has a measurement, and a fabric was exported. */
export function estateUnknowns({ machines, recovery }: Inventory): readonly EstateUnknown[] {
  const measured = machines.every(({ churn }) => churn);
  return UNKNOWNS.filter(
    ({ code }) =>
      !(code === 'HW-UNKNOWN-CHURN' && measured) &&
      !(code === 'HW-UNKNOWN-SERVERS' && recovery && recovery.servers.length > 0),
  );
}

const UNKNOWNS: readonly EstateUnknown[] = [
  {
    rule: 'vCenter privileges',
    code: 'HW-UNKNOWN-PRIVILEGES',
    text: 'whether the account of Site Recovery may do in vCenter what failback needs',
    settle: 'govc permissions.ls -json; govc role.ls -json',
    source:
      'Microsoft, failing back (classic portal), 2017: a read-only account fails; Microsoft, vmware-azure-manage-vcenter',
  },
  {
    rule: 'churn',
    code: 'HW-UNKNOWN-CHURN',
    text: 'how much the machines write, hence how long replication and failback take',
    settle: 'Deployment Planner: Peak Data Churn, measured over at least a week',
    source: 'Microsoft, Site Recovery Deployment Planner (54 MB/s peak a machine)',
  },
  {
    rule: 'connection',
    code: 'HW-UNKNOWN-CONNECTION',
    text: 'whether a VPN or ExpressRoute with private peering joins Azure and the site, and how fast it is',
    settle:
      'az network vpn-connection list -g <group>; az network express-route list; then --bandwidth <Mbit/s>',
    source:
      'Microsoft, failing back (classic portal), 2017: reprotection needs a site-to-site connection (error 95226)',
  },
  {
    rule: 'servers of Site Recovery',
    code: 'HW-UNKNOWN-SERVERS',
    text: 'whether configuration server, process server and master target are up, current and backed up',
    settle: 'az rest --method get --url <vault>/replicationFabrics?api-version=2025-08-01',
    source: 'Microsoft, vmware-physical-azure-troubleshoot-process-server',
  },
];
