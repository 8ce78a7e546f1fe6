import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Arm } from '../arm';
import { ArmError } from '../arm-error';
import { guidOf } from '../ids';
import { PRINCIPALS, type Principal } from '../principals';

const LIFETIME_SECONDS = 3_600;
const KNOWN_MAX = 1_000;
/** What tokens for Azure's management are asked for, whatever this server is called. */
const MANAGEMENT = ['https://management.azure.com', 'https://management.core.windows.net'];

/** Application id and secret of a service principal. */
export interface Application {
  readonly clientId: string;
  readonly secret: string;
  readonly principal: Principal;
}

/** The tenant's identity service: it signs access tokens for its service principals, and checks them.
 *  Tokens are real: ES256, one hour of wall time, for one audience. Errors: OAuth's own (`invalid_client` …), ARM's 401. */
export class Tokens {
  readonly applications: readonly Application[];
  readonly jwk: JWK;
  private readonly arm: Arm;
  private readonly keys: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
  private readonly known = new Map<string, { readonly principal: Principal; readonly until: number }>();

  /** `signing` is a key of `makeSigningKey`: with the same, what was signed before stays good. */
  static async open(arm: Arm, signing?: JWK): Promise<Tokens> {
    const { d, ...open } = signing ?? (await makeSigningKey());
    const [publicKey, privateKey] = await Promise.all(
      [open, { ...open, d }].map(async (jwk) => (await importJWK(jwk as JWK, 'ES256')) as CryptoKey),
    );
    const keys = { publicKey, privateKey } as Tokens['keys'];
    return new Tokens(arm, keys, { ...open, kid: 'homeward', use: 'sig', alg: 'ES256' });
  }

  private constructor(arm: Arm, keys: Tokens['keys'], jwk: JWK) {
    this.arm = arm;
    this.keys = keys;
    this.jwk = jwk;
    this.applications = PRINCIPALS.map((principal) => {
      const secret = arm.kernel.random(`secret of ${principal.label}`).guid();
      arm.kernel.journal.conceal(secret);
      return { clientId: guidOf(`application ${principal.label} ${arm.tenant}`), secret, principal };
    });
  }

  /** A token for an application that proves itself by its secret. */
  async issue(clientId: string, secret: string, audience: string): Promise<string> {
    const application = this.applications.find((each) => each.clientId === clientId.toLowerCase());
    if (!application)
      throw new OAuthError(
        'unauthorized_client',
        'AADSTS700016',
        `Application with identifier '${clientId}' was not found in the directory.`,
      );
    if (application.secret !== secret)
      throw new OAuthError('invalid_client', 'AADSTS7000215', 'Invalid client secret provided.');
    const { label, role } = application.principal;
    return new SignJWT({
      appid: clientId,
      oid: guidOf(`principal ${label}`),
      tid: this.arm.tenant,
      roles: [role],
      ver: '1.0',
      label,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'homeward', typ: 'JWT' })
      .setIssuer(this.issuer)
      .setSubject(guidOf(`principal ${label}`))
      .setAudience(audience)
      .setIssuedAt()
      .setNotBefore('-5m')
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(this.keys.privateKey);
  }

  /** Whose token it is. `origin` is this server as the client calls it: tokens for it count, and those for Azure's management. */
  async check(header: string | undefined, origin: string): Promise<Principal> {
    const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
    if (token === undefined)
      throw unauthorized(
        'AuthenticationFailed',
        'Authentication failed. The Authorization header with a bearer token is missing.',
      );
    const before = this.known.get(token);
    if (before && before.until > Date.now()) return before.principal;
    const audience = [origin, ...MANAGEMENT].flatMap((each) => [each, `${each}/`]);
    try {
      const { payload } = await jwtVerify(token, this.keys.publicKey, { issuer: this.issuer, audience });
      const principal = PRINCIPALS.find(({ label }) => label === payload.label);
      if (!principal) throw new Error('unknown principal');
      this.remember(token, principal, (payload.exp ?? 0) * 1_000);
      return principal;
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (code === 'ERR_JWT_EXPIRED')
        throw unauthorized(
          'ExpiredAuthenticationToken',
          'The access token expiry has passed. Get a new one.',
        );
      if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED')
        throw unauthorized(
          'InvalidAuthenticationTokenTenantOrAudience',
          `The access token has been obtained for the wrong audience or from the wrong issuer. Ask ${this.issuer} for one for ${origin}.`,
        );
      throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
    }
  }

  get issuer(): string {
    return `https://sts.windows.net/${this.arm.tenant}/`;
  }

  get lifetimeSeconds(): number {
    return LIFETIME_SECONDS;
  }

  private remember(token: string, principal: Principal, until: number): void {
    const [oldest] = this.known.keys();
    if (this.known.size >= KNOWN_MAX && oldest !== undefined) this.known.delete(oldest);
    this.known.set(token, { principal, until });
  }
}

/** A new private key to sign tokens with, that can be kept. */
export async function makeSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

/** What the token endpoint answers when it gives no token. */
export class OAuthError extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, code: string, message: string, status = error === 'invalid_client' ? 401 : 400) {
    super(`${code}: ${message}`);
    this.error = error;
    this.status = status;
  }
}

function unauthorized(code: string, message: string): ArmError {
  return new ArmError(401, code, message);
}
