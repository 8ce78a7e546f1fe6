import { createHash, type KeyObject, sign } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { VerdictWord } from '../../readiness';
import type { ReportDocument } from '../document/document';
import { keyIdOf } from './keys';

/** Where the statement about a run folder lies in it. */
export const STATEMENT_FILE = 'statement.dsse.json';
/** What the envelope holds. Source: in-toto attestation framework, spec v1. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** A signed statement about the files of a run: an in-toto Statement v1 with the predicate test-result v0.1 in a DSSE envelope.
 *  Shape: `files` are those of the run folder, with their digests. The same files and key give the same bytes.
 *  Source: in-toto attestation framework, spec v1 and test-result v0.1; DSSE v1. */
export function signStatement(doc: ReportDocument, files: readonly FileDigest[], key: KeyObject): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: files.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: resultOf(doc),
      configuration: doc.run.inputs.map(({ file, sha256 }) => ({ name: file, digest: { sha256 } })),
      passedTests: namesWith(doc, 'proven'),
      warnedTests: [...namesWith(doc, 'at risk'), ...namesWith(doc, 'unknown')],
      failedTests: namesWith(doc, 'blocked'),
    },
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const sig = sign(null, signedBytes(payload), key).toString('base64');
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: keyIdOf(key), sig }],
  };
  return `${JSON.stringify(envelope, null, 1)}\n`;
}

/** What is signed: type and payload with their lengths, so that neither can be taken for the other. Source: DSSE v1, PAE. */
export function signedBytes(payload: Buffer): Buffer {
  const head = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** A file of a run folder. Shape: `name` with slashes; `sha256` in hexadecimal digits. */
export interface FileDigest {
  readonly name: string;
  readonly sha256: string;
}

/** The files of a folder with their digests, but for the statement about them. Shape: by name, with slashes. */
export function digestsOf(folder: string): readonly FileDigest[] {
  return filesIn(folder)
    .filter((name) => name !== STATEMENT_FILE)
    .map((name) => ({ name, sha256: digestOf(join(folder, name)) }));
}

/** A journal may be larger than what fits into memory. */
function digestOf(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      if (bytes === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK_BYTES = 2 ** 20;

/** The files in a folder and below it, by name, with slashes. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function resultOf({ valid, counts }: ReportDocument): 'PASSED' | 'WARNED' | 'FAILED' {
  if (!valid || counts.blocked > 0) return 'FAILED';
  return counts['at risk'] + counts.unknown > 0 ? 'WARNED' : 'PASSED';
}

function namesWith({ machines }: ReportDocument, verdict: VerdictWord): readonly string[] {
  return machines.filter((machine) => machine.verdict === verdict).map(({ name }) => name);
}
