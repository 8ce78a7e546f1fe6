import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readEstateFile } from '../serving/estate-file';
import { ServedEstate } from '../serving/served-estate';

const ROOT = resolve(__dirname, '..');
/** Debian's Python has pyVmomi where python3-pyvmomi is installed. */
const PYTHON = '/usr/bin/python3';
const pyVmomi = spawnSync(PYTHON, ['-W', 'ignore', '-c', 'import pyVmomi']).status === 0;

describe('faults of the vSphere front: pyVmomi', () => {
  it('sees them as its own exceptions, and what comes after as if nothing had been', {
    skip: pyVmomi ? false : 'pyVmomi is not installed (Debian: python3-pyvmomi)',
  }, async () => {
    const served = await ServedEstate.open(
      readEstateFile(join(ROOT, 'examples', 'estates', 'small.yaml')),
      { seed: 1, host: '127.0.0.1', port: 0, vspherePort: 0, clock: 'virtual', speed: 1 },
      (error) => {
        throw error;
      },
    );
    try {
      const out = await python(['runbooks/pyvmomi-faults.py'], served.environment);
      for (const line of [
        'vim-unavailable: http.client.HTTPException ',
        'vim-reset: http.client.RemoteDisconnected ',
        'call: pyVmomi.VmomiSupport.vim.fault.NoPermission System.View',
        'task: pyVmomi.VmomiSupport.vim.fault.FileLocked ',
      ])
        assert(out.includes(`${line}\n`), `${line} is not in ${out}`);
      assert.match(out, /vim-cut: .*(ExpatError|ParserError|IncompleteRead)/);
      assert.equal(out.match(/^then: datetime$/gm)?.length, 3, out);
      assert.match(out, /slow: 1000 (\d+)\nslow: 600000 \1\n/);
    } finally {
      await served.close();
    }
  });
});

/** Runs a script beside the server, and gives what it says. */
function python(words: readonly string[], environment: ServedEstate['environment']): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(PYTHON, ['-W', 'ignore', ...words], {
      env: { ...process.env, ...environment },
      cwd: ROOT,
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) done(out);
      else fail(new Error(`${words.join(' ')} ended with ${code}: ${out}`));
    });
  });
}
