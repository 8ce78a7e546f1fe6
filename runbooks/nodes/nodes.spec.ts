import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ROLES, type Role } from '../../simulators/estate-parts';
import { killWhen, overTls, smallMachines, virtually } from './journey';
import { type Identities, identitiesOf, type Together } from './together';

const qemu = spawnSync('qemu-img', ['--version']).status === 0;

describe('an estate in several processes', () => {
  let identities: Identities;
  before(async () => {
    identities = await identitiesOf('a passphrase for tests');
  });

  for (const seed of [1, 2, 3])
    it(`comes to the same disks, states and verdicts as in virtual time (seed ${seed})`, async () => {
      const description = smallMachines(2);
      assert.deepEqual(await overTls(description, seed, identities), virtually(description, seed));
    });

  // Who asks for the journey is in Azure's process, and would not survive it.
  for (const role of ROLES.filter((each) => each !== 'azure'))
    it(`comes to the same when ${role} is killed while the machines are copied home, and again when they come home`, async () => {
      const description = smallMachines(2);
      const struck = await overTls(description, 7, identities, async (together) => {
        await killWhen(together, 'reprotecting', role);
        await killWhen(together, 'failed-back', role);
      });
      assert.deepEqual(struck, virtually(description, 7));
    });

  it('lets a machine wait while its process server is away, and says so', async () => {
    const description = smallMachines(1);
    const came = await overTls(description, 3, identities, async (together) => {
      await reaches(together, 'protected-to-site');
      await together.kill('process-server');
      const away = together.now;
      await together.until(() => together.now - away > 30 * 60_000);
      assert.equal(together.estate('azure').vault.items.get('machine-1')?.health, 'Critical');
      await together.open('process-server');
    });
    assert.equal(came.stages['machine-1'], 'home');
    assert.deepEqual(new Set(Object.values(came.verdicts)), new Set(['valid']));
  });

  it('brings home what Azure held, byte for byte, though two nodes were killed on the way', {
    skip: qemu ? false : 'qemu-img is not installed (Debian: qemu-utils)',
  }, async () => {
    const compared: string[] = [];
    await overTls(smallMachines(2, { usedMib: 32 }), 5, identities, async (together) => {
      await killWhen(together, 'reprotecting', 'master-target', 'process-server');
      // The guest at home has not written yet.
      await together.pauseAt('failed-back');
      for (const disk of readdirSync(disksOf(together, 'azure'))) {
        if (!disk.endsWith('.vhd') || !isHome(together, disk)) continue;
        const held = join(disksOf(together, 'azure'), disk);
        const home = join(disksOf(together, 'vcenter'), disk.replace('.vhd', '.vmdk'));
        const { stdout, stderr } = spawnSync('qemu-img', ['compare', '-f', 'vpc', '-F', 'vmdk', held, home], {
          encoding: 'utf8',
        });
        assert.equal(stdout, 'Images are identical.\n', stderr);
        assert(statSync(held).blocks > 2 ** 15, 'the disk is empty');
        compared.push(disk);
      }
      together.resume();
    });
    assert(compared.length > 0);
  });

  it('sends home no more than 2 % of what a full copy takes, where 1 % has changed', async () => {
    // Two writes of eight extents, of 1,600.
    const description = smallMachines(1, { usedMib: 100, writes: 2 });
    let whole = 0;
    let delta = 0;
    await overTls(description, 2, identities, async (together) => {
      await reaches(together, 'failover-committed');
      whole = together.sentBytes('process-server', 'azure');
      await reaches(together, 'protected-to-site');
      delta = together.sentBytes('process-server', 'master-target');
    });
    assert(whole > 40 * 2 ** 20, `the full copy took ${whole} bytes`);
    assert(delta > 0 && delta <= 0.02 * whole, `the delta took ${delta} of ${whole} bytes`);
  });
});

async function reaches(together: Together, state: string): Promise<void> {
  await together.until(() => together.reached.has(state));
}

function isHome(together: Together, disk: string): boolean {
  return together.estate('azure').vault.items.get(disk.replace(/-\d+[.]vhd$/, ''))?.state === 'failed-back';
}

function disksOf({ folder }: Together, role: Role): string {
  return join(folder, role, 'disks');
}
