import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Misuse } from '../../simulators/kernel';

/** Reads a private key to sign with. Errors: HW-KEY – no PEM file with an Ed25519 key that needs no password. */
export function readSigningKey(path: string): KeyObject {
  return readKey(path, 'private', (pem) => createPrivateKey(pem));
}

/** Reads a public key to check with. Errors: HW-KEY – no PEM file with an Ed25519 key. */
export function readPublicKey(path: string): KeyObject {
  return readKey(path, 'public', (pem) => {
    if (pem.includes('PRIVATE KEY')) throw new Error('a private key');
    return createPublicKey(pem);
  });
}

/** What a signature names its key by: the SHA-256 of the public key. */
export function keyIdOf(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function readKey(path: string, kind: 'private' | 'public', parse: (pem: string) => KeyObject): KeyObject {
  let got: string;
  try {
    const key = parse(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyType === 'ed25519') return key;
    got = `a key of the type ${key.asymmetricKeyType}`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    got = code ?? message;
  }
  throw new Misuse(
    'HW-KEY',
    `expected a PEM file with an Ed25519 ${kind} key without a password, got ${got} for ${path}`,
    'Make a pair: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out pub.pem',
  );
}
