import type { Finding } from '../model';

type EstateUnknown = Pick<Finding, 'rule' | 'code' | 'text' | 'source'> & { readonly settle: string };

/** What no inventory export can tell of an estate. None of them is ever green; none alone keeps a machine from PROVEN. */
export const ESTATE_UNKNOWNS: readonly EstateUnknown[] = [
  {
    rule: 'vCenter privileges',
    code: 'HW-UNKNOWN-PRIVILEGES',
    text: 'whether the account of Site Recovery may do in vCenter what failback needs',
    settle: 'govc permissions.ls -json; govc role.ls -json',
    source: 'seed document: a read-only account fails; VSPHERE.md §5.2',
  },
  {
    rule: 'churn',
    code: 'HW-UNKNOWN-CHURN',
    text: 'how much the machines write, hence how long replication and failback take',
    settle: 'Deployment Planner: Peak Data Churn, measured over at least a week',
    source: 'AZURE.md §4.3 (54 MB/s peak a machine)',
  },
  {
    rule: 'connection',
    code: 'HW-UNKNOWN-CONNECTION',
    text: 'whether a VPN or ExpressRoute with private peering joins Azure and the site, and how fast it is',
    settle:
      'az network vpn-connection list -g <group>; az network express-route list; then --bandwidth <Mbit/s>',
    source: 'seed document: reprotection needs a site-to-site connection (error 95226)',
  },
  {
    rule: 'servers of Site Recovery',
    code: 'HW-UNKNOWN-SERVERS',
    text: 'whether configuration server, process server and master target are up, current and backed up',
    settle: 'az rest --method get --url <vault>/replicationFabrics?api-version=2025-08-01',
    source: 'AZURE.md §4.3',
  },
];
