import { asrRefusal } from '../../../wire';
import type { Method, Route } from '../call';
import { CONTAINER, FABRIC, ITEM, JOB, PLAN, VAULT } from './paths';

/** Operations that a vault of VMware machines has and this one does not simulate yet: refused by name, and noted as such. */
const PROVIDER = `${FABRIC}/replicationRecoveryServicesProviders/{providerName}`;
const VCENTER = `${FABRIC}/replicationvCenters/{vcenterName}`;
const MAPPING = `${CONTAINER}/replicationProtectionContainerMappings/{mappingName}`;
const POLICY = `${VAULT}/replicationPolicies/{policyName}`;

const ROWS: readonly (readonly [operation: string, method: Method, path: string])[] = [
  ['ReplicationFabrics_Create', 'PUT', FABRIC],
  ['ReplicationFabrics_Purge', 'DELETE', FABRIC],
  ['ReplicationFabrics_Delete', 'POST', `${FABRIC}/remove`],
  ['ReplicationFabrics_CheckConsistency', 'POST', `${FABRIC}/checkConsistency`],
  ['ReplicationFabrics_RenewCertificate', 'POST', `${FABRIC}/renewCertificate`],
  ['ReplicationFabrics_ReassociateGateway', 'POST', `${FABRIC}/reassociateGateway`],
  ['ReplicationRecoveryServicesProviders_Create', 'PUT', PROVIDER],
  ['ReplicationRecoveryServicesProviders_Purge', 'DELETE', PROVIDER],
  ['ReplicationRecoveryServicesProviders_Delete', 'POST', `${PROVIDER}/remove`],
  ['ReplicationRecoveryServicesProviders_RefreshProvider', 'POST', `${PROVIDER}/refreshProvider`],
  ['ReplicationvCenters_List', 'GET', `${VAULT}/replicationvCenters`],
  ['ReplicationvCenters_ListByReplicationFabrics', 'GET', `${FABRIC}/replicationvCenters`],
  ['ReplicationvCenters_Get', 'GET', VCENTER],
  ['ReplicationvCenters_Create', 'PUT', VCENTER],
  ['ReplicationvCenters_Update', 'PATCH', VCENTER],
  ['ReplicationvCenters_Delete', 'DELETE', VCENTER],
  ['ReplicationProtectionContainers_Delete', 'POST', `${CONTAINER}/remove`],
  ['ReplicationProtectionContainerMappings_Create', 'PUT', MAPPING],
  ['ReplicationProtectionContainerMappings_Update', 'PATCH', MAPPING],
  ['ReplicationProtectionContainerMappings_Purge', 'DELETE', MAPPING],
  ['ReplicationProtectionContainerMappings_Delete', 'POST', `${MAPPING}/remove`],
  ['ReplicationProtectedItems_Purge', 'DELETE', ITEM],
  ['ReplicationProtectedItems_Update', 'PATCH', ITEM],
  ['ReplicationProtectedItems_Delete', 'POST', `${ITEM}/remove`],
  ['ReplicationProtectedItems_ApplyRecoveryPoint', 'POST', `${ITEM}/applyRecoveryPoint`],
  ['ReplicationProtectedItems_RepairReplication', 'POST', `${ITEM}/repairReplication`],
  ['ReplicationProtectedItems_ResolveHealthErrors', 'POST', `${ITEM}/resolveHealthErrors`],
  ['ReplicationProtectedItems_SwitchProvider', 'POST', `${ITEM}/switchProvider`],
  ['ReplicationProtectedItems_TestFailover', 'POST', `${ITEM}/testFailover`],
  ['ReplicationProtectedItems_TestFailoverCleanup', 'POST', `${ITEM}/testFailoverCleanup`],
  ['ReplicationProtectedItems_UpdateAppliance', 'POST', `${ITEM}/updateAppliance`],
  ['ReplicationProtectedItems_UpdateMobilityService', 'POST', `${ITEM}/updateMobilityService`],
  ['TargetComputeSizes_ListByReplicationProtectedItems', 'GET', `${ITEM}/targetComputeSizes`],
  ['ReplicationJobs_Cancel', 'POST', `${JOB}/cancel`],
  ['ReplicationJobs_Resume', 'POST', `${JOB}/resume`],
  ['ReplicationJobs_Export', 'POST', `${VAULT}/replicationJobs/export`],
  ['ReplicationPolicies_Create', 'PUT', POLICY],
  ['ReplicationPolicies_Update', 'PATCH', POLICY],
  ['ReplicationPolicies_Delete', 'DELETE', POLICY],
  ['ReplicationRecoveryPlans_Update', 'PATCH', PLAN],
  ['ReplicationRecoveryPlans_Delete', 'DELETE', PLAN],
  ['ReplicationRecoveryPlans_PlannedFailover', 'POST', `${PLAN}/plannedFailover`],
  ['ReplicationRecoveryPlans_FailoverCommit', 'POST', `${PLAN}/failoverCommit`],
  ['ReplicationRecoveryPlans_FailoverCancel', 'POST', `${PLAN}/failoverCancel`],
  ['ReplicationRecoveryPlans_Reprotect', 'POST', `${PLAN}/reProtect`],
  ['ReplicationRecoveryPlans_TestFailover', 'POST', `${PLAN}/testFailover`],
  ['ReplicationRecoveryPlans_TestFailoverCleanup', 'POST', `${PLAN}/testFailoverCleanup`],
];

export const plannedRoutes: readonly Route[] = ROWS.map(([operation, method, path]) => ({
  operation,
  method,
  path,
  support: 'planned',
  run: (_call, { kernel }) => {
    kernel.record('not-simulated', operation);
    throw asrRefusal('SIM-NOT-SIMULATED', [operation], `(${operation})`);
  },
}));
