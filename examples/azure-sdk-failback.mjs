// Brings a machine to Azure and home again with the published Azure SDK and its ordinary credentials, and nothing else.
//   npx homeward serve examples/estates/small.yaml --write-env .env.homeward
//   node --env-file=.env.homeward examples/azure-sdk-failback.mjs erp-db-01
// (NODE_EXTRA_CA_CERTS must be in the environment before Node starts: `set -a; . ./.env.homeward; set +a` does that in any shell.)
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import { ClientSecretCredential } from '@azure/identity';

const machine = process.argv[2] ?? 'erp-db-01';
const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_SUBSCRIPTION_ID, AZURE_AUTHORITY_HOST } =
  process.env;
const {
  HOMEWARD_ARM_ENDPOINT: endpoint,
  HOMEWARD_VAULT: vault,
  HOMEWARD_RESOURCE_GROUP: group,
} = process.env;
if (!endpoint) {
  console.error(
    'HOMEWARD_ARM_ENDPOINT is not set: start `homeward serve` and load the environment that it writes.',
  );
  process.exit(2);
}

const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
  authorityHost: AZURE_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const client = new SiteRecoveryManagementClient(credential, AZURE_SUBSCRIPTION_ID, { endpoint });
const items = client.replicationProtectedItems;

const [fabric] = await all(client.replicationFabrics.list(vault, group));
if (fabric.properties.customDetails.instanceType !== 'VMware') {
  console.error(
    `This example speaks the classic provider; the estate has ${fabric.properties.customDetails.instanceType}.`,
  );
  process.exit(2);
}
const containers = await all(
  client.replicationProtectionContainers.listByReplicationFabrics(vault, group, fabric.name),
);
const { container, protectable } = await findProtectable();
const { processServers = [], masterTargetServers = [], runAsAccounts = [] } = fabric.properties.customDetails;
const policies = await all(client.replicationPolicies.list(vault, group));
console.log(`${machine}: fabric ${fabric.properties.friendlyName}, container ${container}`);

await step('protect', 'Protected', () =>
  items.beginCreateAndWait(vault, group, fabric.name, container, machine, {
    properties: {
      policyId: policyNamed(container).id,
      protectableItemId: protectable.id,
      providerSpecificDetails: { instanceType: 'InMageAzureV2' },
    },
  }),
);
await step('fail over to Azure', 'UnplannedFailoverCommitPendingStatesBegin', () =>
  items.beginUnplannedFailoverAndWait(...place(), {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'Required',
      providerSpecificDetails: { instanceType: 'InMageAzureV2' },
    },
  }),
);
await step('commit', 'UnplannedFailoverCommitted', () => items.beginFailoverCommitAndWait(...place()));
await step('reprotect to the site', 'Protected', () =>
  items.beginReprotectAndWait(...place(), {
    properties: {
      failoverDirection: 'RecoveryToPrimary',
      providerSpecificDetails: {
        instanceType: 'InMage',
        masterTargetId: masterTargetServers[0].id,
        processServerId: processServers.find(
          (server) => server.friendlyName !== fabric.properties.friendlyName,
        ).id,
        retentionDrive: 'R:',
        datastoreName: masterTargetServers[0].dataStores[0].symbolicName,
        runAsAccountId: (
          runAsAccounts.find((account) => account.accountName === 'asr-account') ?? {
            accountId: 'asr-account',
          }
        ).accountId,
        profileId: policyNamed(`${container}_Failback`).id,
      },
    },
  }),
);
await step('fail over to the site', 'UnplannedFailoverCommitPendingStatesBegin', () =>
  items.beginUnplannedFailoverAndWait(...place(), {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'Required',
      providerSpecificDetails: { instanceType: 'InMage', recoveryPointType: 'LatestTime' },
    },
  }),
);
await step('commit', 'UnplannedFailoverCommitted', () => items.beginFailoverCommitAndWait(...place()));
await step('reprotect to Azure', 'Protected', () =>
  items.beginReprotectAndWait(...place(), {
    properties: {
      failoverDirection: 'RecoveryToPrimary',
      providerSpecificDetails: { instanceType: 'InMageAzureV2', policyId: policyNamed(container).id },
    },
  }),
);

const jobs = await all(client.replicationJobs.list(vault, group));
console.log(
  `${jobs.length} jobs: ${jobs
    .map((job) => `${job.properties.scenarioName} ${job.properties.state}`)
    .reverse()
    .join(', ')}`,
);

/** Does one step of the way, and waits until the service shows the state that it leads to. */
async function step(what, state, act) {
  await act();
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { properties } = await items.get(...place());
    if (properties.protectionState === state) {
      console.log(
        `${what}: ${state} (${properties.activeLocation}, ${properties.providerSpecificDetails.instanceType})`,
      );
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: the machine did not come to ${state}`);
}

/** The machine's place: a client that kept its first id means the same machine after a reprotection. */
function place() {
  return [vault, group, fabric.name, container, machine];
}

async function findProtectable() {
  for (const { name } of containers) {
    if (name.endsWith('_Failback')) continue;
    const found = await all(
      client.replicationProtectableItems.listByReplicationProtectionContainers(
        vault,
        group,
        fabric.name,
        name,
      ),
    );
    const mine = found.find((item) => item.properties.friendlyName === machine);
    if (mine) return { container: name, protectable: mine };
  }
  throw new Error(`${machine} is not among the machines that can be protected`);
}

function policyNamed(name) {
  return policies.find((policy) => policy.name === name);
}

async function all(pages) {
  const found = [];
  for await (const entry of pages) found.push(entry);
  return found;
}
