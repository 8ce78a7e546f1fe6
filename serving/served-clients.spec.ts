import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { answerLog, type Client } from '../steps/drivers/sdk/answer-log';
import { readEstateFile } from './estate-file';
import { ServedEstate } from './served-estate';

const ROOT = resolve(__dirname, '..');
const SMALL = join(ROOT, 'examples', 'estates', 'small.yaml');
/** Debian's Python has the Azure SDK where python3-azure is installed. */
const PYTHON = '/usr/bin/python3';
const pythonSdk =
  spawnSync(PYTHON, ['-c', 'import azure.identity, azure.mgmt.recoveryservicessiterecovery']).status === 0;
const unwanted = process.env.HOMEWARD_ANSWERS ? undefined : 'HOMEWARD_ANSWERS names no file for the answers';

describe('what real clients are answered', () => {
  it('writes down what the example in JavaScript gets', { skip: unwanted ?? false }, () =>
    answers('JavaScript example', process.execPath, ['examples/azure-sdk-failback.mjs', 'erp-db-01']),
  );

  it(
    'writes down what the example in Python gets',
    {
      skip:
        unwanted ?? (pythonSdk ? false : 'the Azure SDK for Python is not installed (Debian: python3-azure)'),
    },
    () => answers('Python example', PYTHON, ['-W', 'ignore', 'examples/azure-sdk-failback.py', 'erp-app-01']),
  );
});

/** Runs an example against an estate in this process, and keeps what it is answered. */
async function answers(client: Client, command: string, words: readonly string[]): Promise<void> {
  const answered = answerLog(client);
  const served = await ServedEstate.open(
    readEstateFile(SMALL),
    {
      seed: 1,
      host: '127.0.0.1',
      port: 0,
      clock: 'virtual',
      speed: 1,
      vspherePort: 0,
      ...(answered ? { answered } : {}),
    },
    (error) => assert.fail(error as Error),
  );
  try {
    const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...served.environment } });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
    const code = await new Promise((done) => child.on('close', done));
    assert.equal(code, 0, out);
  } finally {
    await served.close();
  }
}
