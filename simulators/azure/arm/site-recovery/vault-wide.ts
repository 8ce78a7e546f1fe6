import { z } from 'zod';
import type { Arm } from '../arm';
import { same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { properties, readBody, text } from '../body';
import { ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { causeOf, healthError } from './health-error';
import { VAULT } from './paths';

/** What is said of a vault as a whole: its health, settings, alerts, appliances, and what can be protected. */
const health: Run = (_call, arm) => ok(healthJson(arm));

function healthJson(arm: Arm): object {
  const items = [...arm.vault.items.values()];
  const ill = items.filter((item) => item.health !== 'Normal');
  const silent =
    arm.kernel.now - arm.vault.component.durable.configurationServer.lastSeenAtMs > SILENT_MS_MAX;
  return {
    id: `${arm.vaultId}/replicationVaultHealth/default`,
    name: 'default',
    type: 'Microsoft.RecoveryServices/vaults/replicationVaultHealth',
    properties: {
      vaultErrors: silent
        ? [healthError(arm, causeOf('SIM-UNREACHABLE', arm.vault.managementServer), 'Error', 'Replication')]
        : [],
      protectedItemsHealth: {
        resourceCount: items.length,
        issues: ill.flatMap((item) =>
          item.healthErrors.map((code) => ({
            summaryCode: code,
            category: 'Replication',
            severity: item.health === 'Critical' ? 'Error' : 'Warning',
            summaryMessage: causeOf(code, item.name).message,
            affectedResourceType: 'VirtualMachine',
            affectedResourceSubtype: '',
            affectedResourceCorrelationIds: [arm.machineId(`events of ${item.name}`)],
          })),
        ),
        categorizedResourceCounts: counted(items.map((item) => item.health)),
      },
      fabricsHealth: {
        resourceCount: 1,
        issues: [],
        categorizedResourceCounts: { [silent ? 'Critical' : 'Normal']: 1 },
      },
      containersHealth: {
        resourceCount: arm.vault.groups.size,
        issues: [],
        categorizedResourceCounts: { Normal: arm.vault.groups.size },
      },
    },
  };
}

const SILENT_MS_MAX = 15 * 60_000;

function counted(words: readonly string[]): { [word: string]: number } {
  const counts: { [word: string]: number } = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const refresh: Run = (call, arm) =>
  accepted(call, arm, arm.operations.done(), `${call.path.replace(/\/default\/refresh$/i, '')}`);

/** Whom the service writes when something is wrong. Kept; no mail is sent. */
const alerts: Run = (call, arm) => page(call, arm, [arm], alertJson);
const alert: Run = ({ params }, arm) => {
  if (!same(params.alertSettingName ?? '', ALERT))
    throw notFound('alert setting', params.alertSettingName ?? '');
  return ok(alertJson(arm));
};
const setAlert: Run = (call, arm) => {
  if (!same(call.params.alertSettingName ?? '', ALERT))
    throw notFound('alert setting', call.params.alertSettingName ?? '');
  arm.alert = readBody(call, ALERT_BODY).properties;
  return ok(alertJson(arm));
};

const ALERT = 'defaultAlertSetting';
const ALERT_BODY = properties({
  sendToOwners: z.enum(['Send', 'DoNotSend']).default('DoNotSend'),
  customEmailAddresses: z.array(text).max(20).default([]),
  locale: text.default('en-US'),
});

function alertJson(arm: Arm): object {
  return {
    id: `${arm.vaultId}/replicationAlertSettings/${ALERT}`,
    name: ALERT,
    type: 'Microsoft.RecoveryServices/vaults/replicationAlertSettings',
    properties: arm.alert,
  };
}

const settings: Run = (call, arm) => page(call, arm, [arm], settingJson);
const setting: Run = ({ params }, arm) => {
  if (!same(params.vaultSettingName ?? '', 'default'))
    throw notFound('vault setting', params.vaultSettingName ?? '');
  return ok(settingJson(arm));
};
/** Which provider protects VMware machines follows from the estate; another one cannot be set. */
const setSetting: Run = (call, arm) => {
  const { vmwareToAzureProviderType: wanted } = readBody(call, SETTING_BODY).properties;
  if (wanted !== undefined && !same(wanted, providerOf(arm)))
    throw new ArmError(
      400,
      'OperationNotSupported',
      `Expected vmwareToAzureProviderType ${providerOf(arm)}, got ${wanted}: choose it with the rule profile of the estate.`,
    );
  return ok(settingJson(arm));
};
const SETTING_BODY = properties({
  migrationSolutionId: text.optional(),
  vmwareToAzureProviderType: text.optional(),
});

function providerOf({ vault }: Arm): string {
  return vault.rules.provider === 'modernized' ? 'Vmware' : 'VmwareV2A';
}

function settingJson(arm: Arm): object {
  return {
    id: `${arm.vaultId}/replicationVaultSettings/default`,
    name: 'default',
    type: 'Microsoft.RecoveryServices/vaults/replicationVaultSettings',
    properties: { migrationSolutionId: null, vmwareToAzureProviderType: providerOf(arm) },
  };
}

const appliances: Run = (call, arm) =>
  page(call, arm, arm.vault.rules.provider === 'modernized' ? [arm] : [], ({ vault }) => ({
    properties: {
      providerSpecificDetails: {
        instanceType: 'InMageRcm',
        appliances: [
          {
            id: arm.machineId(vault.managementServer),
            name: vault.managementServer,
            fabricArmId: arm.fabricId,
          },
        ],
      },
    },
  }));

/** What the estate's machines can run. Source: assumed from the classic support matrix. */
const systems: Run = ({ query }, arm) => {
  const provider = arm.vault.rules.provider === 'modernized' ? 'InMageRcm' : 'InMageAzureV2';
  const wanted = query.instancetype;
  const shown = wanted === undefined || same(wanted, provider);
  return ok({
    id: `${arm.vaultId}/replicationSupportedOperatingSystems/default`,
    name: 'default',
    type: 'Microsoft.RecoveryServices/vaults/replicationSupportedOperatingSystems',
    properties: {
      supportedOsList: shown
        ? [
            {
              instanceType: provider,
              supportedOs: [
                { osName: 'Windows', osType: 'Windows', osVersions: [] },
                { osName: 'CentOS 6.6', osType: 'Linux', osVersions: [] },
              ],
            },
          ]
        : [],
    },
  });
};

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation,
  method,
  path: `${VAULT}/${path}`,
  support: 'simulated',
  run,
});

export const vaultWideRoutes: readonly Route[] = [
  simulated('ReplicationVaultHealth_Get', 'GET', 'replicationVaultHealth', health),
  simulated('ReplicationVaultHealth_Refresh', 'POST', 'replicationVaultHealth/default/refresh', refresh),
  resultsOf(`${VAULT}/replicationVaultHealth`, health),
  simulated('ReplicationAlertSettings_List', 'GET', 'replicationAlertSettings', alerts),
  simulated('ReplicationAlertSettings_Get', 'GET', 'replicationAlertSettings/{alertSettingName}', alert),
  simulated(
    'ReplicationAlertSettings_Create',
    'PUT',
    'replicationAlertSettings/{alertSettingName}',
    setAlert,
  ),
  simulated('ReplicationVaultSetting_List', 'GET', 'replicationVaultSettings', settings),
  simulated('ReplicationVaultSetting_Get', 'GET', 'replicationVaultSettings/{vaultSettingName}', setting),
  simulated(
    'ReplicationVaultSetting_Create',
    'PUT',
    'replicationVaultSettings/{vaultSettingName}',
    setSetting,
  ),
  simulated('ReplicationAppliances_List', 'GET', 'replicationAppliances', appliances),
  simulated('SupportedOperatingSystems_Get', 'GET', 'replicationSupportedOperatingSystems', systems),
];
