import { createHash } from 'node:crypto';
import { onRedis, onThreads, type RedisOptions } from '../../exploration';
import type { RehearsalPlan } from '../model';
import { drillWave, type WaveTold } from './drill';
import { DRILL_TASK } from './drill-task';
import type { PlannedWave } from './waves';

/** All that decides a campaign. Shape: plain JSON; `drills` seeds from `seed` on; each drill brings all waves home, one after the other. */
export interface CampaignPlan {
  readonly seed: number;
  readonly drills: number;
  readonly faultsMax: number;
  readonly waves: readonly PlannedWave[];
}

/** One wave of one drill, as a thread gets it. `faultsMax` 0: undisturbed. */
export interface DrillOrder {
  readonly drill: number;
  readonly wave: number;
  readonly machines: readonly string[];
  readonly seed: number;
  readonly faultsMax: number;
}

export interface DrillAnswer {
  readonly order: DrillOrder;
  readonly told: WaveTold;
}

/** What one drill came to. Shape: `waves` in their order; `digest` – over the digests of their journals. */
export interface DrillTold {
  readonly seed: number;
  readonly waves: readonly WaveTold[];
  readonly digest: string;
}

/** What a campaign came to. Shape: `undisturbed` – the same without faults, by which the waves are timed. */
export interface CampaignTold {
  readonly undisturbed: DrillTold;
  readonly drills: readonly DrillTold[];
}

/** A report shows 60 machines over time: those of later waves are not kept. */
const SHOWN_WAVES = 60;

export interface CampaignWatch {
  /** One: this one. */
  readonly threads: number;
  /** Where it is given, threads of other machines drill. */
  readonly redis?: RedisOptions | undefined;
  /** Called after each wave: so many of so many are through. */
  readonly progress?: (through: number, of: number) => void;
}

/** Drills the twin again and again, on threads, here or elsewhere. The outcome does not depend on how many, or where. Errors: what a thread threw; the others are
 *  stopped. Of `onRedis`. */
export async function runCampaign(
  plan: RehearsalPlan,
  campaign: CampaignPlan,
  { threads, redis, progress }: CampaignWatch,
): Promise<CampaignTold> {
  const orders = ordersOf(campaign);
  const answers: WaveTold[][] = [];
  let through = 0;
  const done = ({ order, told }: DrillAnswer): void => {
    const waves = answers[order.drill] ?? [];
    answers[order.drill] = waves;
    waves[order.wave] = order.wave < SHOWN_WAVES ? told : { ...told, tracks: [] };
    through += 1;
    progress?.(through, orders.length);
  };
  let next = 0;
  const given = { workerData: plan, next: (): DrillOrder | undefined => orders[next++], done };
  if (redis) await onRedis({ ...given, task: DRILL_TASK, redis });
  else if (threads === 1) for (const order of orders) done({ order, told: drillWave({ plan, ...order }) });
  else
    await onThreads<DrillOrder, DrillAnswer>({
      ...given,
      script: DRILL_TASK.script,
      threads: Math.min(threads, orders.length),
    });
  const [undisturbed, ...drills] = answers.map((waves, drill) => ({
    seed: seedOf(campaign, drill),
    waves,
    digest: digestOf(waves),
  }));
  return { undisturbed: undisturbed ?? { seed: campaign.seed, waves: [], digest: digestOf([]) }, drills };
}

/** Makes the drill of a seed again. Shape: what it came to; undefined: the campaign has no such seed. */
export function replayDrill(
  plan: RehearsalPlan,
  campaign: CampaignPlan,
  seed: number,
): DrillTold | undefined {
  const drill = seed - campaign.seed + 1;
  if (drill < 1 || drill > campaign.drills) return undefined;
  const waves = ordersOfDrill(campaign, drill).map((order) => drillWave({ plan, ...order }));
  return { seed, waves, digest: digestOf(waves) };
}

/** The waves of one drill. Shape: drill 0 is undisturbed, the others have one seed each. */
function ordersOfDrill({ waves, ...campaign }: CampaignPlan, drill: number): readonly DrillOrder[] {
  const seed = seedOf(campaign, drill);
  const faultsMax = drill === 0 ? 0 : campaign.faultsMax;
  return waves.map(({ machines }, wave) => ({ drill, wave, machines, seed, faultsMax }));
}

function digestOf(waves: readonly Pick<WaveTold, 'digest'>[]): string {
  const hash = createHash('sha256');
  for (const { digest } of waves) hash.update(digest);
  return hash.digest('hex');
}

function ordersOf(campaign: CampaignPlan): readonly DrillOrder[] {
  return Array.from({ length: campaign.drills + 1 }, (_, drill) => ordersOfDrill(campaign, drill)).flat();
}

function seedOf({ seed }: Pick<CampaignPlan, 'seed'>, drill: number): number {
  return drill === 0 ? seed : seed + drill - 1;
}
