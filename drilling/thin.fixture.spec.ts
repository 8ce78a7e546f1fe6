import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { Connection } from '../runbooks/connection';
import type { Runbook } from './in-process';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly protectionState: string;
    readonly providerSpecificDetails: { readonly instanceType: string };
  };
}
interface Job {
  readonly name: string;
  readonly properties: {
    readonly state: string;
    readonly targetObjectName: string;
    readonly allowedActions: readonly string[];
  };
}

const POLL_MS = 60_000;
const BOOT_MS = 5 * 60_000;
const API = 'api-version=2023-06-01';
const PAST_MS = 6 * 3_600_000;

/** The least that brings machines home: it looks where each stands, asks for what comes next, restarts what failed, and gives up in the end.
 *  For specs of the engine: the reference runbook is another, and better. */
export const thin: Runbook = async ({ azure, clock, say }) => {
  const ask = client({ azure } as Connection);
  const vault = `/subscriptions/${azure.subscription}/resourceGroups/${azure.resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${azure.vault}`;
  const list = async <T>(path: string): Promise<T[]> =>
    ((await ask('GET', `${vault}/${path}?${API}`)) as { value: T[] }).value;
  const until = clock.now() + PAST_MS;
  while (clock.now() < until) {
    const items = await list<Item>('replicationProtectedItems');
    if (items.every(isHome)) return 0;
    const jobs = await list<Job>('replicationJobs');
    const [fabric] = await list<{ name: string; properties: { customDetails: Classic } }>(
      'replicationFabrics',
    );
    for (const item of items) {
      const of = jobs.filter(({ properties }) => properties.targetObjectName === item.name);
      if (of.some(({ properties }) => /InProgress|NotStarted/.test(properties.state))) continue;
      const failed = of.find(
        ({ properties }) => properties.state === 'Failed' && properties.allowedActions.includes('Restart'),
      );
      const next = nextOf(item, fabric?.properties.customDetails as Classic, vault);
      if (failed) await ask('POST', `${vault}/replicationJobs/${failed.name}/restart?${API}`);
      else if (next) {
        say({ step: next.path, machine: item.name, outcome: 'begun', what: item.properties.protectionState });
        // Nobody commits before the machine has come up.
        if (next.path === 'failoverCommit') await clock.sleep(BOOT_MS);
        await ask('POST', `${item.id}/${next.path}?${API}`, next.body);
      }
    }
    await clock.sleep(POLL_MS);
  }
  return 1;
};

interface Classic {
  readonly processServers: readonly { readonly id: string; readonly friendlyName: string }[];
  readonly masterTargetServers: readonly {
    readonly id: string;
    readonly dataStores: readonly { readonly symbolicName: string }[];
  }[];
  readonly runAsAccounts: readonly { readonly accountId: string; readonly accountName: string }[];
}

function isHome({ properties: { protectionState, providerSpecificDetails } }: Item): boolean {
  return protectionState === 'Protected' && providerSpecificDetails.instanceType === 'InMageAzureV2';
}

/** What a machine is to be asked for. */
function nextOf(
  { id, properties: { protectionState, providerSpecificDetails } }: Item,
  { processServers, masterTargetServers, runAsAccounts }: Classic,
  vault: string,
): { readonly path: string; readonly body?: object } | undefined {
  const classic = providerSpecificDetails.instanceType;
  const container = /replicationProtectionContainers\/([^/]+)/.exec(id)?.[1]?.replace(/_Failback$/, '');
  if (protectionState === 'UnplannedFailoverCommitPendingStatesBegin') return { path: 'failoverCommit' };
  const [target] = masterTargetServers;
  if (protectionState === 'Protected' && classic === 'InMage')
    return failOver({ instanceType: 'InMage', recoveryPointType: 'LatestTime' });
  if (protectionState !== 'UnplannedFailoverCommitted') return undefined;
  return reProtect(
    classic === 'InMageAzureV2'
      ? {
          instanceType: 'InMage',
          masterTargetId: target?.id,
          processServerId: processServers.find(({ friendlyName }) => friendlyName.startsWith('ps-'))?.id,
          retentionDrive: 'R:',
          datastoreName: target?.dataStores[0]?.symbolicName,
          runAsAccountId: runAsAccounts.find(({ accountName }) => accountName === 'asr-account')?.accountId,
          profileId: `${vault}/replicationPolicies/${container}_Failback`,
        }
      : { instanceType: 'InMageAzureV2', policyId: `${vault}/replicationPolicies/${container}` },
  );
}

const failOver = (providerSpecificDetails: object) => ({
  path: 'unplannedFailover',
  body: {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'Required',
      providerSpecificDetails,
    },
  },
});
const reProtect = (providerSpecificDetails: object) => ({
  path: 'reProtect',
  body: { properties: { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails } },
});

/** Asks Azure. What is refused gives nothing; so does what nobody answered. */
function client({
  azure,
}: Connection): (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown> {
  const { endpoint, authorityHost, tenant, clientId, clientSecret, httpClient } = azure;
  const send = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string) =>
    httpClient?.sendRequest(
      createPipelineRequest({
        url,
        method,
        headers: createHttpHeaders(headers),
        ...(body === undefined ? {} : { body }),
      }),
    );
  let token = '';
  return async (method, path, body) => {
    if (token === '') {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${endpoint}/.default`,
      });
      const answer = await send(
        'POST',
        `${authorityHost}/${tenant}/oauth2/v2.0/token`,
        { 'content-type': 'application/x-www-form-urlencoded' },
        form.toString(),
      );
      token = JSON.parse(answer?.bodyAsText ?? '{}').access_token;
    }
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const answer = await send(
        method,
        `${endpoint}${path}`,
        { authorization: `Bearer ${token}`, ...type },
        body && JSON.stringify(body),
      );
      return answer?.status === 200 ? JSON.parse(answer.bodyAsText ?? '{}') : { value: [] };
    } catch {
      return { value: [] };
    }
  };
}
