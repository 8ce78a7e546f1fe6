import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checker } from './history.fixture.spec';
import { Checkers } from './index';

const NAMES = [
  'no-lost-write',
  'one-active-copy',
  'write-order',
  'delta-only',
  'refuse-before-write',
  'truthful-jobs',
  'no-silent-gap',
  'nothing-left-behind',
  'least-privilege',
  'comes-home',
];

describe('all checkers', () => {
  it('speak in the same order each time', () => {
    const end = {
      now: 0,
      activeJobs: 0,
      vms: [],
      azureVms: [],
      items: [],
      attachedPairs: [],
      queuedPairs: [],
      failedJobs: [],
    };
    const verdicts = new Checkers().conclude(end);
    assert.deepEqual(
      verdicts.map((verdict) => verdict.checker),
      NAMES,
    );
  });

  for (const name of NAMES)
    it(`${name} has nothing to say of a run in which nothing happened that it looks at`, () => {
      checker(name).accepts([[1, 'operator.risk', 'erp', { risk: 'none' }]]);
    });
});
