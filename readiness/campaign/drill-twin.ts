import type { RedisOptions } from '../../exploration';
import { type Assessment, conclude, type Rehearsed } from '../assess';
import type { Campaign, Matrix, Score, Waves } from '../sections';
import { type CampaignPlan, runCampaign } from './campaign';
import { scoreOf } from './score';
import { brokenIn, campaignOf, fatesOf, matrixOf, wavesOf } from './told';
import { planWaves } from './waves';

export interface DrillTwinOptions {
  /** How many drills; none: the one rehearsal is all. */
  readonly drills: number;
  readonly faultsMax: number;
  readonly masterTargets: number;
  readonly threads: number;
  /** Where it is given, threads of other machines drill. */
  readonly redis?: RedisOptions | undefined;
  /** Called after each wave of a drill: so many of so many are through. */
  readonly progress?: (through: number, of: number) => void;
}

/** An assessment with drills. Shape: `plan` is all, with the twin's plan, that a replay needs; the sections are absent where nothing was drilled. */
export interface Drilled {
  readonly assessment: Assessment;
  readonly score: Score;
  readonly plan?: CampaignPlan;
  readonly campaign?: Campaign;
  readonly waves?: Waves;
  readonly matrix?: Matrix;
}

/** To start threads takes as long as it takes to bring so many machines home. */
const WORTH_THREADS = 1_000;

/** Drills the twin of a rehearsed estate, and judges its machines by that too. Drilled are those that came home when nothing disturbed them, and
 *  that no rule blocks: what others do is known. */
export async function drillTwin(rehearsed: Rehearsed, options: DrillTwinOptions): Promise<Drilled> {
  const { twin, rehearsal, findings, inventory, options: wanted } = rehearsed;
  const { rtoTargetMs, mbitPerSecond, seed } = wanted;
  const { drills, faultsMax, masterTargets, threads, redis, progress } = options;
  const came = new Set(rehearsal.journeys.filter(({ rtoMs }) => rtoMs !== undefined).map(({ name }) => name));
  const ready = twin.plan.machines.filter(
    (name) => came.has(name) && !(findings.get(name) ?? []).some(({ state }) => state === 'blocked'),
  );
  if (drills === 0 || ready.length === 0) {
    const assessment = conclude(rehearsed);
    return { assessment, score: scoreOf(assessment.machines, new Map(), rtoTargetMs) };
  }
  const freeBytes = new Map(
    (inventory.datastores ?? []).flatMap(({ name, freeMiB }) =>
      freeMiB ? [[name.value, freeMiB.value * 1024 * 1024]] : [],
    ),
  );
  const capacity = { masterTargets, mbitPerSecond, windowMs: rtoTargetMs, freeBytes };
  const plan = { seed, drills, faultsMax, waves: planWaves(twin.plan, ready, capacity, rehearsal.sentHome) };
  const told = await runCampaign(twin.plan, plan, {
    threads: ready.length * drills < WORTH_THREADS ? 1 : threads,
    redis,
    ...(progress && { progress }),
  });
  const fates = fatesOf(told);
  const assessment = conclude(rehearsed, fates, brokenIn(told));
  const labels = new Map(twin.machines.map(({ name, label }) => [name, label]));
  const tell = { plan, told, rtoTargetMs, labelOf: (machine: string) => labels.get(machine) ?? machine };
  return {
    assessment,
    plan,
    score: scoreOf(assessment.machines, fates, rtoTargetMs),
    campaign: campaignOf(tell),
    waves: wavesOf(tell),
    matrix: matrixOf(tell),
  };
}
