import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
  webcrypto,
} from 'node:crypto';
import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { Misuse } from '../../simulators/kernel';

/** What a node shows to others, in PEM. `key` is secret. */
interface Credentials {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate, in PEM. */
type Issue = (
  publicKey: webcrypto.CryptoKey,
  name: string,
  usages: readonly ExtendedKeyUsage[],
  names: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[],
) => Promise<string>;

const DAY_MS = 86_400_000;
const CLOCK_SKEW_MS = DAY_MS;
const VALID_MS = 30 * DAY_MS;
const AUTHORITY = {
  name: [{ CN: ['Homeward nodes'] }],
  serialNumber: '01',
  notBefore: new Date(Date.UTC(2020, 0, 1)),
  notAfter: new Date(Date.UTC(2100, 0, 1)),
};
const SALT = 'homeward nodes 1';
/** 32 MiB and about 0.1 s for each guess. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };
/** RFC 8410: everything of an Ed25519 key in PKCS#8 but its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519 = { name: 'Ed25519' };
/** A name that fits into a certificate and a server name. */
const ROLE = /^[a-z][a-z0-9-]{0,62}$/;

/** A node's certificate and key, and the authority that signs for all nodes of its configuration server. Neither the key nor the
 *  passphrase is shown when it is printed. */
export class Identity {
  readonly role: string;
  readonly #credentials: Credentials;
  readonly #issue: Issue;

  constructor(role: string, credentials: Credentials, issue: Issue) {
    this.role = role;
    this.#credentials = credentials;
    this.#issue = issue;
  }

  /** A certificate of the same authority for a server that clients reach by one of these names or addresses. */
  async forClients(names: readonly string[]): Promise<{ readonly key: string; readonly cert: string }> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await webcrypto.subtle.importKey('spki', spki, curve, true, ['verify']);
    const cert = await this.#issue(
      key,
      'Homeward simulated estate',
      [ExtendedKeyUsage.serverAuth],
      names.map((name) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name })),
    );
    return { key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, cert };
  }

  /** The authority's certificate: the same bytes wherever the passphrase is the same. */
  get authority(): string {
    return this.#credentials.ca;
  }

  /** For TLS alone. */
  credentials(): Credentials {
    return this.#credentials;
  }
}

/** Makes a node's identity from the configuration server's passphrase: whoever has it is one of the estate's nodes.
 *  Shape: the authority is the same in every process; key and certificate are new each time, and hold for 30 days (a day earlier for
 *  clocks that are behind). Errors: HW-NODE-ROLE, HW-NODE-PASSPHRASE. */
export async function deriveIdentity(passphrase: string, role: string): Promise<Identity> {
  if (!ROLE.test(role))
    throw new Misuse(
      'HW-NODE-ROLE',
      `expected a role of small letters, digits and hyphens, got ${JSON.stringify(role)}`,
      'Name one of the roles that the estate has.',
    );
  if (passphrase === '')
    throw new Misuse(
      'HW-NODE-PASSPHRASE',
      'expected a passphrase, got none',
      'Give every node the passphrase of its configuration server.',
    );
  const signer = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, await stretch(passphrase.normalize('NFC'))]),
    format: 'der',
    type: 'pkcs8',
  });
  const signingKey = await forSigning(signer);
  const authority = await X509CertificateGenerator.create({
    ...AUTHORITY,
    subject: AUTHORITY.name,
    issuer: AUTHORITY.name,
    signingAlgorithm: ED25519,
    publicKey: await publicOf(signer),
    signingKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  const issue: Issue = async (publicKey, name, usages, names) => {
    const now = Date.now();
    const made = await X509CertificateGenerator.create({
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      subject: [{ CN: [name] }],
      issuer: AUTHORITY.name,
      notBefore: new Date(now - CLOCK_SKEW_MS),
      notAfter: new Date(now + VALID_MS),
      signingAlgorithm: ED25519,
      publicKey,
      signingKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([...usages]),
        new SubjectAlternativeNameExtension([...names]),
      ],
    });
    return made.toString('pem');
  };
  const { privateKey } = generateKeyPairSync('ed25519');
  const cert = await issue(
    await publicOf(privateKey),
    role,
    [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth],
    [{ type: 'dns', value: role }],
  );
  return new Identity(
    role,
    {
      ca: authority.toString('pem'),
      cert,
      key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    },
    issue,
  );
}

/** Whether the certificate, already found to be signed by the authority, was made for the role. */
export function isFor(role: string, certificate: PeerCertificate): boolean {
  return ROLE.test(role) && checkServerIdentity(role, certificate) === undefined;
}

function stretch(passphrase: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, SALT, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function forSigning(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, ED25519, false, ['sign']);
}

function publicOf(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return webcrypto.subtle.importKey('spki', der, ED25519, true, ['verify']);
}
