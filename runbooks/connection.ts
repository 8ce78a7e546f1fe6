import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { HttpClient } from '@azure/core-rest-pipeline';

/** One line of a runbook's progress. `machine` is absent where it concerns all of them. */
export interface RunbookLine {
  readonly step: string;
  readonly machine?: string;
  readonly outcome: 'begun' | 'waiting' | 'done' | 'retried' | 'noted' | 'stopped';
  readonly what: string;
}

/** What a vSphere API answered to one SOAP body. */
export interface SoapAnswer {
  readonly status: number;
  readonly body: string;
  /** What the client sends back as its cookie, if the answer set one. */
  readonly cookie?: string;
}

/** What a runbook needs to reach Azure and vSphere, and nothing else. */
export interface Connection {
  readonly azure: {
    readonly endpoint: string;
    readonly authorityHost: string;
    readonly tenant: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly subscription: string;
    readonly resourceGroup: string;
    readonly vault: string;
    /** What every client of the Azure SDK takes. Absent: sockets. */
    readonly httpClient?: HttpClient;
  };
  readonly vsphere: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    /** Sends one SOAP body. Errors: whatever keeps it from an answer, as an exception. */
    readonly send: (body: string, headers: Readonly<Record<string, string>>) => Promise<SoapAnswer>;
  };
  /** Units: ms since the epoch. */
  readonly clock: { now(): number; sleep(ms: number): Promise<void> };
  readonly say: (line: RunbookLine) => void;
}

/** The environment does not say where Azure and vSphere are. */
export class EnvironmentError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Longer than this no vSphere API takes for an answer. Units: ms. */
const ANSWER_MS_MAX = 60_000;

/** Reads the variables that `homeward serve` writes, and those that the Azure SDKs and govc know. Nothing is said; lay a `say` over it.
 *  Errors: EnvironmentError, naming every variable that is missing. */
export function connectionFromEnvironment(env: Environment): Connection {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  };
  const url = read('GOVC_URL');
  const connection: Connection = {
    azure: {
      endpoint: env.HOMEWARD_ARM_ENDPOINT || 'https://management.azure.com',
      authorityHost: env.AZURE_AUTHORITY_HOST || 'https://login.microsoftonline.com',
      tenant: read('AZURE_TENANT_ID'),
      clientId: read('AZURE_CLIENT_ID'),
      clientSecret: read('AZURE_CLIENT_SECRET'),
      subscription: read('AZURE_SUBSCRIPTION_ID'),
      resourceGroup: read('HOMEWARD_RESOURCE_GROUP'),
      vault: read('HOMEWARD_VAULT'),
    },
    vsphere: {
      url,
      user: read('GOVC_USERNAME'),
      password: read('GOVC_PASSWORD'),
      send: (body, headers) => post(url, body, headers),
    },
    clock: { now: () => Date.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    say: () => undefined,
  };
  if (missing.length > 0)
    throw new EnvironmentError(
      `expected where Azure and vSphere are, got no value for ${missing.join(', ')}; load the file that \`homeward serve --write-env\` writes`,
    );
  return connection;
}

/** What Node calls a certificate that it does not trust. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;
const HANDSHAKE_MS_MAX = 5_000;

/** Looks whether the certificates of Azure and vSphere are trusted: if not, no waiting mends that. Who does not answer may do so later.
 *  Errors: EnvironmentError, naming the place and what to do. */
export async function mustBeTrusted({ azure, vsphere }: Connection): Promise<void> {
  for (const place of new Set([azure.authorityHost, azure.endpoint, vsphere.url])) {
    const trouble = await handshake(new URL(place));
    if (trouble && UNTRUSTED.test(trouble))
      throw new EnvironmentError(
        `expected a certificate of ${new URL(place).host} that is trusted, got ${trouble}; set NODE_EXTRA_CA_CERTS before Node starts (its --env-file comes too late)`,
      );
  }
}

/** The code of what goes wrong when a TLS connection is made; undefined: nothing does. */
function handshake({ hostname, port }: URL): Promise<string | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((over) => {
    const name = isIP(host) ? {} : { servername: host };
    const socket = connect({ host, port: Number(port || 443), timeout: HANDSHAKE_MS_MAX, ...name });
    const end = (code?: string) => {
      socket.destroy();
      over(code);
    };
    socket.on('secureConnect', () => end());
    socket.on('timeout', () => end('ETIMEDOUT'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => end(code));
  });
}

async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<SoapAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  return { status: answer.status, body: await answer.text(), ...(cookie === undefined ? {} : { cookie }) };
}
