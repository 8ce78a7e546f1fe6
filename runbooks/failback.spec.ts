import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EstateDescription } from '../simulators/description';
import { Failback } from './failback';
import { type InAzure, inAzure, physicalServers } from './in-azure.fixture.spec';
import { sampleEstate } from './sample-estate';

const PROFILES = ['classic-2017', 'classic-2019', 'modernized'] as const;
const PG1 = (multiVm: boolean) => ({ groups: [{ name: 'PG1', multiVm }] });

describe('the reference runbook, undisturbed', () => {
  for (const profile of PROFILES)
    for (const count of [1, 2, 5])
      it(`brings ${count} of ${profile} home, with nothing broken`, async () => {
        const seeds = count === 2 ? [1, 2, 3] : [1];
        for (const seed of seeds)
          await bringsAllHome(await inAzure({ description: { profile, count, ...PG1(count === 2) }, seed }));
      });

  it('brings the machines of a host that stands alone home', async () => {
    await bringsAllHome(await inAzure({ description: { vcenter: false } }));
  });

  it('brings a physical server home as a new VM', async () => {
    await bringsAllHome(await inAzure({ description: { machines: physicalServers(1) } }));
  });

  it('keeps the order of the recovery plan', async () => {
    const sample = sampleEstate({ machines: 3, writes: 20 });
    const machines = sample.machines.map((machine, at) => ({ ...machine, group: `PG${3 - at}` }));
    const description: Partial<EstateDescription> = {
      machines,
      groups: ['PG1', 'PG2', 'PG3'].map((name) => ({ name, multiVm: false })),
      plans: [{ name: 'plan', groups: [['PG1'], ['PG2'], ['PG3']] }],
    };
    const world = await inAzure({ description });
    await bringsAllHome(world);
    const order = world.said.filter(({ step }) => step === 'fail over').map(({ machine }) => machine);
    assert.deepEqual(order, ['machine-3', 'machine-2', 'machine-1']);
  });

  it('does nothing when it is run again', async () => {
    const world = await inAzure();
    await bringsAllHome(world);
    const jobs = world.estate.vault.jobs.size;
    await bringsAllHome(world);
    assert.equal(world.estate.vault.jobs.size, jobs);
  });

  it('looks only, in a dry run', async () => {
    const { connection, estate } = await inAzure({ description: { count: 2 } });
    const jobs = estate.vault.jobs.size;
    const result = await new Failback(connection, { dryRun: true }).run();
    assert.equal(result.ok, true);
    assert.deepEqual(
      result.machines.map(({ stage, cause }) => [stage, cause]),
      [
        ['in Azure', undefined],
        ['in Azure', undefined],
      ],
    );
    assert.equal(estate.vault.jobs.size, jobs);
  });

  it('brings home whom it was told to, and says whom it does not know', async () => {
    const { connection, estate } = await inAzure({ description: { count: 2 } });
    const result = await new Failback(connection, { machines: ['machine-2', 'nobody'] }).run();
    assert.deepEqual(
      result.machines.map(({ machine, home }) => [machine, home]),
      [
        ['machine-2', true],
        ['nobody', false],
      ],
    );
    assert.equal(result.ok, false);
    assert.equal(estate.vault.item('machine-1').state, 'failover-committed');
  });
});

/** The machine that runs it dies before the request. */
class Killed extends Error {}

describe('the reference runbook, killed', () => {
  for (const profile of ['classic-2017', 'modernized'] as const)
    it(`comes home in the next run, whichever request of ${profile} was its last`, async () => {
      let requests = 0;
      const counted = (): void => {
        requests += 1;
      };
      await bringsAllHome(await inAzure({ description: { profile }, before: counted }));
      // Every order, and what is asked before and after it.
      for (let last = 3; last < requests; last += 5) {
        let asked = 0;
        const world = await inAzure({
          description: { profile },
          before: () => {
            asked += 1;
            if (asked === last) throw new Killed();
          },
        });
        const killable = { ...world.connection, clock: mortal(world, () => asked >= last) };
        await assert.rejects(new Failback(killable).run(), Killed, `request ${last}`);
        await bringsAllHome(world);
      }
    });
});

/** A clock that stops the program, once it is dead, where it would wait for a better time. */
function mortal({ connection: { clock } }: InAzure, dead: () => boolean): InAzure['connection']['clock'] {
  const die = (): void => {
    if (dead()) throw new Killed();
  };
  return {
    now: () => clock.now(),
    sleep: async (ms) => {
      die();
      await clock.sleep(ms);
      die();
    },
  };
}

/** Runs it and sees everybody home and nothing broken. */
async function bringsAllHome(world: InAzure): Promise<void> {
  const { connection, estate, said, broken } = world;
  const result = await new Failback(connection).run();
  assert.equal(result.ok, true, JSON.stringify([result, said.slice(-20)], null, 1));
  for (const name of estate.machines.keys()) assert.equal(estate.vault.item(name).state, 'protected');
  assert.deepEqual(broken(), []);
}
