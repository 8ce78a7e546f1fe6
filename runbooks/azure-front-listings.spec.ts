import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { all, names, refusedWith, Served } from './fuzz/served.fixture.spec';

describe('Azure front: what is listed and read through the published clients', () => {
  const served = new Served();
  before(() => served.open(false, { kind: 'expressroute', peerings: ['private', 'public'] }));
  after(() => served.app.close());

  it('lists and reads what a vault of VMware machines has', async () => {
    const { recovery, vault, fabric, arm } = served;
    await served.protect('web-01', 'InMageAzureV2');
    const item = served.item('web-01');
    const [listed] = await all(recovery.replicationFabrics.list(...vault));
    assert.equal(listed?.name, fabric[2]);
    const [provider] = await all(recovery.replicationRecoveryServicesProviders.list(...vault));
    await all(recovery.replicationRecoveryServicesProviders.listByReplicationFabrics(...fabric));
    assert.equal(
      (await recovery.replicationRecoveryServicesProviders.get(...fabric, provider?.name ?? '')).properties
        ?.connectionStatus,
      'Connected',
    );
    assert.deepEqual(names(await all(recovery.replicationvCenters.listByReplicationFabrics(...fabric))), [
      'vcenter',
    ]);
    assert.equal(
      (await recovery.replicationvCenters.get(...fabric, 'vcenter')).properties?.discoveryStatus,
      'DiscoveryCompleted',
    );
    assert.deepEqual(
      names(await all(recovery.replicationProtectionContainers.listByReplicationFabrics(...fabric))),
      ['PG1', 'PG1_Failback'],
    );
    assert.equal(
      (await recovery.replicationProtectionContainers.get(...fabric, 'PG1')).properties?.protectedItemCount,
      1,
    );
    const [mapping] = await all(
      recovery.replicationProtectionContainerMappings.listByReplicationProtectionContainers(...fabric, 'PG1'),
    );
    assert.equal(
      (await recovery.replicationProtectionContainerMappings.get(...fabric, 'PG1', mapping?.name ?? ''))
        .properties?.policyFriendlyName,
      'PG1',
    );
    const protectable = await all(
      recovery.replicationProtectableItems.listByReplicationProtectionContainers(...fabric, 'PG1'),
    );
    const one = await recovery.replicationProtectableItems.get(...fabric, 'PG1', protectable[0]?.name ?? '');
    assert.equal(one.properties?.friendlyName, protectable[0]?.properties?.friendlyName);
    await recovery.replicationProtectionContainers.beginDiscoverProtectableItemAndWait(...fabric, 'PG1', {
      properties: { friendlyName: 'edge-01', ipAddress: '10.1.0.9', osType: 'Linux' },
    });
    assert.deepEqual(
      names(
        await all(recovery.replicationProtectedItems.listByReplicationProtectionContainers(...fabric, 'PG1')),
      ),
      ['web-01'],
    );
    const [point] = await all(recovery.recoveryPoints.listByReplicationProtectedItems(...item));
    assert.equal(
      (await recovery.recoveryPoints.get(...item, point?.name ?? '')).properties?.recoveryPointType,
      point?.properties?.recoveryPointType,
    );
    assert.deepEqual(names(await all(recovery.targetComputeSizes.listByReplicationProtectedItems(...item))), [
      'Standard_D2s_v3',
    ]);
    assert.equal((await recovery.replicationPolicies.get(...vault, 'PG1')).name, 'PG1');
    assert.deepEqual(names(await all(recovery.replicationRecoveryPlans.list(...vault))), ['plan-01']);
    assert.deepEqual(await all(recovery.replicationAppliances.list(...vault)), []);
    assert.equal(
      (await recovery.replicationVaultHealth.get(...vault)).properties?.protectedItemsHealth?.resourceCount,
      1,
    );
    assert.equal((await recovery.replicationVaultSetting.get(...vault, 'default')).name, 'default');
    assert(
      (await recovery.supportedOperatingSystemsOperations.get(...vault)).properties?.supportedOsList?.length,
    );
    served.estate.vault.event('SIM-RISK', 'web-01', 'seen', 'Warning');
    const [event] = await all(recovery.replicationEvents.list(...vault));
    assert.equal(
      (await recovery.replicationEvents.get(...vault, event?.name ?? '')).properties?.eventCode,
      'SIM-RISK',
    );
    assert((await all(recovery.operations.list(arm.resourceGroup))).length > 0);
  });

  it('has nothing of what belongs to other providers', async () => {
    const { recovery, vault, fabric } = served;
    const container = [...fabric, 'PG1'] as const;
    for (const found of [
      await all(recovery.replicationNetworks.list(...vault)),
      await all(recovery.replicationNetworks.listByReplicationFabrics(...fabric)),
      await all(recovery.replicationNetworkMappings.list(...vault)),
      await all(recovery.replicationLogicalNetworks.listByReplicationFabrics(...fabric)),
      await all(recovery.replicationStorageClassifications.list(...vault)),
      await all(recovery.replicationStorageClassifications.listByReplicationFabrics(...fabric)),
      await all(recovery.replicationStorageClassificationMappings.list(...vault)),
      await all(recovery.replicationMigrationItems.list(...vault)),
      await all(recovery.replicationMigrationItems.listByReplicationProtectionContainers(...container)),
      await all(recovery.replicationProtectionIntents.list(...vault)),
    ])
      assert.deepEqual(found, []);
    await assert.rejects(
      recovery.replicationNetworks.get(...fabric, 'vmm-network'),
      refusedWith('ResourceNotFound'),
    );
    await assert.rejects(
      recovery.replicationLogicalNetworks.get(...fabric, 'logical'),
      refusedWith('ResourceNotFound'),
    );
    await assert.rejects(
      recovery.replicationProtectionIntents.get(...vault, 'intent'),
      refusedWith('ResourceNotFound'),
    );
  });

  it('shows the circuit with both its peerings', async () => {
    const { network, arm } = served;
    const [circuit] = await all(network.expressRouteCircuits.list(arm.resourceGroup));
    const name = circuit?.name ?? '';
    assert.equal(
      (await network.expressRouteCircuits.get(arm.resourceGroup, name)).circuitProvisioningState,
      'Enabled',
    );
    const peerings = names(await all(network.expressRouteCircuitPeerings.list(arm.resourceGroup, name)));
    assert.deepEqual(peerings.sort(), ['AzurePrivatePeering', 'AzurePublicPeering']);
    assert.equal(
      (await network.expressRouteCircuitPeerings.get(arm.resourceGroup, name, 'AzurePublicPeering')).state,
      'Enabled',
    );
    assert.equal((await all(network.expressRouteCircuits.listAll())).length, 1);
    assert.equal((await all(network.virtualNetworks.listAll())).length, 2);
    assert.equal((await all(network.subnets.list(arm.resourceGroup, 'failover-vnet'))).length, 1);
    assert.equal((await all(network.networkInterfaces.listAll())).length, 0);
    assert.equal(
      (await network.virtualNetworks.get(arm.resourceGroup, 'failover-vnet')).name,
      'failover-vnet',
    );
  });
});
