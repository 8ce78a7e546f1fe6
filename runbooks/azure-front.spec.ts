import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NetworkManagementClient } from '@azure/arm-network';
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import { ClientSecretCredential } from '@azure/identity';
import type { FastifyInstance } from 'fastify';
import { SignJWT } from 'jose';
import { Arm, buildServer, makeCertificate, type ServerOptions, Tokens } from '../simulators/azure/arm';
import { build, type Estate } from '../simulators/estate';
import { answerLog } from '../steps/drivers/sdk/answer-log';
import { plainEstate } from './plain-estate';
import { roundTrip } from './round-trip';
import { Watch } from './watch';

const ORIGIN = 'https://127.0.0.1:443';
const HOST = '127.0.0.1:443';
const VERSION = 'api-version=2023-06-01';

const ESTATE = plainEstate('front', ['erp-db-01', 'web-01', 'web-02'], ['esx-01'], {
  everyMs: 30_000,
  extentsPerWrite: 4,
  regionExtents: 2_000,
});

interface Front {
  readonly estate: Estate;
  readonly arm: Arm;
  readonly tokens: Tokens;
  readonly app: FastifyInstance;
  /** Asks as the principal with this label. */
  ask(method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', url: string, options?: Ask): Promise<Told>;
}

interface Ask {
  readonly as?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: { readonly [name: string]: string };
}

interface Told {
  readonly status: number;
  readonly body: {
    readonly error?: {
      readonly code: string;
      readonly message: string;
      readonly details?: readonly { readonly code: string }[];
    };
    readonly [field: string]: unknown;
  };
  readonly headers: { readonly [name: string]: unknown };
}

async function open(options: ServerOptions & { readonly pageSize?: number } = {}): Promise<Front> {
  const estate = build(ESTATE, 1);
  const { kernel } = estate;
  kernel.run(20 * 60_000);
  const arm = new Arm({
    ...estate,
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    polled: (isOver) => kernel.run(kernel.now + (isOver ? 6 * 3_600_000 : 30_000), isOver),
  });
  const tokens = await Tokens.open(arm);
  const answered = answerLog('front specs');
  const app = buildServer(
    { arm, tokens },
    { broke: (error) => assert.fail(error as Error), ...(answered ? { answered } : {}), ...options },
  );
  const ask = async (
    method: 'GET',
    url: string,
    { as = 'automation', body, raw, headers = {} }: Ask = {},
  ): Promise<Told> => {
    const application = tokens.applications.find(({ principal }) => principal.label === as);
    const token = application ? await tokens.issue(application.clientId, application.secret, ORIGIN) : as;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await app.inject({
      method,
      url,
      headers: {
        host: HOST,
        authorization: `Bearer ${token}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      status: answer.statusCode,
      body: answer.body === '' ? {} : JSON.parse(answer.body),
      headers: answer.headers,
    };
  };
  return { estate, arm, tokens, app, ask: ask as Front['ask'] };
}

const itemUrl = (arm: Arm, machine: string, action = ''): string =>
  `${arm.containerId('PG1')}/replicationProtectedItems/${machine}${action}?${VERSION}`;

const enable = (arm: Arm, machine: string): object => ({
  properties: {
    policyId: arm.policyId('PG1'),
    protectableItemId: `${arm.containerId('PG1')}/replicationProtectableItems/${arm.machineId(machine)}`,
    providerSpecificDetails: { instanceType: 'InMageAzureV2' },
  },
});

async function protect({ arm, ask }: Front, machine: string): Promise<void> {
  const { status, headers } = await ask('PUT', itemUrl(arm, machine), { body: enable(arm, machine) });
  assert.equal(status, 202);
  const { body } = await ask('GET', `${headers['azure-asyncoperation']}`.replace(ORIGIN, ''));
  assert.equal(body.status, 'Succeeded');
}

describe('Azure front: who may ask', () => {
  it('asks for a token, and says what is wrong with one', async () => {
    const { arm, ask, app } = await open();
    const url = `${arm.vaultId}/replicationFabrics?${VERSION}`;
    const bare = await app.inject({ method: 'GET', url, headers: { host: HOST } });
    assert.equal(bare.statusCode, 401);
    assert.equal(JSON.parse(bare.body).error.code, 'AuthenticationFailed');
    const foreign = await new SignJWT({ label: 'automation' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(`https://sts.windows.net/${arm.tenant}/`)
      .setAudience(ORIGIN)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('a secret of somebody else entirely'));
    for (const token of ['nonsense', 'a.b.c', foreign]) {
      const { status, body } = await ask('GET', url, { as: token });
      assert.deepEqual([status, body.error?.code], [401, 'InvalidAuthenticationToken']);
    }
  });

  it('refuses a token for another audience, and one that has expired', async (context) => {
    const { arm, tokens, ask } = await open();
    const [application] = tokens.applications;
    const { clientId = '', secret = '' } = application ?? {};
    const url = `${arm.vaultId}/replicationFabrics?${VERSION}`;
    const other = await ask('GET', url, {
      as: await tokens.issue(clientId, secret, 'https://graph.microsoft.com'),
    });
    assert.deepEqual(
      [other.status, other.body.error?.code],
      [401, 'InvalidAuthenticationTokenTenantOrAudience'],
    );
    const token = await tokens.issue(clientId, secret, ORIGIN);
    assert.equal((await ask('GET', url, { as: token })).status, 200);
    context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * 3_600_000 });
    const late = await ask('GET', url, { as: token });
    assert.deepEqual([late.status, late.body.error?.code], [401, 'ExpiredAuthenticationToken']);
  });

  it('lets a reader read, an operator run failovers, and neither protect', async () => {
    const front = await open();
    const { arm, ask } = front;
    await protect(front, 'erp-db-01');
    for (const as of ['auditor', 'operator']) {
      assert.equal((await ask('GET', itemUrl(arm, 'erp-db-01'), { as })).status, 200);
      const { status, body } = await ask('PUT', itemUrl(arm, 'web-01'), { as, body: enable(arm, 'web-01') });
      assert.deepEqual([status, body.error?.code], [403, 'AuthorizationFailed']);
    }
    const body = {
      properties: {
        failoverDirection: 'PrimaryToRecovery',
        providerSpecificDetails: { instanceType: 'InMageAzureV2' },
      },
    };
    const url = itemUrl(arm, 'erp-db-01', '/unplannedFailover');
    assert.equal((await ask('POST', url, { as: 'auditor', body })).status, 403);
    assert.equal((await ask('POST', url, { as: 'operator', body })).status, 202);
  });

  it('gives no token for a wrong secret, client, tenant, grant or scope', async () => {
    const { arm, app, tokens } = await open();
    const [application] = tokens.applications;
    const right = {
      grant_type: 'client_credentials',
      client_id: application?.clientId ?? '',
      client_secret: application?.secret ?? '',
      scope: `${ORIGIN}/.default`,
    };
    const token = async (tenant: string, form: object) => {
      const payload = new URLSearchParams(form as Record<string, string>).toString();
      const answer = await app.inject({
        method: 'POST',
        url: `/${tenant}/oauth2/v2.0/token`,
        headers: { host: HOST, 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      });
      return [answer.statusCode, JSON.parse(answer.body).error_description?.slice(0, 14)];
    };
    assert.equal((await token(arm.tenant, right))[0], 200);
    assert.deepEqual(await token(arm.tenant, { ...right, client_secret: 'guess' }), [401, 'AADSTS7000215:']);
    assert.deepEqual(await token(arm.tenant, { ...right, client_id: 'nobody' }), [400, 'AADSTS700016: ']);
    assert.deepEqual(await token('contoso', right), [400, 'AADSTS90002: T']);
    assert.deepEqual(await token(arm.tenant, { ...right, grant_type: 'password' }), [400, 'AADSTS70003: T']);
    assert.deepEqual(await token(arm.tenant, { ...right, scope: 'openid' }), [400, 'AADSTS70011: T']);
  });
});

describe('Azure front: requests', () => {
  it('refuses what it cannot read, in the words of ARM, and changes nothing', async () => {
    const { arm, ask, estate } = await open();
    const url = itemUrl(arm, 'erp-db-01');
    const cases: readonly [Ask, number, string][] = [
      [{ raw: '{"properties":' }, 400, 'InvalidRequestContent'],
      [{ raw: '[]' }, 400, 'InvalidRequestContent'],
      [{ raw: '{"__proto__":{"a":1}}' }, 400, 'InvalidRequestContent'],
      [{ body: {} }, 400, 'InvalidRequestContent'],
      [{ body: { properties: { protectableItemId: 7 } } }, 400, 'InvalidRequestContent'],
      [{ raw: `"${'x'.repeat(2 * 1_048_576)}"` }, 413, 'RequestEntityTooLarge'],
      [{ raw: '<a/>', headers: { 'content-type': 'application/xml' } }, 415, 'UnsupportedMediaType'],
      [
        {
          body: {
            properties: {
              ...(enable(arm, 'erp-db-01') as { properties: object }).properties,
              providerSpecificDetails: { instanceType: 'HyperVReplicaAzure' },
            },
          },
        },
        400,
        '506',
      ],
      [
        {
          body: {
            properties: {
              ...(enable(arm, 'erp-db-01') as { properties: object }).properties,
              policyId: arm.policyId('PG9'),
            },
          },
        },
        400,
        'InvalidPolicy',
      ],
      [
        {
          body: {
            properties: {
              ...(enable(arm, 'erp-db-01') as { properties: object }).properties,
              protectableItemId: arm.subscription,
            },
          },
        },
        404,
        'ResourceNotFound',
      ],
    ];
    for (const [given, status, code] of cases) {
      const told = await ask('PUT', url, given);
      assert.deepEqual(
        [told.status, told.body.error?.code],
        [status, code],
        JSON.stringify(given).slice(0, 80),
      );
    }
    assert.equal(estate.vault.items.size, 0);
    assert.equal(estate.vault.jobs.size, 0);
  });

  it('takes a reprotection to Azure as the PowerShell module sends it, and refuses a master target of its own', async () => {
    const { estate, arm, ask } = await open();
    const watch = new Watch(estate.kernel);
    const options = { machine: 'erp-db-01', workMs: 1_200_000, restartsMax: 0, restartAfterMs: 0 };
    const { vault, kernel, names } = estate;
    const trip = kernel.spawn(undefined, 'trip', roundTrip(estate, watch, options));
    const state = (): string => vault.items.get('erp-db-01')?.state ?? '';
    kernel.run(kernel.now + 48 * 3_600_000, () => state() === 'failed-back');
    trip.kill();
    kernel.run(kernel.now + 3_600_000);
    const item = vault.item('erp-db-01');
    const { body: fabric } = await ask('GET', `${arm.fabricId}?${VERSION}`);
    const { customDetails } = fabric.properties as {
      customDetails: { [kind: string]: { id?: string; friendlyName?: string; accountId?: string }[] };
    };
    const site = customDetails.processServers?.find(
      ({ friendlyName }) => friendlyName === names.managementServer,
    );
    const sent = {
      instanceType: 'InMageAzureV2',
      processServerId: site?.id,
      runAsAccountId: customDetails.runAsAccounts?.[0]?.accountId,
      policyId: arm.policyId('PG1'),
      storageAccountId: 'storage',
      logStorageAccountId: 'storage',
    };
    const reprotect = async (masterTargetId: string | undefined): Promise<Told> =>
      ask('POST', `${arm.itemId(item)}/reProtect?${VERSION}`, {
        body: {
          properties: {
            failoverDirection: 'RecoveryToPrimary',
            providerSpecificDetails: { ...sent, masterTargetId },
          },
        },
      });
    const refused = await reprotect(customDetails.masterTargetServers?.[0]?.id);
    assert.deepEqual(
      refused.body.error?.details?.map(({ code }) => code),
      ['SIM-CHOICE-NOT-ASKED'],
    );
    const { status } = await reprotect(sent.processServerId);
    assert.equal(status, 202);
    kernel.run(kernel.now + 24 * 3_600_000, () => state() === 'protected');
    assert.equal(state(), 'protected');
    assert.equal(item.pair?.processServer, names.managementServer);
  });

  it('needs an api-version from 2018-07-10 on, in the query', async () => {
    const { arm, ask } = await open();
    const list = `${arm.vaultId}/replicationFabrics`;
    for (const version of ['2018-07-10', '2022-10-01', '2024-04-01', '2025-08-01'])
      assert.equal((await ask('GET', `${list}?api-version=${version}`)).status, 200);
    assert.equal((await ask('GET', list)).body.error?.code, 'MissingApiVersionParameter');
    for (const version of ['2017-01-01', 'latest'])
      assert.equal(
        (await ask('GET', `${list}?api-version=${version}`)).body.error?.code,
        'InvalidApiVersionParameter',
      );
  });

  it('takes paths in any case, and tells unknown places apart', async () => {
    const { arm, ask } = await open();
    const code = async (path: string) => (await ask('GET', `${path}?${VERSION}`)).body.error?.code;
    assert.equal(await code(arm.vaultId.toUpperCase().concat('/REPLICATIONFABRICS')), undefined);
    assert.equal(
      await code(`${arm.vaultId}/replicationFabrics`.replace(arm.subscription, arm.tenant)),
      'SubscriptionNotFound',
    );
    assert.equal(
      await code(`${arm.vaultId}/replicationFabrics`.replace('homeward-rg', 'other')),
      'ResourceGroupNotFound',
    );
    assert.equal(
      await code(`${arm.vaultId}/replicationFabrics`.replace('homeward-vault', 'other')),
      'ResourceNotFound',
    );
    assert.equal(await code(`${arm.vaultId}/replicationFabrics/other`), 'ResourceNotFound');
  });

  it('says of what it does not know that it is not simulated, and keeps note of it', async () => {
    const { arm, ask, estate } = await open();
    const noted: string[] = [];
    estate.kernel.journal.observe(
      (_time, kind, subject) => void (kind === 'not-simulated' && noted.push(subject)),
    );
    assert.equal((await ask('GET', `${arm.vaultId}/replicationMagic?${VERSION}`)).status, 404);
    assert.equal((await ask('PUT', `${arm.vaultId}/replicationFabrics?${VERSION}`)).status, 405);
    assert.equal(noted.length, 2);
  });

  it('gives a list page by page, each entry once', async () => {
    const { arm, ask } = await open({ pageSize: 2 });
    const names: string[] = [];
    for (
      let url: string | null = `${arm.containerId('PG1')}/replicationProtectableItems?${VERSION}`;
      url !== null;
    ) {
      const { body } = await ask('GET', url.replace(ORIGIN, ''));
      const { value, nextLink } = body as unknown as { value: { name: string }[]; nextLink: string | null };
      assert(value.length <= 2);
      names.push(...value.map(({ name }) => name));
      url = nextLink;
    }
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 4);
    assert.equal(
      (await ask('GET', `${arm.vaultId}/replicationJobs?${VERSION}&$skipToken=x`)).body.error?.code,
      'InvalidSkipToken',
    );
  });

  it('filters lists, and refuses a filter that it cannot read', async () => {
    const front = await open();
    const { arm, ask } = front;
    await protect(front, 'erp-db-01');
    const jobs = async (filter: string) =>
      (await ask('GET', `${arm.vaultId}/replicationJobs?${VERSION}&$filter=${encodeURIComponent(filter)}`))
        .body;
    assert.equal(((await jobs("JobStatus eq 'Succeeded'")).value as unknown[]).length, 1);
    assert.equal(((await jobs("JobStatus eq 'Failed'")).value as unknown[]).length, 0);
    assert.equal(
      ((await jobs("StartTime ge '2026-01-01T00:00:00Z' and ObjectName eq 'erp-db-01'")).value as unknown[])
        .length,
      1,
    );
    for (const filter of ['JobStatus', "Colour eq 'red'", "StartTime ge 'yesterday'"])
      assert.equal((await jobs(filter)).error?.code, 'InvalidFilter');
  });
});

describe('Azure front: long-running operations', () => {
  it('answers 202 without a body, and one id for status, result and job', async () => {
    const { arm, ask } = await open();
    const { status, body, headers } = await ask('PUT', itemUrl(arm, 'erp-db-01'), {
      body: enable(arm, 'erp-db-01'),
    });
    assert.equal(status, 202);
    assert.deepEqual(body, {});
    assert.equal(headers['content-length'], '0');
    const id = /replicationOperationStatus\/([\da-f-]{36})\?/.exec(`${headers['azure-asyncoperation']}`)?.[1];
    assert.match(`${headers.location}`, new RegExp(`/operationresults/${id}\\?`));
    assert.equal(headers['x-ms-request-id'], arm.jobId(id ?? ''));
    assert.equal((await ask('GET', `${arm.jobId(id ?? '')}?${VERSION}`)).body.name, id);
    const told = await ask('GET', `${headers['azure-asyncoperation']}`.replace(ORIGIN, ''));
    assert.deepEqual([told.body.name, told.body.status, told.body.error], [id, 'Succeeded', null]);
    const result = await ask('GET', `${headers.location}`.replace(ORIGIN, ''));
    assert.deepEqual([result.status, result.body.name], [200, 'erp-db-01']);
  });

  it('tells of a failed job in status, result and job', async () => {
    const front = await open();
    const { arm, ask, estate } = front;
    estate.configurationServer.component.kill();
    const { headers } = await ask('PUT', itemUrl(arm, 'erp-db-01'), { body: enable(arm, 'erp-db-01') });
    const told = await ask('GET', `${headers['azure-asyncoperation']}`.replace(ORIGIN, ''));
    assert.deepEqual([told.body.status, told.body.error?.code], ['Failed', 'SIM-UNREACHABLE']);
    const result = await ask('GET', `${headers.location}`.replace(ORIGIN, ''));
    assert.deepEqual([result.status, result.body.error?.code], [400, 'SIM-UNREACHABLE']);
  });

  it('takes a request that is sent again for the same action', async () => {
    const { arm, ask, estate } = await open();
    const headers = { 'x-ms-client-request-id': 'a1' };
    const once = await ask('PUT', itemUrl(arm, 'erp-db-01'), { body: enable(arm, 'erp-db-01'), headers });
    const again = await ask('PUT', itemUrl(arm, 'erp-db-01'), { body: enable(arm, 'erp-db-01'), headers });
    assert.deepEqual([once.status, again.status], [202, 202]);
    assert.equal(again.headers.location, once.headers.location);
    assert.equal(estate.vault.jobs.size, 1);
    const another = await ask('PUT', itemUrl(arm, 'erp-db-01'), { body: enable(arm, 'erp-db-01') });
    assert.deepEqual([another.status, another.body.error?.details?.[0]?.code], [409, 'SIM-DUPLICATE']);
  });

  it('throttles, says so, and lets through again as time passes', async () => {
    const { arm, ask } = await open({ throttle: { readsAnHour: 120, writesAnHour: 1 } });
    const url = `${arm.vaultId}/replicationFabrics?${VERSION}`;
    assert.equal((await ask('GET', url)).headers['x-ms-ratelimit-remaining-subscription-reads'], '119');
    for (let request = 0; request < 119; request += 1) await ask('GET', url);
    const { status, body, headers } = await ask('GET', url);
    assert.deepEqual([status, body.error?.code, headers['retry-after']], [429, 'TooManyRequests', '5']);
    assert.equal((await ask('GET', url)).status, 200);
  });
});

describe('Azure front: real clients over TLS', () => {
  it('gives the Azure SDK its token, its network and its refusal', async () => {
    const certificate = await makeCertificate();
    const { app, arm, tokens } = await open({ https: certificate });
    try {
      const endpoint = (await app.listen({ host: '127.0.0.1', port: 0 })).replace('http:', 'https:');
      const [application] = tokens.applications;
      const tlsOptions = { ca: certificate.cert };
      const credential = new ClientSecretCredential(
        arm.tenant,
        application?.clientId ?? '',
        application?.secret ?? '',
        {
          authorityHost: endpoint,
          disableInstanceDiscovery: true,
          tlsOptions,
        } as ConstructorParameters<typeof ClientSecretCredential>[3],
      );
      const options = { endpoint, tlsOptions } as { endpoint: string };
      const network = new NetworkManagementClient(credential, arm.subscription, options);
      const vnet = await network.virtualNetworks.get(arm.resourceGroup, 'failover-vnet');
      assert.deepEqual(vnet.addressSpace?.addressPrefixes, ['10.100.0.0/16']);
      const gateways = [];
      for await (const gateway of network.virtualNetworkGateways.list(arm.resourceGroup))
        gateways.push(gateway.gatewayType);
      assert.deepEqual(gateways, ['Vpn']);
      const client = new SiteRecoveryManagementClient(credential, arm.subscription, options);
      await assert.rejects(
        client.replicationProtectedItems.beginFailoverCommitAndWait(
          arm.vaultName,
          arm.resourceGroup,
          arm.fabricName,
          'PG1',
          'web-01',
        ),
        ({ statusCode, code }: { statusCode: number; code: string }) =>
          statusCode === 404 && code === 'SIM-UNKNOWN',
      );
    } finally {
      await app.close();
    }
  });
});
