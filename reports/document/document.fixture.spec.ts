import { base, en as english, Faker } from '@faker-js/faker';
import type { Matrix, Sections, VerdictWord } from '../../readiness';
import { drillTwin, readAssumptions, rehearseTwin, WORST_FIRST, whatIf } from '../../readiness';
import { assessed, estateWith } from '../../readiness/estate.fixture.spec';
import { LAYERS, PHASES } from '../../simulators/faults';
import { type RunRequest, runOf } from '../run-json';
import type { MachineReport, ReportDocument } from './document';
import { makeDocument } from './make-document';

/** The document of the smallest estate, with the sections of a plain rehearsal. */
export async function smallDocument(
  changes: Parameters<typeof estateWith>[0] = {},
  sections: Sections = {},
): Promise<ReportDocument> {
  const inventory = await estateWith({ ...DATED, ...changes });
  const assessment = assessed(inventory);
  const request: RunRequest = {
    inventory,
    seed: 7,
    mbitPerSecond: 1_000,
    rtoTargetMs: 4 * 3_600_000,
    assumptions: [],
    drills: 0,
    faultsMax: 3,
    masterTargets: 1,
  };
  const twinJson = JSON.stringify(assessment.twin.plan);
  return makeDocument(assessment, runOf(request, assessment, twinJson), sections);
}

/** The document of the smallest estate after drills of its twin, with a what-if. */
export async function drilledDocument(): Promise<ReportDocument> {
  const inventory = await estateWith(DATED);
  const wanted = { seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 4 * 3_600_000 };
  const rehearsed = await rehearseTwin(inventory, readAssumptions([], inventory), wanted, 1);
  const drills = { drills: 12, faultsMax: 3, masterTargets: 1, threads: 1 };
  const { assessment, plan, ...sections } = await drillTwin(rehearsed, drills);
  const tried = await whatIf(rehearsed, { assessment, ...sections }, { drills, target: 100 });
  const request: RunRequest = { ...wanted, inventory, assumptions: [], ...drills };
  const run = runOf(request, assessment, JSON.stringify(assessment.twin.plan), JSON.stringify(plan));
  return makeDocument(assessment, run, { ...sections, whatIf: tried });
}

const DATED = {
  vMetaData: [
    ['RVTools version', 'xlsx creation datetime', 'Server'],
    ['4.7.1.4', '2026-11-20 08:00:00', 'vcenter'],
  ],
};

/** A document with so many machines and every section, made up from a seed. */
export async function fullDocument(machines: number, seed = 1): Promise<ReportDocument> {
  const small = await smallDocument();
  const faker = new Faker({ locale: [english, base], seed });
  const all = Array.from({ length: machines }, (_, index) => madeUp(small, faker, index)).sort(
    (a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict),
  );
  const counts = { proven: 0, 'at risk': 0, blocked: 0, unknown: 0 };
  for (const { verdict } of all) counts[verdict] += 1;
  return { ...small, ...sectionsOf(all, faker), machines: all, counts };
}

function madeUp({ machines }: ReportDocument, faker: Faker, index: number): MachineReport {
  const like = machines[index % machines.length] as MachineReport;
  const name = `${faker.word.noun()}-${index + 1}`;
  const rtoMs = faker.number.int({ min: 1_200_000, max: 18_000_000 });
  const journey = like.journey?.rtoMs === undefined ? like.journey : { ...like.journey, rtoMs };
  return { ...like, name, id: `m-${name}`, ...(journey && { journey }) };
}

function sectionsOf(machines: readonly MachineReport[], faker: Faker): Required<Sections> {
  const names = machines.map(({ name }) => name);
  const faults = ['process-server-restart', 'connection-blink', 'operator-absent'];
  const some = (count: number) => names.slice(0, count);
  return {
    score: {
      low: 61,
      high: 74.5,
      formula: '100 × (0.6 × home + 0.4 × in time)',
      parts: [
        { name: 'home', weight: 0.6, low: 0.5, high: 0.7 },
        { name: 'in time', weight: 0.4, low: 0.78, high: 0.81 },
      ],
    },
    campaign: {
      drills: [1, 2, 3].map((seed) => ({
        seed,
        faults: faker.helpers.arrayElements(faults, 2),
        home: Math.floor(names.length * 0.7),
        machines: names.length,
        endedAtMs: 40_000_000,
        pointOfNoReturnMs: 30_000_000,
        notRun: ['commit on the site'],
        digest: faker.string.hexadecimal({ length: 64, prefix: '', casing: 'lower' }),
      })),
      machines: names.map((name) => ({
        name,
        home: 97,
        drills: 100,
        low: 0.915,
        high: 0.99,
        rtoMs: { p50: 4_000_000, p95: 9_000_000, max: 12_000_000 },
        rpoMs: { p50: 300_000, p95: 900_000, max: 1_200_000 },
      })),
      rpo: some(2).map((name) => ({
        name,
        points: Array.from({ length: 24 }, (_, hour) => {
          return { atMs: hour * 3_600_000, rpoMs: faker.number.int({ min: 60_000, max: 1_200_000 }) };
        }),
      })),
    },
    waves: {
      waves: [1, 2].map((wave) => ({
        machines: some(40),
        startsMs: (wave - 1) * 5_000_000,
        endsMs: wave * 5_000_000,
        endsP95Ms: wave * 5_400_000,
        uses: [
          { limit: 'disks of the master targets', used: 58 - wave, capacity: 60, unit: 'disks' },
          { limit: 'space on san-01', used: 800, capacity: 1_024, unit: 'GiB' },
        ],
        binds: ['disks of the master targets'],
      })),
    },
    whatIf: {
      target: 90,
      best: 87.2,
      smallestSet: ['f1'],
      smallestSetScore: 87.2,
      fixes: [1, 2, 3, 4].map((gain) => ({
        id: `f${gain}`,
        what: `remove the snapshots of ${gain} machines`,
        code: 'HW-RULE-SNAPSHOT',
        machines: some(gain),
        homeBefore: 20,
        homeAfter: 20 + gain,
        scoreBefore: 61,
        scoreAfter: 61 + gain,
        commands: some(gain).map((name) => `govc snapshot.remove -vm ${name} '*'`),
      })),
    },
    drift: {
      since: { run: '0123456789ab', exportedAt: '2026-10-01T08:00:00' },
      changes: some(2).map((name) => ({ name, before: 'proven', after: 'blocked', because: ['a snapshot'] })),
      voided: 2,
      kept: names.length - 2,
    },
    history: {
      estate: 'estate-0123456789ab',
      runs: [1, 2, 3].map((run) => ({
        id: `00000000000${run}`,
        exportedAt: `2026-10-0${run}T08:00:00`,
        counts: { proven: run, 'at risk': 1, blocked: 9 - run, unknown: 0 },
        score: { low: 50 + run, high: 52 + run },
        rtoP95Ms: 9_000_000 - run * 600_000,
        findings: { 'HW-RULE-SNAPSHOT': 4 - run, 'HW-RULE-POWER': 2 },
      })),
    },
    matrix: matrixOf(LAYERS.slice(0, 3)),
    profiles: {
      profiles: ['classic 2017', 'classic 2019', 'modernized'],
      machines: some(2).map((name) => ({ name, verdicts: ['blocked', 'proven', 'unknown'] })),
    },
  };
}

function matrixOf(faults: readonly string[]): Matrix {
  const verdicts: readonly VerdictWord[] = ['proven', 'at risk', 'blocked'];
  const steps = PHASES.slice(4, 10);
  return {
    faults,
    steps,
    cells: faults.flatMap((fault, row) =>
      steps.slice(1).map((step, column) => ({
        fault,
        step,
        verdict: verdicts[(row + column) % 3] as VerdictWord,
        struck: 10,
        home: 10 - ((row + column) % 3),
        downMs: 600_000,
      })),
    ),
  };
}
