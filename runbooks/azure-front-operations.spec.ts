import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { all, detailsOf, HOUR_MS, names, refusedWith, Served } from './fuzz/served.fixture.spec';

describe('Azure front: every operation through the published clients, classic', () => {
  const served = new Served();
  before(() => served.open(false));
  after(() => served.app.close());

  it('makes, edits, associates and deletes policies and groups', async () => {
    const { recovery, vault, fabric, arm } = served;
    const {
      replicationPolicies: policies,
      replicationProtectionContainers: containers,
      replicationProtectionContainerMappings: mappings,
    } = recovery;
    const input = {
      instanceType: 'InMageAzureV2',
      multiVmSyncStatus: 'Enable',
      recoveryPointThresholdInMinutes: 30,
      recoveryPointHistory: 1_440,
      crashConsistentFrequencyInMinutes: 5,
      appConsistentFrequencyInMinutes: 60,
    } as const;
    const made = await policies.beginCreateAndWait(...vault, 'gold', {
      properties: { providerSpecificInput: input },
    });
    assert.deepEqual(
      { ...made.properties?.providerSpecificDetails },
      { ...input, multiVmSyncStatus: 'Enabled' },
    );
    const edited = await policies.beginUpdateAndWait(...vault, 'gold', {
      properties: { replicationProviderSettings: { ...input, recoveryPointThresholdInMinutes: 15 } },
    });
    assert.equal(
      detailsOf<{ recoveryPointThresholdInMinutes: number }>(edited.properties?.providerSpecificDetails)
        .recoveryPointThresholdInMinutes,
      15,
    );
    await containers.beginCreateAndWait(...fabric, 'PG7', { properties: {} });
    await mappings.beginCreateAndWait(...fabric, 'PG7', 'gold-mapping', {
      properties: { policyId: arm.policyId('gold') },
    });
    const mapped = await all(mappings.list(...vault));
    assert.equal(
      mapped.find(({ properties }) => properties?.sourceProtectionContainerFriendlyName === 'PG7')?.properties
        ?.policyFriendlyName,
      'gold',
    );
    await assert.rejects(policies.beginDeleteAndWait(...vault, 'gold'), refusedWith('SIM-POLICY-IN-USE'));
    await containers.beginDeleteAndWait(...fabric, 'PG7');
    await policies.beginDeleteAndWait(...vault, 'gold');
    assert(!names(await all(policies.list(...vault))).some((name) => name?.startsWith('gold')));
    assert(!names(await all(containers.list(...vault))).includes('PG7'));
  });

  it('adds a vCenter connection, changes its account and removes it', async () => {
    const { recovery, vault, fabric } = served;
    const { replicationvCenters: vcenters, replicationFabrics: fabrics } = recovery;
    const { properties } = await fabrics.get(...fabric);
    const { runAsAccounts = [] } = detailsOf<{ runAsAccounts?: { accountId: string }[] }>(
      properties?.customDetails,
    );
    const account = runAsAccounts[0]?.accountId ?? '';
    await vcenters.beginCreateAndWait(...fabric, 'vcenter-02', {
      properties: {
        friendlyName: 'vcenter-02',
        ipAddress: '10.0.0.99',
        port: '443',
        runAsAccountId: account,
      },
    });
    served.estate.kernel.run(served.estate.kernel.now + HOUR_MS / 4);
    assert.equal((await vcenters.get(...fabric, 'vcenter-02')).properties?.ipAddress, '10.0.0.99');
    await vcenters.beginUpdateAndWait(...fabric, 'vcenter-02', { properties: { runAsAccountId: account } });
    await assert.rejects(
      vcenters.beginUpdateAndWait(...fabric, 'vcenter-02', { properties: { runAsAccountId: 'nobody' } }),
      refusedWith('SIM-UNKNOWN'),
    );
    await vcenters.beginDeleteAndWait(...fabric, 'vcenter-02');
    served.estate.kernel.run(served.estate.kernel.now + HOUR_MS / 4);
    assert.deepEqual(names(await all(vcenters.list(...vault))), ['vcenter']);
  });

  it('keeps alert settings, and takes no other provider', async () => {
    const { recovery, vault } = served;
    const {
      replicationAlertSettings: alerts,
      replicationVaultSetting: settings,
      replicationVaultHealth: health,
    } = recovery;
    const [known] = await all(alerts.list(...vault));
    await alerts.create(...vault, known?.name ?? '', {
      properties: { sendToOwners: 'Send', customEmailAddresses: ['dr@example.com'], locale: 'en-US' },
    });
    assert.deepEqual((await alerts.get(...vault, known?.name ?? '')).properties?.customEmailAddresses, [
      'dr@example.com',
    ]);
    const [setting] = await all(settings.list(...vault));
    const provider = setting?.properties?.vmwareToAzureProviderType ?? '';
    await settings.beginCreateAndWait(...vault, 'default', {
      properties: { vmwareToAzureProviderType: provider },
    });
    await assert.rejects(
      settings.beginCreateAndWait(...vault, 'default', {
        properties: { vmwareToAzureProviderType: 'other' },
      }),
      refusedWith('OperationNotSupported'),
    );
    assert.equal((await health.beginRefreshAndWait(...vault)).properties?.containersHealth?.resourceCount, 2);
  });

  it('runs a recovery plan of two machines to Azure, with a test before and a commit after', async () => {
    const { recovery, vault, arm } = served;
    const { replicationRecoveryPlans: plans, replicationProtectedItems: items } = recovery;
    for (const machine of ['erp-db-01', 'web-01']) await served.protect(machine, 'InMageAzureV2');
    const group = (...machines: string[]) => ({
      groupType: 'Boot',
      replicationProtectedItems: machines.map((machine) => ({
        id: `${arm.containerId('PG1')}/replicationProtectedItems/${machine}`,
      })),
    });
    const fabrics = { primaryFabricId: arm.fabricId, recoveryFabricId: 'Microsoft Azure' };
    await plans.beginCreateAndWait(...vault, 'both', {
      properties: { ...fabrics, groups: [group('erp-db-01')] },
    });
    const edited = await plans.beginUpdateAndWait(...vault, 'both', {
      properties: { groups: [group('erp-db-01'), group('web-01')] },
    });
    assert.equal(edited.properties?.groups?.length, 2);
    const networkId = arm.resourceId('Microsoft.Network/virtualNetworks', 'test-vnet');
    await plans.beginTestFailoverAndWait(...vault, 'both', {
      properties: { failoverDirection: 'PrimaryToRecovery', networkType: 'VmNetworkAsInput', networkId },
    });
    assert(names(await all(served.compute.virtualMachines.listAll())).includes('web-01-test'));
    await plans.beginTestFailoverCleanupAndWait(...vault, 'both', { properties: { comments: 'seen' } });
    const failover = {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'Required',
      providerSpecificDetails: [{ instanceType: 'InMageAzureV2', recoveryPointType: 'Latest' }],
    } as const;
    await plans.beginUnplannedFailoverAndWait(...vault, 'both', {
      properties: { ...failover, providerSpecificDetails: [...failover.providerSpecificDetails] },
    });
    await plans.beginFailoverCommitAndWait(...vault, 'both');
    for (const machine of ['erp-db-01', 'web-01'])
      assert.equal(
        (await items.get(...served.item(machine))).properties?.protectionState,
        'UnplannedFailoverCommitted',
      );
    await assert.rejects(plans.beginReprotectAndWait(...vault, 'both'), refusedWith('SIM-WRONG-OPERATION'));
    await plans.beginDeleteAndWait(...vault, 'both');
    await assert.rejects(plans.get(...vault, 'both'), refusedWith('ResourceNotFound'));
  });

  it('shows machines, networks and lines in Azure, and stops and starts a machine', async () => {
    const { compute, network, arm } = served;
    const group = arm.resourceGroup;
    const power = async () =>
      (await compute.virtualMachines.instanceView(group, 'web-01')).statuses?.map(({ code }) => code);
    await compute.virtualMachines.beginDeallocateAndWait(group, 'web-01');
    assert((await power())?.includes('PowerState/deallocated'));
    await compute.virtualMachines.beginStartAndWait(group, 'web-01');
    assert((await power())?.includes('PowerState/running'));
    const machine = await compute.virtualMachines.get(group, 'web-01', { expand: 'instanceView' });
    assert.equal(machine.provisioningState, 'Succeeded');
    const nic = await network.networkInterfaces.get(group, 'web-01-nic');
    assert.match(nic.ipConfigurations?.[0]?.privateIPAddress ?? '', /^10\.100\./);
    assert.deepEqual(names(await all(network.networkInterfaces.list(group))).sort(), [
      'erp-db-01-nic',
      'web-01-nic',
    ]);
    assert.deepEqual(names(await all(network.virtualNetworks.list(group))), ['failover-vnet', 'test-vnet']);
    assert.equal(
      (await network.subnets.get(group, 'failover-vnet', 'default')).addressPrefix,
      '10.100.0.0/16',
    );
    const [gateway] = await all(network.virtualNetworkGateways.list(group));
    assert.equal((await network.virtualNetworkGateways.get(group, gateway?.name ?? '')).gatewayType, 'Vpn');
    const [connection] = await all(network.virtualNetworkGatewayConnections.list(group));
    assert.equal(
      (await network.virtualNetworkGatewayConnections.get(group, connection?.name ?? '')).connectionStatus,
      'Connected',
    );
    assert.deepEqual(await all(network.expressRouteCircuits.list(group)), []);
  });

  it('brings a machine home, and moves its replication to another process server on the way', async () => {
    const { recovery, vault, fabric, arm } = served;
    const { replicationProtectedItems: items, replicationFabrics: fabrics } = recovery;
    const { properties } = await fabrics.get(...fabric);
    const { processServers = [], masterTargetServers = [] } = detailsOf<{
      processServers?: { id: string; friendlyName: string }[];
      masterTargetServers?: { id: string }[];
    }>(properties?.customDetails);
    const azure = processServers.find(({ friendlyName }) => friendlyName === 'ps-azure-01')?.id ?? '';
    const site = processServers.find(({ friendlyName }) => friendlyName !== 'ps-azure-01')?.id ?? '';
    await items.beginReprotectAndWait(...served.item('erp-db-01'), {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: {
          instanceType: 'InMage',
          masterTargetId: masterTargetServers[0]?.id ?? '',
          processServerId: azure,
          retentionDrive: 'R:',
          runAsAccountId: 'asr-account',
          datastoreName: 'ds-01',
          profileId: arm.policyId('PG1_Failback'),
        },
      },
    });
    await served.isProtected('erp-db-01');
    await assert.rejects(
      fabrics.beginReassociateGatewayAndWait(...fabric, {
        properties: { sourceProcessServerId: azure, targetProcessServerId: site, updateType: 'ServerLevel' },
      }),
      refusedWith('SIM-PROCESS-SERVER-PLACE'),
    );
    await items.beginUnplannedFailoverAndWait(...served.item('erp-db-01'), {
      properties: {
        failoverDirection: 'PrimaryToRecovery',
        sourceSiteOperations: 'Required',
        providerSpecificDetails: { instanceType: 'InMage', recoveryPointType: 'LatestTime' },
      },
    });
    await items.beginFailoverCommitAndWait(...served.item('erp-db-01'));
    await items.beginReprotectAndWait(...served.item('erp-db-01'), {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: { instanceType: 'InMageAzureV2' },
      },
    });
    await served.isProtected('erp-db-01');
    // Replication to Azure goes through the process server on the site, and may be moved to another.
    await fabrics.beginReassociateGatewayAndWait(...fabric, {
      properties: {
        sourceProcessServerId: site,
        targetProcessServerId: azure,
        vmsToMigrate: [arm.machineId('erp-db-01')],
        updateType: 'SystemLevel',
      },
    });
    const jobs = await all(recovery.replicationJobs.list(...vault, { filter: "JobStatus eq 'Succeeded'" }));
    assert.equal(jobs[0]?.properties?.scenarioName, 'SIM-ReassociateGateway');
  });

  it('refuses what has no place here, and takes an item out of the vault', async () => {
    const { recovery, vault, fabric } = served;
    const {
      replicationProtectedItems: items,
      replicationFabrics: fabrics,
      replicationJobs: jobs,
      replicationMigrationItems: migrations,
    } = recovery;
    const item = served.item('web-01');
    await assert.rejects(fabrics.beginPurgeAndWait(...fabric), refusedWith('OperationNotAllowed'));
    await assert.rejects(
      items.beginAddDisksAndWait(...item, {
        properties: { providerSpecificDetails: { instanceType: 'A2A' } },
      }),
      refusedWith('OperationNotSupported'),
    );
    await assert.rejects(
      items.beginResolveHealthErrorsAndWait(...item, {
        properties: { healthErrors: [{ healthErrorId: 'x' }] },
      }),
      refusedWith('HealthErrorNotResolvable'),
    );
    await assert.rejects(
      items.beginUpdateMobilityServiceAndWait(...item, { properties: { runAsAccountId: 'x' } }),
      refusedWith('InMageRcmUpgradeBlockedAlreadyOnLatestVersion'),
    );
    await assert.rejects(migrations.get(...fabric, 'PG1', 'web-01'), refusedWith('ResourceNotFound'));
    const [job] = await all(jobs.list(...vault));
    await assert.rejects(
      jobs.beginResumeAndWait(...vault, job?.name ?? '', { properties: { comments: 'go on' } }),
      refusedWith('JobNotSuspended'),
    );
    await items.beginPurgeAndWait(...item);
    assert(!names(await all(items.list(...vault))).includes('web-01'));
  });
});

describe('Azure front: recovery plans through the published clients, modernized', () => {
  const served = new Served();
  before(() => served.open(true));
  after(() => served.app.close());

  it('fails a plan back by a planned failover, takes it back, and does it again', async () => {
    const { recovery, vault, fabric, arm } = served;
    const { replicationProtectedItems: items, replicationRecoveryPlans: plans } = recovery;
    await served.protect('web-01', 'InMageRcm');
    const group = {
      groupType: 'Boot',
      replicationProtectedItems: [{ id: `${arm.containerId('PG1')}/replicationProtectedItems/web-01` }],
    };
    await plans.beginCreateAndWait(...vault, 'one', {
      properties: { primaryFabricId: arm.fabricId, recoveryFabricId: 'Microsoft Azure', groups: [group] },
    });
    await plans.beginUnplannedFailoverAndWait(...vault, 'one', {
      properties: {
        failoverDirection: 'PrimaryToRecovery',
        sourceSiteOperations: 'Required',
        providerSpecificDetails: [{ instanceType: 'InMageRcm', recoveryPointType: 'Latest' }],
      },
    });
    await plans.beginFailoverCommitAndWait(...vault, 'one');
    const { properties } = await recovery.replicationFabrics.get(...fabric);
    const { reprotectAgents = [] } = detailsOf<{
      reprotectAgents?: { id: string; accessibleDatastores: string[] }[];
    }>(properties?.customDetails);
    const [agent] = reprotectAgents;
    await items.beginReprotectAndWait(...served.item('web-01'), {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: {
          instanceType: 'InMageRcm',
          reprotectAgentId: agent?.id ?? '',
          datastoreName: agent?.accessibleDatastores[0] ?? '',
          logStorageAccountId: arm.resourceId('Microsoft.Storage/storageAccounts', arm.logStorage),
        },
      },
    });
    await served.isProtected('web-01');
    const back = {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: [
          { instanceType: 'InMageRcmFailback' as const, recoveryPointType: 'CrashConsistent' },
        ],
      },
    };
    await plans.beginPlannedFailoverAndWait(...vault, 'one', back);
    await plans.beginFailoverCancelAndWait(...vault, 'one');
    await served.isProtected('web-01');
    assert.equal((await items.get(...served.item('web-01'))).properties?.activeLocation, 'Primary');
    await plans.beginPlannedFailoverAndWait(...vault, 'one', back);
    await plans.beginFailoverCommitAndWait(...vault, 'one');
    await plans.beginReprotectAndWait(...vault, 'one');
    await served.isProtected('web-01');
  });
});
