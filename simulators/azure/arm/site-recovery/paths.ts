/** Where the resources of a vault stand. Source: the official description, 2023-06-01. */
export const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
export const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;
export const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/{resourceName}`;
export const FABRIC = `${VAULT}/replicationFabrics/{fabricName}`;
export const CONTAINER = `${FABRIC}/replicationProtectionContainers/{protectionContainerName}`;
export const ITEM = `${CONTAINER}/replicationProtectedItems/{replicatedProtectedItemName}`;
export const PLAN = `${VAULT}/replicationRecoveryPlans/{recoveryPlanName}`;
export const JOB = `${VAULT}/replicationJobs/{jobName}`;
export const POLICY = `${VAULT}/replicationPolicies/{policyName}`;
export const MAPPING = `${CONTAINER}/replicationProtectionContainerMappings/{mappingName}`;
export const VCENTER = `${FABRIC}/replicationvCenters/{vcenterName}`;
export const PROVIDER = `${FABRIC}/replicationRecoveryServicesProviders/{providerName}`;
