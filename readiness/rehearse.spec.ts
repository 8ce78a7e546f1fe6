import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { estateWith } from './estate.fixture.spec';
import { replay, replayInWorker } from './index';
import { rehearse } from './rehearse';
import { rehearseOnThreads } from './rehearse-on-threads';
import { makeTwin } from './twin';
import { readAssumptions } from './user-assumptions';

/** So slow that what a machine wrote in Azure takes longer to write than the health allows. */
const SLOW_BYTES_PER_SECOND = 4 * 1024;

async function plan() {
  const inventory = await estateWith({});
  return makeTwin(inventory, readAssumptions([], inventory), { seed: 11, mbitPerSecond: 500 }).plan;
}

describe('rehearsal', () => {
  it('notices a master target that writes more slowly than the data arrive', async () => {
    const { description, ...rest } = await plan();
    const slow = { ...description, masterTargetBytesPerSecond: SLOW_BYTES_PER_SECOND };
    const [web] = rehearse({ ...rest, description: slow }).journeys;
    assert.equal(web?.overloaded, true);
  });

  it('gives the same digest twice, after a trip through JSON, and in a worker thread', async () => {
    const original = await plan();
    const first = await replay(original, 1);
    assert.deepEqual(await replay(original, 1), first);
    assert.deepEqual(await replayInWorker(JSON.parse(JSON.stringify(original))), first);
  });

  it('gives 200 machines at a time a twin, and one journal', async () => {
    const small = await plan();
    const [web] = small.description.machines;
    assert.ok(web);
    const many = Array.from({ length: 201 }, (_, index) => ({ ...web, name: `web-${index + 1}` }));
    const large = {
      ...small,
      machines: many.map(({ name }) => name),
      description: { ...small.description, machines: many },
    };
    const hash = createHash('sha256');
    let lines = 0;
    const told = rehearse(large, {
      journal: (chunk) => {
        hash.update(chunk);
        lines += chunk.split('\n').length - 1;
      },
    });
    assert.equal(told.digest, hash.digest('hex'));
    assert.equal(told.entries, lines);
    assert.equal(told.journeys.filter(({ rtoMs }) => rtoMs !== undefined).length, 201);
    assert.ok(told.checkers.length >= 10 && told.checkers.every(({ verdict }) => verdict !== 'invalid'));
    assert.equal(told.sentHome.size, 201);
    const passed: (number | undefined)[] = [];
    const { digest, ...rest } = await rehearseOnThreads(large, 2, {
      progress: (stages) => passed.push(stages.at(-1)),
    });
    assert.equal(digest, told.digest);
    assert.deepEqual({ digest, ...rest }, told);
    assert.deepEqual(passed, [200, 201]);
    const journal = (): never => {
      throw new Error('no space left');
    };
    await assert.rejects(rehearseOnThreads(large, 2, { journal }), /no space left/);
  });

  it('takes another course for another seed', async () => {
    const original = await plan();
    const { digest } = await replay(original, 1);
    assert.notEqual((await replay({ ...original, seed: 12 }, 1)).digest, digest);
  });

  it('brings a machine through every stage, and measures its failback', async () => {
    const { journeys, checkers } = rehearse(await plan());
    const [web, erp] = journeys;
    assert.equal(web?.times.size, 7);
    assert.ok((web?.rtoMs ?? 0) > 0);
    assert.ok((web?.unprotectedMs ?? 0) > 0);
    assert.equal(web?.overloaded, undefined);
    assert.equal(erp?.stopped?.stage, 'reprotect to the site');
    assert.deepEqual(
      checkers.filter((checker) => checker.verdict === 'invalid'),
      [],
    );
  });
});
