import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { printEnvironment } from '../serving/environment';
import { readEstateFile } from '../serving/estate-file';
import { OPTIONS } from '../serving/faults/served.fixture.spec';
import { ServedEstate } from '../serving/served-estate';
import { SMALL } from '../serving/servers.fixture.spec';

const ROOT = resolve(__dirname, '..');

describe('the health check of a container', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-health-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  const check = (
    file: string,
    more: NodeJS.ProcessEnv = {},
  ): Promise<{ readonly code: number | null; readonly err: string }> =>
    new Promise((done) => {
      const register = join(ROOT, 'node_modules', 'ts-node', 'register');
      const env = {
        ...process.env,
        TS_NODE_PROJECT: join(ROOT, 'tsconfig.json'),
        HOMEWARD_ENV_FILE: file,
        ...more,
      };
      const child = spawn(process.execPath, ['-r', register, join(ROOT, 'containers', 'health.ts')], { env });
      let err = '';
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      child.on('close', (code) => done({ code, err }));
    });

  it('asks the estate itself: files that a killed server left say nothing', async () => {
    const file = join(work, 'homeward.env');
    assert.equal((await check(file)).code, 1);
    const served = await ServedEstate.open(
      readEstateFile(SMALL),
      { ...OPTIONS, publicHost: 'homeward' },
      (error) => assert.fail(error as Error),
    );
    // The certificate goes with the server; that of a container stays.
    const ca = join(work, 'ca.pem');
    try {
      writeFileSync(ca, readFileSync(served.environment.HOMEWARD_CA_CERT ?? ''));
      writeFileSync(file, printEnvironment({ ...served.environment, HOMEWARD_CA_CERT: ca }));
      assert.match(served.environment.HOMEWARD_ARM_ENDPOINT ?? '', /^https:\/\/homeward:\d+$/);
      assert.deepEqual(await check(file), { code: 0, err: '' });
    } finally {
      await served.close();
    }
    const { code, err } = await check(file);
    assert.equal(code, 1);
    assert.match(err, /not healthy: .*ECONNREFUSED/);
  });

  it('finds a node well that speaks with another', { skip: process.platform !== 'linux' }, async () => {
    const node = createServer().listen(0, '127.0.0.1');
    await once(node, 'listening');
    const { port } = node.address() as AddressInfo;
    const env = { HOMEWARD_NODE_PORT: `${port}` };
    const { code, err } = await check('none', env);
    assert.equal(code, 1);
    assert.match(err, /speaks with no other node/);
    const other = connect(port, '127.0.0.1');
    try {
      await Promise.all([once(node, 'connection'), once(other, 'connect')]);
      assert.deepEqual(await check('none', env), { code: 0, err: '' });
    } finally {
      other.destroy();
      node.close();
    }
  });
});
