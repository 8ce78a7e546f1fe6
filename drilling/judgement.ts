import type { DrillCheck } from '../reports';
import type { MachineNow } from '../serving/machines';
import type { Verdict } from '../simulators/checkers';
import type { Outcome } from '../simulators/faults';
import type { ProgramEnd } from './arena';
import type { Homeward } from './experiment';
import { type Journey, STEPS, type Step } from './journey';

/** A run of the program, with where the machines stood when it had ended. */
export interface JudgedRun {
  readonly end: ProgramEnd;
  readonly machines: readonly MachineNow[];
  /** Faults were in force, or armed, when it ended. */
  readonly disturbed: boolean;
}

/** What is judged. Units: ms of virtual time. */
export interface Evidence {
  readonly homeward: Homeward;
  readonly runs: readonly JudgedRun[];
  readonly outcomes: readonly Outcome[];
  readonly journeys: readonly Journey[];
  readonly checkers: readonly Verdict[];
  /** Where the machines stood when everything was healed and nothing ran any more. */
  readonly machines: readonly MachineNow[];
  /** Why it was stopped before its end. */
  readonly halted: string | undefined;
  /** The steady state: before and after. */
  readonly steady: {
    readonly before: boolean | undefined;
    readonly during: boolean | undefined;
    readonly after: boolean | undefined;
  };
}

/** As everywhere: proven – all that was promised was kept; at risk – all came home, but later or with less than the objectives say; blocked – a promise
 *  is broken; unknown – nothing is said, because a fault never struck or the drill was stopped. */
export type DrillVerdict = 'proven' | 'at risk' | 'blocked' | 'unknown';

export interface Judgement {
  readonly verdict: DrillVerdict;
  /** Why, in one sentence. */
  readonly because: string;
  readonly checks: readonly DrillCheck[];
  readonly unfired: readonly string[];
}

/** Judges a drill: the ten invariants, and what the experiment expects of the program. */
export function judge(evidence: Evidence): Judgement {
  const checks = [
    steadyState(evidence),
    truthfulExit(evidence),
    endsInTime(evidence),
    comesHome(evidence),
    recoveryTime(evidence),
    recoveryPoint(evidence),
    wayBack(evidence),
    ...invariants(evidence),
  ];
  const unfired = evidence.outcomes
    .filter(({ struck }) => struck.length === 0)
    .map(
      ({ kind, missed, disarmed }) =>
        `${kind.name}: ${missed ?? (disarmed ? 'it was taken back before its trigger came' : 'its trigger never came')}`,
    );
  return { ...conclude(evidence, checks, unfired), checks, unfired };
}

/** These say that a machine came home, and not as well as was wanted. */
const OBJECTIVES = new Set(['recovery-time', 'recovery-point']);

function conclude(
  { halted, steady }: Evidence,
  checks: readonly DrillCheck[],
  unfired: readonly string[],
): Pick<Judgement, 'verdict' | 'because'> {
  const broken = checks.filter(({ verdict }) => verdict === 'broken');
  const promise = broken.find(({ check }) => !OBJECTIVES.has(check));
  if (steady.before === false)
    return { verdict: 'unknown', because: 'it never began: the steady state did not hold before' };
  if (promise && halted === undefined)
    return { verdict: 'blocked', because: `${promise.check} is broken: ${promise.evidence[0] ?? ''}` };
  if (halted !== undefined) return { verdict: 'unknown', because: `it was halted: ${halted}` };
  if (unfired.length > 0)
    return { verdict: 'unknown', because: `a fault never struck, so nothing is said of it – ${unfired[0]}` };
  const [objective] = broken;
  if (objective) return { verdict: 'at risk', because: `${objective.check}: ${objective.evidence[0] ?? ''}` };
  const open = checks.find(({ verdict }) => verdict === 'unknown');
  if (open) return { verdict: 'unknown', because: `${open.check} cannot be told: ${open.evidence[0] ?? ''}` };
  return { verdict: 'proven', because: 'every promise was kept' };
}

function steadyState({ steady }: Evidence): DrillCheck {
  const parts = Object.entries(steady).filter(([, met]) => met !== undefined);
  const lost = parts.filter(([, met]) => met === false).map(([when]) => `it did not hold ${when} the method`);
  return { check: 'steady-state', verdict: lost.length > 0 ? 'broken' : 'kept', evidence: lost };
}

/** Exit 0 exactly if every machine is home and protected again. */
function truthfulExit({ runs }: Evidence): DrillCheck {
  const lies = runs.flatMap(({ end, machines }, index) => {
    if (end.stopped !== undefined) return [];
    const away = machines
      .filter(({ home }) => !home)
      .map(({ name, state, runs: where }) => `${name} is ${state} and runs ${where}`);
    const ok = end.exitCode === 0;
    if (ok === (away.length === 0)) return [];
    const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`;
    return [
      `run ${index + 1} ended with ${how}, and ${away.length === 0 ? 'everybody is home' : away.join(', ')}`,
    ];
  });
  return check('truthful-exit', lies);
}

function endsInTime({ runs, homeward }: Evidence): DrillCheck {
  const late = runs.flatMap(({ end }, index) =>
    end.stopped === undefined ? [] : [`run ${index + 1}: ${end.stopped} (limit ${minutes(homeward.limit)})`],
  );
  const left = runs.flatMap(({ end }, index) =>
    end.leftRunning === 0
      ? []
      : [`run ${index + 1} left ${end.leftRunning} processes running, which were killed`],
  );
  return check('ends-in-time', [...late, ...left]);
}

/** Where the experiment expects `comes home`: after one run. Where it expects `stops safely`: the first run ended with a code that is not 0 while it
 *  was disturbed, and after all was healed another run brought everybody home. */
function comesHome({ homeward, runs, machines, checkers }: Evidence): DrillCheck {
  const [first] = runs;
  if (!first) return { check: 'comes-home', verdict: 'unknown', evidence: ['the program never ran'] };
  const found: string[] = [];
  if (homeward.expect === 'stops safely') {
    if (!first.disturbed) found.push('no fault was in force any more when the program ended');
    if (first.end.exitCode === 0)
      found.push('the program said that all is well while the fault was in force');
  } else if (first.end.exitCode !== 0)
    found.push(`the program ended with ${first.end.exitCode ?? first.end.signal ?? 'no exit code'}`);
  for (const { name, home, state, runs: where } of machines)
    if (!home) found.push(`${name} is ${state} and runs ${where}`);
  for (const { checker, verdict, evidence } of checkers)
    if (checker === 'comes-home' && verdict === 'invalid') found.push(...evidence);
  return check('comes-home', found);
}

function recoveryTime({ homeward: { objectives, expect }, journeys }: Evidence): DrillCheck {
  const { rto } = objectives;
  if (rto === undefined) return check('recovery-time', []);
  const slow = journeys.flatMap(({ machine, recoveryTimeMs, downSinceMs }) => {
    if (downSinceMs !== undefined) return [`${machine} serves nowhere since ${downSinceMs} ms`];
    if (recoveryTimeMs === undefined)
      return expect === 'comes home' ? [`${machine} never served on the site`] : [];
    return recoveryTimeMs > rto
      ? [`${machine} did not serve for ${minutes(recoveryTimeMs)} (objective ${minutes(rto)})`]
      : [];
  });
  return check('recovery-time', slow);
}

function recoveryPoint({ homeward: { objectives }, journeys }: Evidence): DrillCheck {
  const { rpo } = objectives;
  if (rpo === undefined) return check('recovery-point', []);
  const old = journeys.flatMap(({ machine, recoveryPointMs = 0, writesLost }) =>
    recoveryPointMs > rpo
      ? [
          `${machine} lacks ${writesLost} acknowledged writes of the last ${minutes(recoveryPointMs)} in Azure (objective ${minutes(rpo)})`,
        ]
      : [],
  );
  return check('recovery-point', old);
}

/** The copy in Azure was not deleted before the machine was protected again, and no failback was committed before the machine served at home. */
function wayBack({ journeys }: Evidence): DrillCheck {
  const lost = journeys.flatMap(({ machine, wayBackLostAtMs, committedBlindAtMs }) => [
    ...(wayBackLostAtMs === undefined
      ? []
      : [
          `the copy of ${machine} in Azure was deleted at ${wayBackLostAtMs} ms, before it was protected again`,
        ]),
    ...(committedBlindAtMs === undefined
      ? []
      : [
          `the failback of ${machine} was committed at ${committedBlindAtMs} ms, and nobody reached it at home`,
        ]),
  ]);
  return check('way-back', lost);
}

/** The invariants of the estate; `comes-home` is judged above. */
function invariants({ checkers, outcomes }: Evidence): readonly DrillCheck[] {
  const excused = new Set<string>(
    outcomes.flatMap(({ struck, kind }) => (struck.length > 0 ? (kind.costs?.breaks ?? []) : [])),
  );
  return checkers
    .filter(({ checker }) => checker !== 'comes-home')
    .map(({ checker, verdict, evidence }) => {
      const word =
        verdict === 'valid'
          ? 'kept'
          : verdict === 'unknown'
            ? 'unknown'
            : excused.has(checker)
              ? 'excused'
              : 'broken';
      return { check: checker, verdict: word, evidence };
    });
}

/** The steps of a machine, done and not done. */
export function stepsOf({
  steps,
}: Journey): readonly { readonly step: Step; readonly atMs: number | undefined }[] {
  return (Object.keys(STEPS) as Step[]).map((step) => ({ step, atMs: steps[step] }));
}

function check(name: string, breaches: readonly string[]): DrillCheck {
  return { check: name, verdict: breaches.length > 0 ? 'broken' : 'kept', evidence: breaches };
}

/** Whole minutes, or seconds below two minutes. */
export function minutes(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
