import { ROUTES, type Route } from '../../simulators/azure/arm';
import type { DescribedBodies } from './described-bodies';
import { type Draw, ODD_TEXTS, ODD_VALUES } from './draw';
import type { FuzzedFront } from './front';

const VERSION = '2023-06-01';
const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const;

/** What is sent, as `inject` takes it. */
export interface Asked {
  readonly method: Route['method'];
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly payload?: string | Buffer;
}

/** A request drawn from what the front has routes for and what the official description says of their bodies; then, more often than
 *  not, something about it is made wrong. */
export function drawRequest(draw: Draw, front: FuzzedFront, bodies: DescribedBodies | undefined): Asked {
  const route = draw.pick(ROUTES);
  const known = knownOf(front);
  const method = draw.chance(0.97) ? route.method : draw.pick(METHODS);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    draw.chance(0.9) ? encodeURI(draw.pick(known[name] ?? ['default'])) : oddSegment(draw),
  );
  const payload =
    method === 'GET' || method === 'DELETE' ? undefined : drawPayload(draw, route, known, bodies);
  return {
    method,
    url: `${draw.chance(0.95) ? path : oddPath(draw, path)}?${drawQuery(draw)}`,
    headers: drawHeaders(draw, front, payload !== undefined),
    ...(payload === undefined ? {} : { payload }),
  };
}

/** What each parameter of a path may be, by its name; `texts`: what may stand in a body. */
export function knownOf({ arm }: FuzzedFront): { readonly [name: string]: readonly string[] } {
  const { vault } = arm;
  const machines = ['erp-db-01', 'web-01'];
  const groups = [...vault.groups.values()].map(({ name }) => name);
  const policies = [...vault.policies.values()].map(({ name }) => name);
  const jobs = [...vault.jobs.keys()];
  const points = [...vault.items.values()].flatMap((item) => item.points.slice(-2).map(({ id }) => id));
  const servers = vault.servers.map(({ name }) => name);
  const texts = [
    ...machines,
    ...groups,
    ...groups.map((group) => arm.containerId(group)),
    ...policies.map((policy) => arm.policyId(policy)),
    ...[...vault.items.values()].map((item) => arm.itemId(item)),
    ...machines.map((machine) => `${arm.containerId('PG1')}/replicationProtectableItems/${machine}`),
    ...points,
    ...servers,
    arm.fabricId,
    arm.resourceId('Microsoft.Network/virtualNetworks', arm.vnet),
    'ds-01',
    'R:',
    '/mnt/retention',
    'asr-account',
    'PrimaryToRecovery',
    'RecoveryToPrimary',
    'LatestTime',
    'VmNetworkAsInput',
    'true',
    'Windows',
    '10.0.0.9',
  ];
  return {
    subscriptionId: [arm.subscription],
    resourceGroupName: [arm.resourceGroup, arm.resourceGroup.toUpperCase()],
    resourceName: [arm.vaultName],
    fabricName: [arm.fabricName],
    protectionContainerName: [...groups, 'PG2'],
    replicatedProtectedItemName: machines,
    protectableItemName: machines.map((machine) => arm.machineId(machine)),
    mappingName: groups.map((group) => `${group}-mapping`),
    policyName: [...policies, 'policy-02'],
    recoveryPlanName: [...vault.plans.keys(), 'plan-02'],
    recoveryPointName: points.map((point) => point.replaceAll('/', '~')),
    jobName: jobs.slice(-3),
    operationId: jobs.slice(-3),
    providerName: [arm.machineId(vault.managementServer)],
    vmName: [...arm.cloud.vms.keys(), 'erp-db-01'],
    vaultSettingName: ['default'],
    alertSettingName: ['defaultAlertSetting'],
    texts,
  };
}

function oddSegment(draw: Draw): string {
  const text = draw.pick(ODD_TEXTS);
  return draw.chance(0.7) ? encodeURIComponent(text) : text.replaceAll(/[^\x21-\x7e]/g, '');
}

function oddPath(draw: Draw, path: string): string {
  const odd: readonly ((path: string) => string)[] = [
    (whole) => whole.toUpperCase(),
    (whole) => `${whole}/`,
    (whole) => whole.replaceAll('/', '//'),
    (whole) => `${whole}/${oddSegment(draw)}`,
    (whole) => whole.replace('/providers', '/./providers'),
    (whole) => whole.replace('replication', 'replication%'),
    (whole) => whole.replace('a', '%61'),
    (whole) => `${whole};a=b`,
    () => `/${'a/'.repeat(400)}`,
    () => `/${'a'.repeat(5_000)}`,
    () => '/%c0%af',
    () => '*',
  ];
  return draw.pick(odd)(path);
}

function drawQuery(draw: Draw): string {
  const words = draw.chance(0.93)
    ? [`api-version=${VERSION}`]
    : [
        draw.pick([
          '',
          'api-version=',
          'api-version=%',
          'api-version=2017-01-01',
          'api-version=a&api-version=b',
        ]),
      ];
  const odd = (): string => (draw.chance(0.8) ? encodeURIComponent(draw.pick(ODD_TEXTS)) : '%E0%A4%A');
  if (draw.chance(0.1))
    words.push(`$filter=${draw.pick(["name eq 'a'", 'name eq', `name eq '${odd()}'`, odd()])}`);
  if (draw.chance(0.1)) words.push(`$skipToken=${draw.chance(0.5) ? draw.below(5) : odd()}`);
  if (draw.chance(0.1)) words.push(`$take=${draw.chance(0.5) ? draw.below(5) : odd()}`);
  if (draw.chance(0.05)) words.push(`${odd()}=${odd()}`);
  return words.join('&');
}

function drawHeaders(draw: Draw, { tokens }: FuzzedFront, body: boolean): { [name: string]: string } {
  const [contributor = ''] = tokens;
  const token = draw.chance(0.9)
    ? contributor
    : draw.pick([...tokens, `${contributor}x`, 'a.b.c', '', 'Basic x']);
  const type = draw.chance(0.95)
    ? 'application/json'
    : draw.pick([
        '',
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=utf-16',
        '/',
      ]);
  return {
    host: draw.chance(0.98) ? '127.0.0.1:443' : draw.pick(['', 'a b', '[::1', 'x'.repeat(300)]),
    ...(draw.chance(0.98) ? { authorization: `Bearer ${token}` } : {}),
    ...(body ? { 'content-type': type } : {}),
    ...(draw.chance(0.1) ? { 'x-ms-client-request-id': draw.pick(['a1', 'a2', 'x'.repeat(500), '"']) } : {}),
  };
}

function drawPayload(
  draw: Draw,
  { operation }: Route,
  { texts = [] }: { readonly [name: string]: readonly string[] },
  bodies: DescribedBodies | undefined,
): string | Buffer | undefined {
  const described = draw.chance(0.9) ? bodies?.body(operation, draw, texts) : undefined;
  const body = described ?? {
    properties: { friendlyName: draw.pick(texts), [draw.pick(texts)]: draw.pick(ODD_VALUES) },
  };
  const sent = JSON.stringify(draw.chance(0.5) ? body : spoilt(draw, body));
  if (draw.chance(0.9)) return sent;
  const odd: readonly (() => string | Buffer | undefined)[] = [
    () => sent.slice(0, draw.below(sent.length)),
    () => `\ufeff${sent}`,
    () => Buffer.from(sent, 'utf16le'),
    () => Buffer.from([0xff, 0xfe, 0x00, ...Buffer.from(sent)]),
    () => '['.repeat(20_000),
    () => `{"__proto__":${sent}}`,
    () => `{"constructor":{"prototype":${sent}}}`,
    () => `${sent}${sent}`,
    () => 'x'.repeat(1_100_000),
    () => undefined,
  ];
  return draw.pick(odd)();
}

/** With one value of a document, somewhere in it, made wrong or left out. */
function spoilt(draw: Draw, value: unknown): unknown {
  if (draw.chance(0.15) || typeof value !== 'object' || value === null) return draw.pick(ODD_VALUES);
  if (Array.isArray(value)) {
    if (value.length === 0) return [draw.pick(ODD_VALUES)];
    if (draw.chance(0.1)) return Array.from({ length: 2_000 }, () => value[0]);
    const at = draw.below(value.length);
    return value.map((each, index) => (index === at ? spoilt(draw, each) : each));
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return { [draw.pick(ODD_TEXTS)]: draw.pick(ODD_VALUES) };
  const [chosen = ''] = draw.pick(fields);
  if (draw.chance(0.25)) return Object.fromEntries(fields.filter(([name]) => name !== chosen));
  return Object.fromEntries(
    fields.map(([name, each]) => [name, name === chosen ? spoilt(draw, each) : each]),
  );
}
