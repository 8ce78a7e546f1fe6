import { type Arm, LOCATION } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { ok, type Route, type Run } from '../call';
import { guidOf } from '../ids';
import { operationStatus } from '../long-running';
import { page } from '../paging';
import { PRINCIPALS, ROLES } from '../principals';
import { GROUP, SUBSCRIPTION, VAULT } from '../site-recovery/paths';
import { inGroup, named, resource, route } from './shared';

/** What automation asks of Azure before it comes to the vault: tenants, subscriptions, resource groups, vaults, storage accounts,
 *  role assignments. Source: Microsoft.Resources, Microsoft.RecoveryServices, Microsoft.Storage, Microsoft.Authorization – documented. */
const VAULTS = 'Microsoft.RecoveryServices/vaults';
const STORAGE = 'Microsoft.Storage/storageAccounts';
const ASSIGNMENTS = 'Microsoft.Authorization/roleAssignments';

function subscriptionJson(arm: Arm): object {
  return {
    id: `/subscriptions/${arm.subscription}`,
    subscriptionId: arm.subscription,
    tenantId: arm.tenant,
    displayName: 'Homeward',
    state: 'Enabled',
    authorizationSource: 'RoleBased',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function groupJson(arm: Arm): object {
  return {
    id: `/subscriptions/${arm.subscription}/resourceGroups/${arm.resourceGroup}`,
    name: arm.resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location: LOCATION,
    properties: { provisioningState: 'Succeeded' },
  };
}

function vaultJson(arm: Arm): object {
  return {
    ...resource(arm, VAULTS, arm.vaultName, {
      provisioningState: 'Succeeded',
      privateEndpointConnections: [],
    }),
    sku: { name: 'Standard' },
    etag: `W/"datetime'${encodeURIComponent(arm.at(0))}'"`,
  };
}

/** The account that replication writes to, with its public endpoint. */
function storageJson(arm: Arm, { name }: { readonly name: string }): object {
  return {
    ...resource(arm, STORAGE, name, {
      provisioningState: 'Succeeded',
      primaryLocation: LOCATION,
      statusOfPrimary: 'available',
      primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
    }),
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS', tier: 'Standard' },
  };
}

function accountsOf(arm: Arm): readonly { readonly name: string }[] {
  const logs = arm.vault.rules.provider === 'modernized' ? [{ name: arm.logStorage }] : [];
  return [{ name: 'homewardcache' }, ...logs];
}

function assignmentsOf(arm: Arm): readonly { readonly name: string; readonly json: object }[] {
  const scope = `/subscriptions/${arm.subscription}`;
  return PRINCIPALS.map(({ label, role }) => {
    const name = guidOf(`assignment ${label}`);
    const properties = {
      scope,
      roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role].id}`,
      principalId: guidOf(`principal ${label}`),
      principalType: 'ServicePrincipal',
    };
    return {
      name,
      json: { id: `${scope}/providers/${ASSIGNMENTS}/${name}`, name, type: ASSIGNMENTS, properties },
    };
  });
}

const vaults: Run = (call, arm) => page(call, arm, [arm], vaultJson);

const usages: Run = (_call, arm) =>
  ok({
    value: [
      {
        monitoringSummary: {
          unHealthyVmCount: [...arm.vault.items.values()].filter(({ health }) => health !== 'Normal').length,
        },
        jobsSummary: {
          failedJobs: [...arm.vault.jobs.values()].filter(({ state }) => state === 'Failed').length,
        },
        protectedItemCount: arm.vault.items.size,
        recoveryPlanCount: arm.vault.plans.size,
        registeredServersCount: arm.vault.servers.length,
        recoveryServicesProviderAuthType: 1,
      },
    ],
  });

/** What takes a while in a resource provider. */
const results: Run = (call, arm) => {
  const { operationId = '' } = call.params;
  const read = () => arm.operations.progressOf(operationId);
  if (!read()) throw notFound('operation', operationId);
  arm.polled(() => read()?.status !== 'InProgress');
  const progress = read();
  if (progress?.error) throw new ArmError(409, progress.error.code, progress.error.message);
  const version = `api-version=${encodeURIComponent(call.query['api-version'] ?? '')}`;
  if (progress?.status === 'InProgress')
    return {
      status: 202,
      headers: {
        location: `${call.origin}${call.path}?${version}`,
        'retry-after': String(arm.retryAfterSeconds),
      },
    };
  return { status: 200 };
};

const OPERATIONS = `${SUBSCRIPTION}/providers/Microsoft.Compute/locations/{location}`;

export const managementRoutes: readonly Route[] = [
  route('Tenants_List', 'GET', '/tenants', (call, arm) =>
    page(call, arm, [arm], ({ tenant }) => ({
      id: `/tenants/${tenant}`,
      tenantId: tenant,
      displayName: 'Homeward',
    })),
  ),
  route('Subscriptions_List', 'GET', '/subscriptions', (call, arm) =>
    page(call, arm, [arm], subscriptionJson),
  ),
  route('Subscriptions_Get', 'GET', SUBSCRIPTION, (_call, arm) => ok(subscriptionJson(arm))),
  route('ResourceGroups_List', 'GET', `${SUBSCRIPTION}/resourceGroups`, (call, arm) =>
    page(call, arm, [arm], groupJson),
  ),
  route('ResourceGroups_Get', 'GET', GROUP, (_call, arm) => ok(groupJson(arm))),
  route('Vaults_ListBySubscriptionId', 'GET', `${SUBSCRIPTION}/providers/${VAULTS}`, vaults),
  route('Vaults_ListByResourceGroup', 'GET', inGroup(VAULTS), vaults),
  route('Vaults_Get', 'GET', VAULT, (_call, arm) => ok(vaultJson(arm))),
  route('ReplicationUsages_List', 'GET', `${VAULT}/replicationUsages`, usages),
  route('StorageAccounts_List', 'GET', `${SUBSCRIPTION}/providers/${STORAGE}`, (call, arm) =>
    page(call, arm, accountsOf(arm), (account) => storageJson(arm, account)),
  ),
  route('StorageAccounts_ListByResourceGroup', 'GET', inGroup(STORAGE), (call, arm) =>
    page(call, arm, accountsOf(arm), (account) => storageJson(arm, account)),
  ),
  route('StorageAccounts_GetProperties', 'GET', `${inGroup(STORAGE)}/{accountName}`, ({ params }, arm) =>
    ok(storageJson(arm, named(accountsOf(arm), 'storage account', params.accountName))),
  ),
  route(
    'RoleAssignments_ListForSubscription',
    'GET',
    `${SUBSCRIPTION}/providers/${ASSIGNMENTS}`,
    (call, arm) => page(call, arm, assignmentsOf(arm), ({ json }) => json),
  ),
  route(
    'RoleAssignments_Get',
    'GET',
    `${SUBSCRIPTION}/providers/${ASSIGNMENTS}/{roleAssignmentName}`,
    ({ params }, arm) => ok(named(assignmentsOf(arm), 'role assignment', params.roleAssignmentName).json),
  ),
  route(
    'ReplicationOperationStatus_Get',
    'GET',
    `${VAULT}/replicationOperationStatus/{operationId}`,
    operationStatus,
  ),
  route('ComputeOperations_Get', 'GET', `${OPERATIONS}/operations/{operationId}`, operationStatus),
  route('ComputeOperationResults_Get', 'GET', `${OPERATIONS}/operationResults/{operationId}`, results),
];
