import type { Policy } from '../../site-recovery';
import { type Arm, same } from '../arm';
import { notFound } from '../arm-error';
import { type Call, ok, type Route, type Run } from '../call';
import { page } from '../paging';
import { VAULT } from './paths';

const list: Run = (call, arm) => page(call, arm, arm.vault.policies, (policy) => json(arm, policy));
const get: Run = (call, arm) => ok(json(arm, policyOf(call, arm)));

function policyOf({ params }: Call, arm: Arm): Policy {
  const { policyName = '' } = params;
  const found = arm.vault.policies.find(({ name }) => same(name, policyName));
  if (!found) throw notFound('policy', policyName);
  return found;
}

function json(arm: Arm, policy: Policy): object {
  return {
    id: arm.policyId(policy.name),
    name: policy.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationPolicies',
    properties: { friendlyName: policy.name, providerSpecificDetails: detailsOf(arm, policy) },
  };
}

/** Units: minutes. Source: AZURE.md §2.5, policies – recorded. */
function detailsOf({ vault }: Arm, policy: Policy): object {
  const appConsistentFrequencyInMinutes = minutes(policy.applicationConsistentEveryMs);
  const crashConsistentFrequencyInMinutes = minutes(policy.crashConsistentEveryMs);
  const multiVm = vault.groups.some((group) => group.policy === policy.name && group.multiVm);
  const toAzure = policy.direction === 'to-azure';
  if (vault.rules.provider === 'modernized') {
    const both = { appConsistentFrequencyInMinutes, crashConsistentFrequencyInMinutes };
    return toAzure
      ? { instanceType: 'InMageRcm', ...both, enableMultiVmSync: String(multiVm) }
      : { instanceType: 'InMageRcmFailback', ...both };
  }
  return {
    instanceType: toAzure ? 'InMageAzureV2' : 'InMage',
    ...(toAzure ? { crashConsistentFrequencyInMinutes } : {}),
    recoveryPointThresholdInMinutes: minutes(policy.rpoThresholdMs),
    appConsistentFrequencyInMinutes,
    multiVmSyncStatus: multiVm ? 'Enabled' : 'Disabled',
  };
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}

export const policyRoutes: readonly Route[] = [
  {
    operation: 'ReplicationPolicies_List',
    method: 'GET',
    path: `${VAULT}/replicationPolicies`,
    support: 'simulated',
    run: list,
  },
  {
    operation: 'ReplicationPolicies_Get',
    method: 'GET',
    path: `${VAULT}/replicationPolicies/{policyName}`,
    support: 'simulated',
    run: get,
  },
];
