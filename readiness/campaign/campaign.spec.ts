import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conclude, rehearseTwin } from '../assess';
import { estateWith, verdictOf } from '../estate.fixture.spec';
import { readAssumptions } from '../user-assumptions';
import { replayDrill, runCampaign } from './campaign';
import { drillWave } from './drill';
import { drillTwin } from './drill-twin';
import { brokenIn } from './told';
import { planWaves } from './waves';
import { wilson } from './wilson';

const HOUR_MS = 3_600_000;
const OPTIONS = { seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 4 * HOUR_MS };
const ASKED = { drills: 6, faultsMax: 3, masterTargets: 1, threads: 1 };

const rehearsed = async (rtoTargetMs = OPTIONS.rtoTargetMs) => {
  const inventory = await estateWith({});
  return rehearseTwin(inventory, readAssumptions([], inventory), { ...OPTIONS, rtoTargetMs }, 1);
};

describe('wilson', () => {
  it('gives the published ends where all of 100, 200 and 300 succeeded', () => {
    const lows = [100, 200, 300].map((tries) => wilson(tries, tries).low.toFixed(3));
    assert.deepEqual(lows, ['0.963', '0.981', '0.987']);
  });

  it('stays between 0 and 1, holds the share, and says nothing of nothing', () => {
    assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
    assert.equal(wilson(0, 10).low, 0);
    const { low, high } = wilson(3, 10);
    assert.ok(low > 0 && low < 0.3 && high > 0.3 && high < 1);
  });
});

describe('waves', () => {
  const capacity = { masterTargets: 1, mbitPerSecond: 1_000, windowMs: 4 * HOUR_MS, freeBytes: new Map() };
  const one = { name: '', datastore: 'san-01', disks: Array.from({ length: 25 }, () => ({})) };
  const names = ['a', 'b', 'c'];
  const plan = { description: { machines: names.map((name) => ({ ...one, name })) } } as never;

  it('hold no more disks than the master targets take, and name that limit', () => {
    const waves = planWaves(plan, names, capacity, new Map());
    assert.deepEqual(
      waves.map(({ machines, binds }) => [machines, binds]),
      [
        [['a', 'b'], ['disks of the master targets']],
        [['c'], []],
      ],
    );
    assert.equal(planWaves(plan, names, { ...capacity, masterTargets: 2 }, new Map()).length, 1);
  });

  it('hold no more than the line carries in the window, and than the datastore has room for', () => {
    const sent = new Map(names.map((name) => [name, 1e9]));
    const binds = (more: Partial<typeof capacity>) =>
      planWaves(plan, names, { ...capacity, masterTargets: 9, ...more }, sent)[0]?.binds;
    assert.deepEqual(binds({ windowMs: 10_000 }), ['time on the line']);
    assert.deepEqual(binds({ freeBytes: new Map([['san-01', 1.5e9]]) }), ['space on san-01']);
  });

  it('leave no machine out that is too much by itself', () => {
    const waves = planWaves(plan, names, { ...capacity, windowMs: 1 }, new Map([['b', 1e9]]));
    assert.deepEqual(
      waves.flatMap(({ machines }) => machines),
      names,
    );
  });
});

describe('drills of the twin', () => {
  it('are the same from the same seed, and replay one by one', async () => {
    const { twin } = await rehearsed();
    const plan = { seed: 7, drills: 3, faultsMax: 3, waves: [{ machines: ['web-01'], uses: [], binds: [] }] };
    const told = await runCampaign(twin.plan, plan, { threads: 1 });
    assert.equal(told.drills.length, 3);
    assert.equal(new Set(told.drills.map(({ digest }) => digest)).size, 3);
    for (const { seed, digest } of told.drills)
      assert.equal(replayDrill(twin.plan, plan, seed)?.digest, digest);
    assert.equal(replayDrill(twin.plan, plan, 6), undefined);
    assert.equal(replayDrill(twin.plan, plan, 10), undefined);
  });

  it('are the same on threads', async () => {
    const { twin } = await rehearsed();
    const plan = {
      seed: 7,
      drills: 999,
      faultsMax: 1,
      waves: [{ machines: ['web-01'], uses: [], binds: [] }],
    };
    const [here, there] = [
      await runCampaign(twin.plan, plan, { threads: 1 }),
      await runCampaign(twin.plan, plan, { threads: 2 }),
    ];
    assert.deepEqual(there, here);
  });

  it('strike the way home only, and bring the machine home all the same', async () => {
    const { twin } = await rehearsed();
    const struck = [];
    for (let seed = 1; seed <= 30; seed += 1) {
      const told = drillWave({ plan: twin.plan, machines: ['web-01'], seed, faultsMax: 3 });
      assert.deepEqual(told.broken, []);
      const [home] = told.homecomings;
      assert.ok((home?.rtoMs ?? 0) > 0 && (home?.downMs ?? 0) > 0 && (home?.rpoMs ?? 0) > 0, `seed ${seed}`);
      assert.ok((told.noReturnMs ?? 0) > 0);
      struck.push(...told.struck);
    }
    assert.ok(struck.length > 30);
    assert.ok(struck.every(({ phase }) => phase !== 'protecting' && phase !== 'protected'));
  });

  it('decide a verdict: who comes home in time only when nothing strikes is at risk, and the seed is named', async () => {
    const undisturbed = await rehearsed();
    const rtoMs = undisturbed.rehearsal.journeys[0]?.rtoMs ?? 0;
    const { assessment, campaign } = await drillTwin(await rehearsed(2 * rtoMs), { ...ASKED, drills: 20 });
    const [web] = campaign?.machines ?? [];
    assert.ok(web && web.home < web.drills, 'no drill was late: choose another seed');
    const { verdict, reasons } = verdictOf(assessment, 'web-01');
    assert.equal(verdict, 'at risk');
    assert.match(reasons[0]?.text ?? '', /^in \d+ of 20 drills .* \(seed \d+: .+\)$/);
    assert.equal(reasons[0]?.code, 'HW-DRILL');
  });

  it('prove nothing where one of them breaks a promise', async () => {
    const told = { checker: 'one-active-copy', verdict: 'invalid' as const, evidence: ['web-01 ran twice'] };
    const assessment = conclude(await rehearsed(), new Map(), [told]);
    assert.deepEqual(assessment.invalid, [told]);
    const { verdict, reasons } = verdictOf(assessment, 'web-01');
    assert.equal(verdict, 'unknown');
    assert.equal(reasons[0]?.code, 'HW-RUN-INVALID');
    const wave = { homecomings: [], struck: [], lastedMs: 0, worstRpo: undefined, noReturnMs: undefined };
    const drill = (seed: number, broken: readonly (typeof told)[]) => {
      return { seed, digest: '', waves: [{ ...wave, tracks: [], faults: [], digest: '', broken }] };
    };
    const evidence = (campaign: Parameters<typeof brokenIn>[0]) =>
      brokenIn(campaign).map((each) => each.evidence);
    assert.deepEqual(evidence({ undisturbed: drill(7, []), drills: [drill(8, [told])] }), [
      ['drill 8: web-01 ran twice'],
    ]);
    assert.deepEqual(evidence({ undisturbed: drill(7, [told]), drills: [drill(8, [])] }), [
      ['undisturbed drill: web-01 ran twice'],
    ]);
  });

  it('leave out what is blocked, and say it in the score', async () => {
    const { campaign, score, waves, assessment } = await drillTwin(await rehearsed(), ASKED);
    assert.deepEqual(
      campaign?.machines.map(({ name, home, drills }) => [name, home, drills]),
      [['web-01', 6, 6]],
    );
    assert.deepEqual(waves?.waves[0]?.machines, ['web-01']);
    assert.equal(assessment.machines.length, 3);
    assert.deepEqual([score.low, score.high], [33.3, 33.3]);
  });

  it('tell of the undisturbed and of the worst drill where each machine stood, whose copy ran, and which faults were in force', async () => {
    const { campaign, plan } = await drillTwin(await rehearsed(), { ...ASKED, drills: 12 });
    const [undisturbed, worst] = campaign?.timelines ?? [];
    assert.deepEqual([undisturbed?.seed, undisturbed?.faults], [null, []]);
    const longest = Math.max(...(campaign?.drills ?? []).map(({ endedAtMs }) => endedAtMs));
    assert.equal(campaign?.drills.find(({ seed }) => seed === worst?.seed)?.endedAtMs, longest);
    assert.ok(worst && worst.faults.length > 0 && worst.faults.every(({ fromMs, toMs }) => fromMs <= toMs));
    for (const { machines, endsMs, left } of [undisturbed, worst].filter((each) => each !== undefined)) {
      assert.deepEqual([machines.map(({ name }) => name), left], [plan?.waves[0]?.machines, 0]);
      const [{ phases, runs }] = machines as [(typeof machines)[number]];
      assert.deepEqual(
        [phases[0], runs[0]],
        [
          ['in Azure', 0],
          ['azure', 0],
        ],
      );
      assert.deepEqual(runs.map(([where]) => where).slice(-2), ['none', 'home']);
      assert.ok(phases.some(([phase]) => phase === 'failing back'));
      for (const entries of [phases, runs]) {
        const times = entries.map(([, atMs]) => atMs);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.ok((times.at(-1) ?? 0) <= endsMs);
      }
    }
  });

  it('widen the score to a range while a machine is unknown', async () => {
    const inventory = await estateWith({ vSnapshot: undefined });
    const unknown = await rehearseTwin(inventory, readAssumptions([], inventory), OPTIONS, 1);
    const { score } = await drillTwin(unknown, { ...ASKED, drills: 0 });
    assert.ok(score.low < score.high, JSON.stringify(score));
  });
});
