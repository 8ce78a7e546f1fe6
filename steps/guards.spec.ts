import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VerdictView } from './drivers/views';
import { Evidence } from './evidence';
import { breaches } from './guards';
import type { HomewardWorld } from './world';

describe('guards after a scenario', () => {
  it('find nothing in a clean scenario', async () => {
    assert.deepEqual(await breaches(world()), []);
  });

  it('find a failed job that no step looked at, and not one that a step did', async () => {
    const evidence = new Evidence();
    evidence.observe(5, 'job.state', 'job 1', { item: 'a', state: 'Failed', codes: ['806'] });
    evidence.observe(6, 'job.state', 'job 2', { item: 'b', state: 'Failed', codes: ['806'] });
    evidence.look('job 2');
    const found = await breaches(world({ evidence }));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /job of a .*806.* 5 ms/);
  });

  it('find a refused request that no step looked at', async () => {
    const evidence = new Evidence();
    evidence.observe(5, 'request.refused', 'a', { operation: 'reProtect', codes: ['SIM-BUSY'] });
    assert.match((await breaches(world({ evidence })))[0] ?? '', /SIM-BUSY/);
  });

  it('find a disturbance that never happened', async () => {
    const armed = [
      { what: 'the vault dies', fired: true },
      { what: 'the vault returns', fired: false },
    ];
    assert.deepEqual(await breaches(world({ armed })), ['this never happened: the vault returns']);
  });

  it('find a request that is not simulated', async () => {
    const evidence = new Evidence();
    evidence.observe(5, 'not-simulated', 'TestFailover', {});
    assert.deepEqual(await breaches(world({ evidence })), ['this is not simulated: TestFailover']);
  });

  it('find a broken invariant, and one that could not be judged', async () => {
    const found = await breaches(
      world({}, [verdict('one-active-copy', 'invalid'), verdict('write-order', 'unknown')]),
    );
    assert.equal(found.length, 2);
  });

  it('let it be open whether a machine comes home, until it has', async () => {
    const verdicts = [verdict('comes-home', 'unknown')];
    const evidence = new Evidence();
    assert.deepEqual(await breaches(world({ evidence }, verdicts)), []);
    evidence.observe(5, 'item.state', 'a', { state: 'failed-back' });
    assert.equal((await breaches(world({ evidence }, verdicts))).length, 1);
  });
});

function verdict(checker: string, result: VerdictView['verdict']): VerdictView {
  return { checker, verdict: result, evidence: [] };
}

/** A world with one protected machine, as far as guards look at it. */
function world(
  parts: Partial<Pick<HomewardWorld, 'evidence' | 'armed'>> = {},
  verdicts: readonly VerdictView[] = [],
): HomewardWorld {
  const driver = {
    verdicts: () => verdicts,
    vault: { items: async () => [{ name: 'a', state: 'protected' }], jobs: async () => [] },
    clock: { until: async () => true },
  };
  return {
    evidence: new Evidence(),
    armed: [],
    machines: ['a'],
    driver,
    ...parts,
  } as unknown as HomewardWorld;
}
