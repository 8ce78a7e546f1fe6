import { type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { missing } from '../recorded-run';
import { keyIdOf } from './keys';
import { digestsOf, PAYLOAD_TYPE, STATEMENT_FILE, signedBytes } from './statement';

const envelopeShape = z.object({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.string(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.string() })).min(1),
});

const statementShape = z.looseObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
});

/** What a check of a statement came to. Shape: `differences` is empty if all is well. */
export interface Verified {
  readonly keyId: string;
  readonly files: number;
  readonly differences: readonly string[];
}

/** Checks the statement of a run folder: its signature, then every file that it names, and that there is no other.
 *  Errors: HW-RUN-MISSING – it is no run folder. */
export function verifyFolder(folder: string, key: KeyObject): Verified {
  if (!existsSync(join(folder, 'run.json'))) throw missing(folder, 'run.json', { code: 'ENOENT' });
  const keyId = keyIdOf(key);
  const differ = (...differences: readonly string[]): Verified => ({ keyId, files: 0, differences });
  let text: string;
  try {
    text = readFileSync(join(folder, STATEMENT_FILE), 'utf8');
  } catch {
    return differ(`${STATEMENT_FILE} is missing: the run was not signed`);
  }
  const envelope = envelopeShape.safeParse(parse(text));
  if (!envelope.success) return differ(`${STATEMENT_FILE} is no DSSE envelope of an in-toto statement`);
  const payload = Buffer.from(envelope.data.payload, 'base64');
  const signed = envelope.data.signatures.some(({ sig }) =>
    verify(null, signedBytes(payload), key, Buffer.from(sig, 'base64')),
  );
  if (!signed) {
    const ids = envelope.data.signatures.map(({ keyid }) => keyid).join(', ');
    return differ(
      `the signature is not of this key (${keyId}), or the statement was changed; it names ${ids}`,
    );
  }
  const statement = statementShape.safeParse(parse(payload.toString('utf8')));
  if (!statement.success) return differ(`${STATEMENT_FILE} holds no in-toto Statement v1`);
  const differences = compare(
    folder,
    new Map(statement.data.subject.map((each) => [each.name, each.digest.sha256])),
  );
  return { keyId, files: statement.data.subject.length, differences };
}

/** Do the files of a folder still have the digests that its statement names? Whose signature it is does not matter here. */
export function statementHolds(folder: string): boolean {
  try {
    const { payload } = envelopeShape.parse(parse(readFileSync(join(folder, STATEMENT_FILE), 'utf8')));
    const { subject } = statementShape.parse(parse(Buffer.from(payload, 'base64').toString('utf8')));
    return compare(folder, new Map(subject.map(({ name, digest }) => [name, digest.sha256]))).length === 0;
  } catch {
    return false;
  }
}

function compare(folder: string, stated: ReadonlyMap<string, string>): readonly string[] {
  const present = new Map(digestsOf(folder).map(({ name, sha256 }) => [name, sha256]));
  const gone = [...stated.keys()].filter((name) => !present.has(name)).map((name) => `${name} is missing`);
  const others = [...present].flatMap(([name, sha256]) => {
    const said = stated.get(name);
    if (said === sha256) return [];
    return [
      said === undefined
        ? `${name} is not in the statement`
        : `${name} was changed: SHA-256 ${sha256}, signed ${said}`,
    ];
  });
  return [...gone, ...others];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
