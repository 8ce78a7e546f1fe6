import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { smallEstate } from '../runbooks/small-estate';
import { FAULTS, PHASES, type PlannedFault } from '../simulators/faults';
import { Campaign } from './campaign';
import { featureOf } from './feature';
import { buildOf, digestOf, mustFit, type ReplayFile, readReplay } from './replay-file';
import { runOnce, runTwice } from './run';
import { shrink } from './shrink';
import { readFault, sayFault } from './words';

const PLAIN = { noNullPrototype: true } as const;
const NAME = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const MS = fc.integer({ min: 0, max: 100_000_000 });
const TRIGGER: fc.Arbitrary<PlannedFault['when']> = fc.oneof(
  fc.record({ atMs: MS }, PLAIN),
  fc.record({ phase: fc.constantFrom(...PHASES), afterMs: MS }, PLAIN),
  fc.record({ phase: fc.constantFrom(...PHASES), machine: NAME, afterMs: MS }, PLAIN),
  fc.record({ task: fc.stringMatching(/^[A-Za-z]{1,30}$/), afterMs: MS }, PLAIN),
  fc.record(
    { entry: fc.constantFrom('agent.sent', 'point.made'), nth: fc.integer({ min: 1, max: 999 }) },
    PLAIN,
  ),
);
const FAULT: fc.Arbitrary<PlannedFault> = fc.record(
  {
    fault: fc.constantFrom(...FAULTS.map(({ name }) => name)),
    when: TRIGGER,
    target: fc.oneof(
      NAME.filter((name) => !/^number/.test(name)),
      fc.nat(99),
    ),
    lastsMs: fc.option(fc.integer({ min: 1, max: 100_000_000 })),
    how: fc.dictionary(NAME, fc.oneof(fc.integer(), NAME), { maxKeys: 3, ...PLAIN }),
  },
  PLAIN,
);

describe('exploration', () => {
  it('says a fault so that it is understood again', () => {
    fc.assert(
      fc.property(FAULT, (fault) => {
        assert.deepEqual(readFault(sayFault(fault)), { ...fault, how: { ...fault.how } });
      }),
    );
  });

  it('draws the same run from the same seed, whichever runs were made before', () => {
    const options = { description: smallEstate(), seed: 7, faultsMax: 6, planted: undefined };
    const [one, other] = [new Campaign(options), new Campaign(options)];
    for (let run = 0; run < 5; run += 1) one.batch(run, 1);
    assert.deepEqual(one.runOptions(3), other.runOptions(3));
    assert.deepEqual(one.batch(3, 2), other.batch(3, 2));
  });

  it('keeps every promise without faults, the same way twice', () => {
    const result = runTwice({ description: smallEstate(), seed: 1, schedule: { faults: [] } });
    assert.equal(result.breach, undefined);
  });

  it('sees the canary, makes it small, and writes it as a feature and a replay file of at most 1 KiB', () => {
    const description = smallEstate();
    const campaign = new Campaign({ description, seed: 100, faultsMax: 6, planted: 'canary' });
    const { findings } = campaign.batch(0, 1);
    assert.deepEqual(
      findings.map(({ seed }) => seed),
      [100],
    );
    const options = campaign.runOptions(0);
    const { schedule, result } = shrink(options);
    assert.equal(schedule.faults.length, 0, 'it needs no fault');
    const file: ReplayFile = {
      homeward: '0.0.0',
      build: buildOf(),
      estate: { file: 'small.yaml', digest: digestOf(description) },
      seed: 100,
      planted: 'canary',
      breaks: result.breach?.invariant ?? '',
      schedule,
    };
    const text = JSON.stringify(file);
    assert(text.length <= 1_024);
    assert.deepEqual(readReplay(text, 'finding.json'), file);
    assert.match(
      featureOf(file, { ...options, schedule }),
      /And the planted bug "canary"\n +When every machine/,
    );
  });

  it('says what never struck, and why', () => {
    const schedule = {
      faults: [
        {
          fault: 'vcenter-crash',
          when: { entry: 'point.made', nth: 99_999 },
          target: 0,
          lastsMs: 1_000,
          how: {},
        },
        { fault: 'license-free', when: { atMs: 1_000 }, target: 'esx99', lastsMs: 1_000, how: {} },
      ],
    };
    const { outcomes } = runOnce({ description: smallEstate(), seed: 1, schedule });
    assert.deepEqual(
      outcomes.map(({ struck, missed }) => [struck.length, missed]),
      [
        [0, undefined],
        [0, 'there is no host called esx99 now'],
      ],
    );
  });

  for (const [what, planned, code] of [
    ['an unknown fault', { fault: 'meteor', when: { atMs: 0 } }, 'HW-FAULT-UNKNOWN'],
    [
      'an impossible phase',
      { fault: 'site-vm-snapshot', when: { phase: 'protected', afterMs: 0 } },
      'HW-FAULT-PHASE',
    ],
  ] as const)
    it(`refuses ${what} before anything runs`, () => {
      const faults = [{ target: 0, lastsMs: null, how: {}, ...planned }];
      assert.throws(() => runOnce({ description: smallEstate(), seed: 1, schedule: { faults } }), { code });
    });

  for (const [what, text, code] of [
    ['no JSON', '{"homeward":', 'HW-REPLAY-FILE'],
    ['something else', '{"homeward":"1"}', 'HW-REPLAY-FILE'],
    [
      'an unknown field',
      '{"homeward":"1","build":"x","estate":{"file":"f","digest":"d"},"seed":1,"breaks":"b","schedule":{"faults":[]},"more":1}',
      'HW-REPLAY-FILE',
    ],
  ] as const)
    it(`refuses a replay file that is ${what}`, () => {
      assert.throws(() => readReplay(text, 'finding.json'), { code });
    });

  it('refuses a finding of another build or another estate', () => {
    const description = smallEstate();
    const file = {
      homeward: '1',
      build: buildOf(),
      estate: { file: 'f', digest: digestOf(description) },
      seed: 1,
      breaks: '',
      schedule: { faults: [] },
    };
    mustFit(file, description, '1');
    assert.throws(() => mustFit(file, description, '2'), { code: 'HW-REPLAY-BUILD' });
    assert.throws(() => mustFit(file, { ...description, name: 'another' }, '1'), { code: 'HW-REPLAY-BUILD' });
    for (const word of ['soon', 'at once', '5 hours after a machine is protected'])
      assert.throws(
        () => readFault({ fault: 'vcenter-crash', strikes: word, target: 'all', lasts: '', how: '' }),
        { code: 'HW-FAULT-WORDS' },
      );
  });
});
