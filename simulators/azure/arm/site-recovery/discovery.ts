import type { Route, Run } from '../call';
import { page } from '../paging';
import { GROUP } from './paths';

/** What a role may be allowed to do in a vault, by kind of resource. Names: Azure's list of permissions – documented; here only the
 *  kinds that this front simulates. */
const KINDS = [
  'replicationAlertSettings',
  'replicationEvents',
  'replicationFabrics',
  'replicationFabrics/replicationProtectionContainers',
  'replicationFabrics/replicationProtectionContainers/replicationProtectedItems',
  'replicationFabrics/replicationvCenters',
  'replicationJobs',
  'replicationPolicies',
  'replicationRecoveryPlans',
  'replicationVaultHealth',
] as const;
const ACTIONS = { read: 'Read any', write: 'Create or Update any' } as const;

const list: Run = (call, arm) =>
  page(
    call,
    arm,
    KINDS.flatMap((kind) => Object.entries(ACTIONS).map(([action, words]) => json(kind, action, words))),
    (operation) => operation,
  );

function json(kind: string, action: string, words: string): object {
  const resource = kind.slice(kind.lastIndexOf('/') + 1);
  return {
    name: `Microsoft.RecoveryServices/vaults/${kind}/${action}`,
    display: {
      provider: 'Microsoft Recovery Services',
      resource,
      operation: `${words} ${resource}`,
      description: `${words} ${resource}`,
    },
    origin: 'user',
  };
}

export const discoveryRoutes: readonly Route[] = [
  {
    operation: 'Operations_List',
    method: 'GET',
    path: `${GROUP}/providers/Microsoft.RecoveryServices/operations`,
    support: 'simulated',
    run: list,
  },
];
