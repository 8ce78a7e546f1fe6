import { itemFacts } from '../../simulators/azure';
import type { Draw } from './draw';
import type { FuzzedFront } from './front';
import type { Asked } from './requests';

/** The right next request for a machine, so that the others meet it in every state of its way to Azure and home. */
export function nextStep(draw: Draw, { arm, tokens }: FuzzedFront): Asked {
  const { vault } = arm;
  const machine = draw.pick(['erp-db-01', 'web-01']);
  const item = vault.items.get(machine);
  const modernized = vault.rules.provider === 'modernized';
  const ask = (action: string, properties?: object): Asked => ({
    method: action === '' ? 'PUT' : 'POST',
    url: `${arm.containerId('PG1')}/replicationProtectedItems/${machine}${action}?api-version=2023-06-01`,
    headers: {
      host: '127.0.0.1:443',
      authorization: `Bearer ${tokens[0]}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(properties === undefined ? {} : { properties }),
  });
  if (!item)
    return ask('', {
      policyId: arm.policyId('PG1'),
      protectableItemId: `${arm.containerId('PG1')}/replicationProtectableItems/${machine}`,
      providerSpecificDetails: modernized
        ? {
            instanceType: 'InMageRcm',
            fabricDiscoveryMachineId: machine,
            targetResourceGroupId: arm.resourceGroup,
            processServerId: vault.managementServer,
          }
        : { instanceType: 'InMageAzureV2' },
    });
  const { provider: instanceType } = itemFacts(item.state, vault.rules);
  switch (item.state) {
    case 'protected':
      return ask('/unplannedFailover', {
        failoverDirection: 'PrimaryToRecovery',
        providerSpecificDetails: { instanceType, ...(modernized ? { performShutdown: 'true' } : {}) },
      });
    case 'failed-over':
    case 'failed-back':
      return ask('/failoverCommit');
    case 'failover-committed':
      return ask('/reProtect', {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: home(arm),
      });
    case 'failback-committed':
      return ask('/reProtect', {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: modernized
          ? { instanceType, processServerId: arm.vault.managementServer, policyId: arm.policyId('PG1') }
          : { instanceType: 'InMageAzureV2', policyId: arm.policyId('PG1') },
      });
    case 'protected-to-site':
      return modernized
        ? ask('/plannedFailover', {
            providerSpecificDetails: { instanceType, recoveryPointType: 'CrashConsistent' },
          })
        : ask('/unplannedFailover', {
            failoverDirection: 'PrimaryToRecovery',
            providerSpecificDetails: { instanceType, recoveryPointType: 'LatestTime' },
          });
    default:
      return ask('/failoverCommit');
  }
}

function home(arm: FuzzedFront['arm']): object {
  const { vault } = arm;
  const named = (role: string) =>
    vault.servers.filter((server) => server.role === role).map(({ name }) => name);
  const [masterTarget = ''] = named('master-target');
  const processServer = named('process-server').find((name) => name !== vault.managementServer) ?? '';
  const policy = arm.policyId(vault.groupOf(vault.groupOf('PG1').twin).policy);
  return vault.rules.provider === 'modernized'
    ? {
        instanceType: 'InMageRcm',
        reprotectAgentId: masterTarget,
        datastoreName: 'ds-01',
        logStorageAccountId: arm.logStorage,
        policyId: policy,
      }
    : {
        instanceType: 'InMage',
        masterTargetId: masterTarget,
        processServerId: processServer,
        retentionDrive: 'R:',
        datastoreName: 'ds-01',
        runAsAccountId: 'asr-account',
        profileId: policy,
      };
}
