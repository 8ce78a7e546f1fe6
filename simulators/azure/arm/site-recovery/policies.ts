import { z } from 'zod';
import type { NewPolicy, Policy } from '../../site-recovery';
import { type Arm, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { details, properties, readBody } from '../body';
import { type Call, ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { POLICY, VAULT } from './paths';

/** Replication policies. Bodies: AZURE.md §2.5, policies – recorded. Units: minutes. */
const list: Run = (call, arm) =>
  page(call, arm, [...arm.vault.policies.values()], (policy) => json(arm, policy));
const get: Run = (call, arm) => ok(json(arm, policyOf(call, arm)));

const create: Run = (call, arm) => {
  const { providerSpecificInput } = readBody(call, CREATE).properties;
  arm.vault.createPolicy(
    call.params.policyName ?? '',
    numbersOf(arm, providerSpecificInput, true) as NewPolicy,
  );
  return accepted(call, arm, arm.operations.done());
};

const update: Run = (call, arm) => {
  const { replicationProviderSettings } = readBody(call, UPDATE).properties;
  arm.vault.updatePolicy(policyOf(call, arm).name, numbersOf(arm, replicationProviderSettings, false));
  return accepted(call, arm, arm.operations.done());
};

const remove: Run = (call, arm) => {
  arm.vault.deletePolicy(policyOf(call, arm).name);
  return accepted(call, arm, arm.operations.done());
};

/** What a policy says, in the vault's units. A failback policy follows its forward one, and is seldom made by hand. */
function numbersOf({ vault }: Arm, input: z.infer<typeof INPUT>, whole: boolean): Partial<NewPolicy> {
  const { instanceType, multiVmSyncStatus, enableMultiVmSync } = input;
  const type = instanceType.toLowerCase();
  const known =
    vault.rules.provider === 'modernized' ? ['inmagercm', 'inmagercmfailback'] : ['inmageazurev2', 'inmage'];
  if (!known.includes(type))
    throw new ArmError(
      400,
      '506',
      `An invalid parameter providerSpecificInput was passed: expected instanceType ${vault.rules.provider === 'modernized' ? 'InMageRcm or InMageRcmFailback' : 'InMageAzureV2 or InMage'}, got ${instanceType}.`,
    );
  if (whole && type.startsWith('inmage') && !type.startsWith('inmagercm') && multiVmSyncStatus === undefined)
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'The request content was invalid: properties.providerSpecificInput.multiVmSyncStatus: expected Enable or Disable.',
    );
  const multiVm = multiVmSyncStatus === undefined ? enableMultiVmSync : multiVmSyncStatus === 'Enable';
  const numbers = {
    rpoThresholdMs: ms(input.recoveryPointThresholdInMinutes),
    recoveryPointHistoryMs: ms(input.recoveryPointHistory ?? input.recoveryPointHistoryInMinutes),
    crashConsistentEveryMs: ms(input.crashConsistentFrequencyInMinutes),
    applicationConsistentEveryMs: ms(input.appConsistentFrequencyInMinutes),
    multiVm: multiVm ?? (whole ? false : undefined),
    direction:
      whole && (type === 'inmage' || type === 'inmagercmfailback') ? ('to-site' as const) : undefined,
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}

function ms(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * 60_000;
}

const minutes = z.number().int().min(0).max(525_600);
const INPUT = details.extend({
  recoveryPointThresholdInMinutes: minutes.min(1).optional(),
  recoveryPointHistory: minutes.min(1).optional(),
  recoveryPointHistoryInMinutes: minutes.min(1).optional(),
  crashConsistentFrequencyInMinutes: minutes.min(1).optional(),
  appConsistentFrequencyInMinutes: minutes.optional(),
  multiVmSyncStatus: z.enum(['Enable', 'Disable']).optional(),
  enableMultiVmSync: z
    .union([z.boolean(), z.enum(['true', 'false', 'True', 'False'])])
    .transform((value) => String(value).toLowerCase() === 'true')
    .optional(),
});
const CREATE = properties({ providerSpecificInput: INPUT });
const UPDATE = properties({ replicationProviderSettings: INPUT });

function policyOf({ params }: Call, arm: Arm): Policy {
  const { policyName = '' } = params;
  const found = [...arm.vault.policies.values()].find(({ name }) => same(name, policyName));
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

function detailsOf({ vault }: Arm, policy: Policy): object {
  const { multiVm } = policy;
  const appConsistentFrequencyInMinutes = inMinutes(policy.applicationConsistentEveryMs);
  const crashConsistentFrequencyInMinutes = inMinutes(policy.crashConsistentEveryMs);
  const history = inMinutes(policy.recoveryPointHistoryMs);
  const toAzure = policy.direction === 'to-azure';
  if (vault.rules.provider === 'modernized') {
    const both = { appConsistentFrequencyInMinutes, crashConsistentFrequencyInMinutes };
    return toAzure
      ? {
          instanceType: 'InMageRcm',
          ...both,
          recoveryPointHistoryInMinutes: history,
          enableMultiVmSync: String(multiVm),
        }
      : { instanceType: 'InMageRcmFailback', ...both };
  }
  return {
    instanceType: toAzure ? 'InMageAzureV2' : 'InMage',
    ...(toAzure ? { crashConsistentFrequencyInMinutes } : {}),
    recoveryPointThresholdInMinutes: inMinutes(policy.rpoThresholdMs),
    recoveryPointHistory: history,
    appConsistentFrequencyInMinutes,
    multiVmSyncStatus: multiVm ? 'Enabled' : 'Disabled',
  };
}

function inMinutes(time: number): number {
  return Math.round(time / 60_000);
}

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation: `ReplicationPolicies_${operation}`,
  method,
  path,
  support: 'simulated',
  run,
});

export const policyRoutes: readonly Route[] = [
  simulated('List', 'GET', `${VAULT}/replicationPolicies`, list),
  simulated('Get', 'GET', POLICY, get),
  simulated('Create', 'PUT', POLICY, create),
  simulated('Update', 'PATCH', POLICY, update),
  simulated('Delete', 'DELETE', POLICY, remove),
  resultsOf(POLICY, get),
];
