import { ArmError, notFound } from '../arm-error';
import { type Method, ok, type Route, type Run } from '../call';
import { page } from '../paging';
import { CONTAINER, FABRIC, GROUP, ITEM, VAULT } from './paths';

/** What the service knows for other providers only – Hyper-V with VMM, Azure to Azure, agentless migration – and how it answers a
 *  vault of VMware machines: lists are empty, single things are not found, requests are refused.
 *  Source: AZURE.md §2.5, "where a provider type does not exist" – read in the official description. */
const NETWORK = `${FABRIC}/replicationNetworks/{networkName}`;
const NETWORK_MAPPING = `${NETWORK}/replicationNetworkMappings/{networkMappingName}`;
const CLASSIFICATION = `${FABRIC}/replicationStorageClassifications/{storageClassificationName}`;
const CLASSIFICATION_MAPPING = `${CLASSIFICATION}/replicationStorageClassificationMappings/{storageClassificationMappingName}`;
const MIGRATION = `${CONTAINER}/replicationMigrationItems/{migrationItemName}`;
const ELIGIBILITY = `${GROUP}/providers/Microsoft.Compute/virtualMachines/{virtualMachineName}/providers/Microsoft.RecoveryServices/replicationEligibilityResults`;

type Row = readonly [operation: string, method: Method, path: string];

const EMPTY: readonly Row[] = [
  ['ReplicationLogicalNetworks_ListByReplicationFabrics', 'GET', `${FABRIC}/replicationLogicalNetworks`],
  ['ReplicationNetworks_List', 'GET', `${VAULT}/replicationNetworks`],
  ['ReplicationNetworks_ListByReplicationFabrics', 'GET', `${FABRIC}/replicationNetworks`],
  ['ReplicationNetworkMappings_List', 'GET', `${VAULT}/replicationNetworkMappings`],
  ['ReplicationStorageClassifications_List', 'GET', `${VAULT}/replicationStorageClassifications`],
  [
    'ReplicationStorageClassifications_ListByReplicationFabrics',
    'GET',
    `${FABRIC}/replicationStorageClassifications`,
  ],
  [
    'ReplicationStorageClassificationMappings_List',
    'GET',
    `${VAULT}/replicationStorageClassificationMappings`,
  ],
  ['ReplicationMigrationItems_List', 'GET', `${VAULT}/replicationMigrationItems`],
  [
    'ReplicationMigrationItems_ListByReplicationProtectionContainers',
    'GET',
    `${CONTAINER}/replicationMigrationItems`,
  ],
  ['ReplicationProtectionIntents_List', 'GET', `${VAULT}/replicationProtectionIntents`],
];

const ABSENT: readonly Row[] = [
  ['ReplicationLogicalNetworks_Get', 'GET', `${FABRIC}/replicationLogicalNetworks/{logicalNetworkName}`],
  ['ReplicationNetworks_Get', 'GET', NETWORK],
  ['ReplicationNetworkMappings_ListByReplicationNetworks', 'GET', `${NETWORK}/replicationNetworkMappings`],
  ['ReplicationNetworkMappings_Get', 'GET', NETWORK_MAPPING],
  ['ReplicationStorageClassifications_Get', 'GET', CLASSIFICATION],
  [
    'ReplicationStorageClassificationMappings_ListByReplicationStorageClassifications',
    'GET',
    `${CLASSIFICATION}/replicationStorageClassificationMappings`,
  ],
  ['ReplicationStorageClassificationMappings_Get', 'GET', CLASSIFICATION_MAPPING],
  ['ReplicationMigrationItems_Get', 'GET', MIGRATION],
  ['MigrationRecoveryPoints_ListByReplicationMigrationItems', 'GET', `${MIGRATION}/migrationRecoveryPoints`],
  ['MigrationRecoveryPoints_Get', 'GET', `${MIGRATION}/migrationRecoveryPoints/{migrationRecoveryPointName}`],
  ['ReplicationProtectionIntents_Get', 'GET', `${VAULT}/replicationProtectionIntents/{intentObjectName}`],
  ['ReplicationEligibilityResults_Get', 'GET', `${ELIGIBILITY}/default`],
];

const REFUSED: readonly Row[] = [
  ['ReplicationNetworkMappings_Create', 'PUT', NETWORK_MAPPING],
  ['ReplicationNetworkMappings_Update', 'PATCH', NETWORK_MAPPING],
  ['ReplicationNetworkMappings_Delete', 'DELETE', NETWORK_MAPPING],
  ['ReplicationStorageClassificationMappings_Create', 'PUT', CLASSIFICATION_MAPPING],
  ['ReplicationStorageClassificationMappings_Delete', 'DELETE', CLASSIFICATION_MAPPING],
  ['ReplicationMigrationItems_Create', 'PUT', MIGRATION],
  ['ReplicationMigrationItems_Update', 'PATCH', MIGRATION],
  ['ReplicationMigrationItems_Delete', 'DELETE', MIGRATION],
  ['ReplicationMigrationItems_Migrate', 'POST', `${MIGRATION}/migrate`],
  ['ReplicationMigrationItems_PauseReplication', 'POST', `${MIGRATION}/pauseReplication`],
  ['ReplicationMigrationItems_ResumeReplication', 'POST', `${MIGRATION}/resumeReplication`],
  ['ReplicationMigrationItems_Resync', 'POST', `${MIGRATION}/resync`],
  ['ReplicationMigrationItems_TestMigrate', 'POST', `${MIGRATION}/testMigrate`],
  ['ReplicationMigrationItems_TestMigrateCleanup', 'POST', `${MIGRATION}/testMigrateCleanup`],
  ['ReplicationProtectionIntents_Create', 'PUT', `${VAULT}/replicationProtectionIntents/{intentObjectName}`],
  ['ReplicationProtectedItems_AddDisks', 'POST', `${ITEM}/addDisks`],
  ['ReplicationProtectedItems_RemoveDisks', 'POST', `${ITEM}/removeDisks`],
  ['ReplicationProtectionContainers_SwitchProtection', 'POST', `${CONTAINER}/switchprotection`],
  ['ReplicationFabrics_MigrateToAad', 'POST', `${FABRIC}/migratetoaad`],
];

const empty: Run = (call, arm) => page(call, arm, [], () => undefined);

const absent: Run = ({ path }) => {
  throw notFound('resource', path.slice(path.lastIndexOf('/') + 1));
};

function refusal(operation: string): Run {
  return () => {
    throw new ArmError(
      400,
      'OperationNotSupported',
      `The operation ${operation} is not supported for the replication providers of this vault (VMware virtual machines and physical servers).`,
    );
  };
}

const route = ([operation, method, path]: Row, support: Route['support'], run: Run): Route => ({
  operation,
  method,
  path,
  support,
  run,
});

export const otherProviderRoutes: readonly Route[] = [
  // The one list that is never given in pages.
  route(['ReplicationEligibilityResults_List', 'GET', ELIGIBILITY], 'simulated', () => ok({ value: [] })),
  ...EMPTY.map((row) => route(row, 'simulated', empty)),
  ...ABSENT.map((row) => route(row, 'refused', absent)),
  ...REFUSED.map((row) => route(row, 'refused', refusal(row[0]))),
];
