import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readEstateFile } from '../serving/estate-file';
import { ServedEstate } from '../serving/served-estate';

const ROOT = resolve(__dirname, '..');
const ESTATE = resolve(ROOT, 'examples/estates/drill.yaml');
const REFERENCE = [process.execPath, '-r', 'ts-node/register', 'runbooks/main.ts'];
const VIRTUAL = { seed: 1, host: '127.0.0.1', port: 0, clock: 'virtual', speed: 1, vspherePort: 0 } as const;
const tools = ['curl', 'python3'].every((tool) => spawnSync(tool, ['--version']).status === 0);

describe('runbooks as programs, against a served estate', () => {
  it('the reference says what it would do, brings everybody home, and then has nothing to do', () =>
    served(async (served) => {
      const looked = await run(served, [...REFERENCE, '--dry-run', '--json']);
      assert.equal(looked.code, 0, looked.out);
      assert.deepEqual(states(served), ['failover-committed', 'failover-committed', 'failover-committed']);
      const first = await run(served, REFERENCE);
      assert.equal(first.code, 0, first.out);
      assert.deepEqual(states(served), ['protected', 'protected', 'protected']);
      const second = await run(served, [...REFERENCE, '--json']);
      assert.equal(second.code, 0, second.out);
      assert.equal(JSON.parse(second.out.trim().split('\n').at(-1) ?? '').ok, true);
    }));

  it('the reference says what it does not understand', () =>
    served(async (served) => {
      assert.equal((await run(served, [...REFERENCE, '--poll', 'soon'])).code, 2);
      assert.equal((await run(served, [...REFERENCE, '--machines', 'nobody'])).code, 1);
      const { code, out } = await run(served, REFERENCE, { HOMEWARD_VAULT: '' });
      assert.equal(code, 2);
      assert.match(out, /HOMEWARD_VAULT/);
      const untrusted = await run(served, REFERENCE, { NODE_EXTRA_CA_CERTS: '' });
      assert.equal(untrusted.code, 2, untrusted.out);
      assert.match(untrusted.out, /NODE_EXTRA_CA_CERTS/);
    }));

  it(
    'a script with curl alone brings everybody home',
    { skip: tools ? false : 'needs curl and python3' },
    () =>
      served(async (served) => {
        const { code, out } = await run(served, ['sh', 'examples/failback.sh']);
        assert.equal(code, 0, out);
        assert.deepEqual(states(served), ['protected', 'protected', 'protected']);
        assert.equal((await run(served, ['sh', 'examples/failback.sh', 'nobody'])).code, 1);
      }),
  );
});

async function served(act: (served: ServedEstate) => Promise<void>): Promise<void> {
  const options = { ...VIRTUAL, failedOver: true };
  const estate = await ServedEstate.open(readEstateFile(ESTATE), options, (error) =>
    assert.fail(error as Error),
  );
  try {
    await act(estate);
  } finally {
    await estate.close();
  }
}

function states({ estate }: ServedEstate): string[] {
  return [...estate.machines.keys()].map((machine) => estate.vault.item(machine).state);
}

async function run(
  { environment }: ServedEstate,
  [command = '', ...words]: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly out: string }> {
  const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...environment, ...more } });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  const code = await new Promise<number>((done) => child.on('close', (status) => done(status ?? -1)));
  return { code, out };
}
