import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Arm } from '../arm';
import type { Served } from './server';
import { OAuthError, type Tokens } from './tokens';

/** What a client asks before its first request: which cloud this is, whom to ask for a token, and the token.
 *  Which endpoints clients need: AZURE.md §2.3, §4 (az, azure-identity) – probed. */
export function addIdentity(app: FastifyInstance, served: Served): void {
  const openIdOf = (tenant: string) => (request: FastifyRequest) =>
    openId(originOf(request), tenant, served.tokens);
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (request) =>
    openIdOf(tenantOf(request))(request),
  );
  app.get('/:tenant/.well-known/openid-configuration', (request) => openIdOf(tenantOf(request))(request));
  // What `az login` asks of a cloud that it knows by its ADFS endpoint.
  app.get('/:tenant/adfs/.well-known/openid-configuration', (request) => openIdOf('adfs')(request));
  app.get('/common/discovery/instance', (request) => ({
    tenant_discovery_endpoint: `${originOf(request)}/${served.arm.tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: new URL(originOf(request)).host,
        preferred_cache: new URL(originOf(request)).host,
        aliases: [new URL(originOf(request)).host],
      },
    ],
  }));
  app.get('/:tenant/discovery/v2.0/keys', () => ({ keys: [served.tokens.jwk] }));
  app.get('/metadata/endpoints', (request) => cloud(originOf(request), served.arm));
  for (const path of ['/:tenant/oauth2/v2.0/token', '/:tenant/oauth2/token', '/:tenant/adfs/oauth2/token'])
    app.post(path, (request, reply) => token(request, reply, served));
}

function openId(origin: string, tenant: string, tokens: Tokens): object {
  return {
    issuer: tenant === 'adfs' ? `${origin}/adfs` : `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/devicecode`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: [tokens.jwk.alg],
    scopes_supported: ['openid'],
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(origin).host,
  };
}

/** A cloud's endpoints, in the shape that `az cloud register` and Terraform read. */
function cloud(origin: string, arm: Arm): object {
  return {
    name: 'Homeward',
    resourceManager: origin,
    galleryEndpoint: '',
    graphEndpoint: origin,
    portalEndpoint: origin,
    authentication: {
      loginEndpoint: `${origin}/`,
      audiences: [`${origin}/`, 'https://management.azure.com/'],
      tenant: arm.tenant,
      identityProvider: 'AAD',
    },
    suffixes: { storage: 'core.windows.net', keyVaultDns: 'vault.azure.net' },
  };
}

const FORM = z.object({
  grant_type: z.string(),
  client_id: z.string().max(256).optional(),
  client_secret: z.string().max(256).optional(),
  scope: z.string().max(2_048).optional(),
  resource: z.string().max(2_048).optional(),
});

async function token(
  request: FastifyRequest,
  reply: FastifyReply,
  { arm, tokens }: Served,
): Promise<unknown> {
  try {
    const tenant = tenantOf(request);
    if (tenant !== 'adfs' && tenant.toLowerCase() !== arm.tenant)
      throw new OAuthError('invalid_request', 'AADSTS90002', `Tenant '${tenant}' not found.`);
    const form = FORM.safeParse(request.body);
    if (!form.success)
      throw new OAuthError(
        'invalid_request',
        'AADSTS900144',
        "The request body must contain the parameter 'grant_type'.",
      );
    if (form.data.grant_type !== 'client_credentials')
      throw new OAuthError(
        'unsupported_grant_type',
        'AADSTS70003',
        `The grant type '${form.data.grant_type}' is not supported: use client_credentials.`,
      );
    const basic = basicCredentials(request.headers.authorization);
    const clientId = form.data.client_id ?? basic?.[0];
    const secret = form.data.client_secret ?? basic?.[1];
    if (clientId === undefined || secret === undefined)
      throw new OAuthError(
        'invalid_request',
        'AADSTS7000218',
        "The request body must contain 'client_id' and 'client_secret'.",
      );
    const audience = audienceOf(form.data.scope, form.data.resource);
    const access = await tokens.issue(clientId, secret, audience);
    const expires = tokens.lifetimeSeconds;
    const now = Math.floor(Date.now() / 1_000);
    return {
      token_type: 'Bearer',
      expires_in: expires,
      ext_expires_in: expires,
      expires_on: now + expires,
      not_before: now - 300,
      resource: audience,
      access_token: access,
    };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return reply.code(error.status).send({ error: error.error, error_description: error.message });
  }
}

/** `https://host/.default` asks for the audience `https://host`. */
function audienceOf(scope: string | undefined, resource: string | undefined): string {
  const [first] = (scope ?? '').split(' ').filter((word) => word.endsWith('/.default'));
  const audience = first === undefined ? resource : first.slice(0, -'/.default'.length);
  if (audience === undefined || audience === '')
    throw new OAuthError('invalid_scope', 'AADSTS70011', "The 'scope' must be a resource with /.default.");
  return audience;
}

function basicCredentials(header: string | undefined): [string, string] | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [decodeURIComponent(user), decodeURIComponent(password)];
}

function tenantOf({ params }: FastifyRequest): string {
  return (params as { tenant: string }).tenant;
}

/** This server as the client reaches it. */
export function originOf(request: FastifyRequest): string {
  return `https://${request.headers.host ?? 'localhost'}`;
}
