import type { Verdict } from '../../simulators/checkers';
import { LAYERS, type Layer, type Phase } from '../../simulators/faults';
import type { VerdictWord } from '../model';
import type {
  Campaign,
  Confidence,
  Drill,
  FaultTrack,
  MachineTrack,
  Matrix,
  MatrixCell,
  RpoSeries,
  Timeline,
  Waves,
} from '../sections';
import type { DrillFate } from '../verdict';
import type { CampaignPlan, CampaignTold, DrillTold } from './campaign';
import { HOMEWARD } from './draw-faults';
import { quantilesOf } from './quantiles';
import { wilson } from './wilson';

/** So many machines are shown with their RPO over time. */
const SERIES_MAX = 5;

/** What is made of a campaign. Shape: names as in the report. */
export interface Tell {
  readonly plan: CampaignPlan;
  readonly told: CampaignTold;
  readonly rtoTargetMs: number;
  /** What a machine of the twin is called in the report. */
  readonly labelOf: (machine: string) => string;
}

/** How one machine fared in each drill, with the recovery points it had. Units: ms. */
export interface Fate extends DrillFate {
  readonly rpoMs: readonly number[];
}

/** By the machines of the twin. */
export function fatesOf({ drills }: CampaignTold): ReadonlyMap<string, Fate> {
  const fates = new Map<string, { drills: Fate['drills'][number][]; rpoMs: number[] }>();
  for (const { seed, waves } of drills)
    for (const { homecomings, struck } of waves) {
      const faults = [...new Set(struck.map(({ fault }) => fault))];
      for (const { machine, rtoMs, rpoMs } of homecomings) {
        const fate = fates.get(machine) ?? { drills: [], rpoMs: [] };
        fates.set(machine, fate);
        fate.drills.push({ seed, rtoMs, faults });
        if (rpoMs !== undefined) fate.rpoMs.push(rpoMs);
      }
    }
  return fates;
}

/** What checkers found broken in any drill, the undisturbed one included; it names the drill. */
export function brokenIn({ undisturbed, drills }: CampaignTold): readonly Verdict[] {
  return [undisturbed, ...drills].flatMap((drill) =>
    drill.waves.flatMap(({ broken }) =>
      broken.map((verdict) => ({
        ...verdict,
        evidence: [
          `${drill === undisturbed ? 'undisturbed drill' : `drill ${drill.seed}`}: ${verdict.evidence[0] ?? ''}`,
        ],
      })),
    ),
  );
}

/** The section on confidence. A drill counts for a machine when it came home within the target. */
export function campaignOf({ told, rtoTargetMs, labelOf }: Tell): Campaign {
  const machines = [...fatesOf(told)].map(([machine, { drills, rpoMs }]): Confidence => {
    const rtoMs = drills.map((drill) => drill.rtoMs);
    const home = rtoMs.filter((ms) => ms !== undefined && ms <= rtoTargetMs).length;
    const rto = quantilesOf(rtoMs.filter((ms) => ms !== undefined));
    const rpo = quantilesOf(rpoMs);
    return {
      name: labelOf(machine),
      home,
      drills: rtoMs.length,
      ...wilson(home, rtoMs.length),
      ...(rto && { rtoMs: rto }),
      ...(rpo && { rpoMs: rpo }),
    };
  });
  return {
    drills: told.drills.map((drill) => drillOf(drill, rtoTargetMs)),
    machines,
    timelines: timelinesOf(told, rtoTargetMs, labelOf),
    rpo: worstSeries(told).map(({ name, points }) => ({ name: labelOf(name), points })),
  };
}

/** So many machines of a drill are shown over time. */
const TRACKS_MAX = 60;

/** The undisturbed drill, and the one that went worst: fewest came home in time, else it lasted longest. */
function timelinesOf(
  { undisturbed, drills }: CampaignTold,
  rtoTargetMs: number,
  labelOf: Tell['labelOf'],
): readonly Timeline[] {
  const [worst] = drills
    .map((told) => ({ told, drill: drillOf(told, rtoTargetMs) }))
    .toSorted((a, b) => a.drill.home - b.drill.home || b.drill.endedAtMs - a.drill.endedAtMs);
  return [
    timelineOf(undisturbed, null, labelOf),
    ...(worst ? [timelineOf(worst.told, worst.told.seed, labelOf)] : []),
  ];
}

function timelineOf({ waves }: DrillTold, seed: number | null, labelOf: Tell['labelOf']): Timeline {
  let startsMs = 0;
  const machines: MachineTrack[] = [];
  const faults: FaultTrack[] = [];
  for (const { tracks, faults: struck, lastedMs } of waves) {
    const from = startsMs;
    const later = <T>(entries: readonly (readonly [T, number])[]) =>
      entries.map(([what, atMs]) => [what, atMs + (atMs === 0 ? 0 : from)] as const);
    for (const { name, phases, runs } of tracks.slice(0, TRACKS_MAX - machines.length))
      machines.push({ name: labelOf(name), phases: later(phases), runs: later(runs) });
    for (const { fromMs, toMs, ...fault } of struck)
      faults.push({ ...fault, fromMs: fromMs + from, toMs: toMs + from });
    startsMs += lastedMs;
  }
  const all = waves.reduce((sum, { homecomings }) => sum + homecomings.length, 0);
  const ends = [...machines.flatMap(({ phases }) => phases), ...faults.map(({ toMs }) => [0, toMs] as const)];
  const endsMs = ends.reduce((most, [, atMs]) => Math.max(most, atMs), startsMs);
  return { seed, endsMs, left: all - machines.length, machines, faults };
}

function drillOf({ seed, waves, digest }: DrillTold, rtoTargetMs: number): Drill {
  const coming = waves.flatMap(({ homecomings }) => homecomings);
  const faults = [...new Set(waves.flatMap(({ struck }) => struck.map(({ fault }) => fault)))];
  const noReturn = noReturnOf(waves);
  return {
    seed,
    faults,
    home: coming.filter(({ rtoMs }) => rtoMs !== undefined && rtoMs <= rtoTargetMs).length,
    machines: coming.length,
    endedAtMs: waves.reduce((sum, { lastedMs }) => sum + lastedMs, 0),
    ...(noReturn !== undefined && { pointOfNoReturnMs: noReturn }),
    notRun: coming.some(({ rtoMs }) => rtoMs === undefined) ? ['commit on the site'] : [],
    digest,
  };
}

/** The first commit at home, by the clock of the whole drill. */
function noReturnOf(waves: DrillTold['waves']): number | undefined {
  let startsMs = 0;
  for (const { noReturnMs, lastedMs } of waves) {
    if (noReturnMs !== undefined) return startsMs + noReturnMs;
    startsMs += lastedMs;
  }
  return undefined;
}

function worstSeries({ drills }: CampaignTold): readonly RpoSeries[] {
  const worst = new Map<string, RpoSeries>();
  const most = ({ points }: RpoSeries): number => points.reduce((max, { rpoMs }) => Math.max(max, rpoMs), 0);
  for (const { waves } of drills)
    for (const { worstRpo } of waves) {
      const known = worstRpo && worst.get(worstRpo.name);
      if (worstRpo && (!known || most(worstRpo) > most(known))) worst.set(worstRpo.name, worstRpo);
    }
  return [...worst.values()].toSorted((a, b) => most(b) - most(a)).slice(0, SERIES_MAX);
}

/** The waves, one after the other, timed by the drill that nothing disturbs; `endsP95Ms` by those that faults disturb. */
export function wavesOf({ plan, told, labelOf }: Tell): Waves {
  let startsMs = 0;
  return {
    waves: plan.waves.map(({ machines, uses, binds }, index) => {
      const lasted = told.undisturbed.waves[index]?.lastedMs ?? 0;
      const ends = startsMs + lasted;
      const disturbed = told.drills.map(({ waves }) =>
        waves.slice(0, index + 1).reduce((sum, { lastedMs }) => sum + lastedMs, 0),
      );
      const p95 = quantilesOf(disturbed)?.p95;
      const wave = {
        machines: machines.map(labelOf),
        startsMs,
        endsMs: ends,
        ...(p95 !== undefined && { endsP95Ms: p95 }),
        uses,
        binds,
      };
      startsMs = ends;
      return wave;
    }),
  };
}

/** Layers of faults against the phases of the way home, as far as drills went: others may have struck in the same drill. */
export function matrixOf({ told, rtoTargetMs }: Tell): Matrix {
  const cells = new Map<
    string,
    { layer: Layer; phase: Phase; struck: number; home: number; downMs: number; rpoMs: number }
  >();
  for (const { struck, homecomings } of told.drills.flatMap(({ waves }) => waves)) {
    const home = homecomings.every(({ rtoMs }) => rtoMs !== undefined && rtoMs <= rtoTargetMs);
    const most = (of: (each: (typeof homecomings)[number]) => number | undefined): number =>
      homecomings.reduce((max, each) => Math.max(max, of(each) ?? 0), 0);
    const [downMs, rpoMs] = [most((each) => each.downMs), most((each) => each.rpoMs)];
    for (const [layer, phase] of distinct(struck.map(({ layer, phase }) => [layer, phase] as const))) {
      const key = `${layer} ${phase}`;
      const cell = cells.get(key) ?? { layer, phase, struck: 0, home: 0, downMs: 0, rpoMs: 0 };
      cells.set(key, cell);
      cell.struck += 1;
      if (home) cell.home += 1;
      cell.downMs = Math.max(cell.downMs, downMs);
      cell.rpoMs = Math.max(cell.rpoMs, rpoMs);
    }
  }
  return {
    faults: LAYERS.filter((layer) => [...cells.values()].some((cell) => cell.layer === layer)),
    steps: HOMEWARD,
    cells: [...cells.values()].filter(({ phase }) => HOMEWARD.includes(phase)).map(cellOf),
  };
}

function cellOf({
  layer,
  phase,
  struck,
  home,
  downMs,
  rpoMs,
}: {
  readonly layer: Layer;
  readonly phase: Phase;
  readonly struck: number;
  readonly home: number;
  readonly downMs: number;
  readonly rpoMs: number;
}): MatrixCell {
  const verdict: VerdictWord = home === struck ? 'proven' : 'at risk';
  return { fault: layer, step: phase, verdict, struck, home, downMs, dataAtRiskMs: rpoMs };
}

function distinct<A extends string, B extends string>(
  pairs: readonly (readonly [A, B])[],
): readonly (readonly [A, B])[] {
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
}
