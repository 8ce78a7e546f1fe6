import type { RuleProfile } from '../simulators/wire';
import type { Where } from './inventory';
import type { Journey, Stage } from './journey';
import { type Knowledge, knowledgeOf } from './knowledge';
import type { Finding, TwinMachine, VerdictWord } from './model';
import type { Reads } from './rules';

/** Why a machine has its verdict. Shape: `at` where the export says so; `stage` where the rehearsal stopped. */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly at?: Where;
  readonly stage?: Stage;
  readonly fix?: string;
  readonly source?: string;
}

/** What is said of one machine.
 *  Shape: `reasons` – at least one, those that decide first; `caveats` – findings that are not green but do not decide;
 *  `assumed` – the declarations that the verdict rests on. Units: ms of virtual time. */
export interface MachineVerdict {
  readonly name: string;
  /** What it is called in the twin. */
  readonly twinName: string;
  readonly key: string;
  readonly verdict: VerdictWord;
  readonly reasons: readonly Reason[];
  readonly caveats: readonly Finding[];
  readonly checks: readonly Finding[];
  readonly assumed: readonly string[];
  readonly journey: Journey | undefined;
  /** What its journey rests on: how the twin was built. */
  readonly journeyReads?: Reads;
  readonly restsOn: readonly Where[];
  /** What is known of the facts that exports state, and how. */
  readonly knowledge: Knowledge;
  /** The verdict under each profile of Microsoft's documents; absent: the same under all. */
  readonly profiles?: Readonly<Record<RuleProfile, VerdictWord>>;
}

/** How one machine fared in drills with faults. Shape: one entry for each drill; `rtoMs` undefined: it did not come home. Units: ms. */
export interface DrillFate {
  readonly drills: readonly {
    readonly seed: number;
    readonly rtoMs: number | undefined;
    readonly faults: readonly string[];
  }[];
}

export interface VerdictInput {
  readonly twin: TwinMachine;
  readonly findings: readonly Finding[];
  readonly journey: Journey | undefined;
  /** Did every checker find the run valid? Nothing is proven by one that is not. */
  readonly valid: boolean;
  readonly rtoTargetMs: number;
  /** Absent: it was not drilled. */
  readonly fate?: DrillFate;
  readonly journeyReads?: Reads;
}

/** Worst first, as everything is listed. */
export const WORST_FIRST: readonly VerdictWord[] = ['blocked', 'unknown', 'at risk', 'proven'];

/** Puts what the export says and what the rehearsal did together.
 *  Shape: a contested identity makes it unknown whatever else is seen; then a block outranks an unknown that decides, that
 *  outranks a risk, and only a machine that came home with none of them is proven. */
export function judge(input: VerdictInput): MachineVerdict {
  const { twin, findings, journey } = input;
  const { verdict, blocks, unknowns, risks } = weigh(input);
  const all = verdict === 'unknown' ? [...unknowns, ...blocks, ...risks] : [...blocks, ...unknowns, ...risks];
  const profiles = profileWords(input);
  return {
    name: twin.label,
    twinName: twin.name,
    key: twin.machine.key,
    verdict,
    reasons: verdict === 'proven' ? [homeReason(input)] : all,
    caveats: findings.filter((finding) => finding.state === 'unknown' && !finding.decides),
    checks: findings,
    assumed: [...new Set(findings.flatMap(({ assumed }) => (assumed === undefined ? [] : [assumed])))],
    journey,
    ...(journey && input.journeyReads && { journeyReads: input.journeyReads }),
    restsOn: twin.restsOn,
    knowledge: knowledgeOf(twin.machine, findings, journey),
    ...(profiles ? { profiles } : {}),
  };
}

/** The verdict under each profile of Microsoft's documents; `undefined` where they say the same. The rehearsal ran under classic-2017:
 *  what it was refused for and another profile allows has not been rehearsed there, and proves nothing. */
function profileWords(input: VerdictInput): MachineVerdict['profiles'] {
  if (input.findings.every(({ profiles }) => !profiles)) return undefined;
  const under = (profile: RuleProfile): VerdictWord => {
    const findings = input.findings.map((finding) => {
      const state = finding.profiles?.[profile];
      return state === undefined ? finding : { ...finding, state, decides: state === 'unknown' };
    });
    const { verdict } = weigh({ ...input, findings });
    return verdict === 'proven' && input.journey?.stopped ? 'unknown' : verdict;
  };
  const words = {
    'classic-2017': under('classic-2017'),
    'classic-2019': under('classic-2019'),
    modernized: under('modernized'),
  };
  return new Set(Object.values(words)).size > 1 ? words : undefined;
}

interface Weighed {
  readonly verdict: VerdictWord;
  readonly blocks: readonly Reason[];
  readonly unknowns: readonly Reason[];
  readonly risks: readonly Reason[];
}

function weigh(input: VerdictInput): Weighed {
  const { findings, journey } = input;
  const of = (state: VerdictWord) => findings.filter((finding) => finding.state === state);
  const deciding = of('unknown').filter((finding) => finding.decides);
  const contested = deciding.filter((finding) => finding.code === 'HW-RULE-IDENTITY');
  const blocks = [
    ...of('blocked').map((finding) => blockReason(finding, journey)),
    // A rehearsal that was built on one of two contested values decides nothing.
    ...(deciding.some((finding) => finding.contested) ? [] : stops(findings, journey)),
  ];
  const told = blocks.length + deciding.length > 0;
  const unknowns = [
    ...deciding.map(unknownReason),
    ...(told ? [] : notRehearsed(input)),
    ...undecided(input),
    ...doubted(input),
  ];
  const risks = [...of('at risk').map(plainReason), ...lateReasons(input), ...lateInDrills(input)];
  const verdict =
    contested.length > 0
      ? 'unknown'
      : blocks.length > 0
        ? 'blocked'
        : unknowns.length > 0
          ? 'unknown'
          : risks.length > 0
            ? 'at risk'
            : 'proven';
  return { verdict, blocks, unknowns, risks };
}

/** A block that the rehearsal has met too carries its stage and the code of the service. */
function blockReason(finding: Finding, journey: Journey | undefined): Reason {
  const { stopped } = journey ?? {};
  const met = stopped?.causes.find((cause) => cause.code === finding.confirmedBy);
  const reason = plainReason(finding);
  return stopped && met ? { ...reason, code: met.code, stage: stopped.stage } : reason;
}

/** What stopped the rehearsal and no rule has said. */
function stops(findings: readonly Finding[], journey: Journey | undefined): readonly Reason[] {
  const { stopped } = journey ?? {};
  if (!stopped) return [];
  // What a profile allows, or a contested fact leaves open, is said by its finding.
  const said = new Set(
    findings.flatMap(({ state, confirmedBy, contested, profiles }) =>
      state === 'blocked' || contested || profiles ? [confirmedBy] : [],
    ),
  );
  return stopped.causes
    .filter((cause) => !said.has(cause.code) && cause.code !== LATE)
    .map(({ code, message, recommendedAction }) => ({
      code,
      text: message,
      stage: stopped.stage,
      fix: recommendedAction,
    }));
}

function unknownReason(finding: Finding): Reason {
  const { settle } = finding;
  return { ...plainReason(finding), ...(settle !== undefined && { fix: settle }) };
}

function plainReason({ code, text, at, fix, source }: Finding): Reason {
  return { code, text, source, ...(at && { at }), ...(fix !== undefined && { fix }) };
}

function notRehearsed({ twin }: VerdictInput): readonly Reason[] {
  if (twin.leftOut === undefined) return [];
  return [{ code: 'HW-NOT-REHEARSED', text: `left out of the rehearsal: ${twin.leftOut}` }];
}

/** A rehearsal that took too long has refused nothing: it leaves the question open. */
function undecided({ journey }: VerdictInput): readonly Reason[] {
  const { stopped } = journey ?? {};
  return (stopped?.causes ?? [])
    .filter((cause) => cause.code === LATE)
    .map(({ code, message, recommendedAction }) => {
      return { code, text: message, fix: recommendedAction, ...(stopped && { stage: stopped.stage }) };
    });
}

const LATE = 'HW-LATE';

function doubted({ journey, valid }: VerdictInput): readonly Reason[] {
  if (valid || !journey) return [];
  const text = 'a checker found the rehearsal or a drill invalid: nothing is proven by it';
  const fix = 'report the run folder: this is a fault of Homeward';
  return [{ code: 'HW-RUN-INVALID', text, fix }];
}

/** It came home when nothing disturbed it, and too late or not at all when something did. */
function lateInDrills({ fate, rtoTargetMs }: VerdictInput): readonly Reason[] {
  const late = (fate?.drills ?? []).filter(({ rtoMs }) => rtoMs === undefined || rtoMs > rtoTargetMs);
  const [worst] = late.toSorted((a, b) => (b.rtoMs ?? Number.MAX_VALUE) - (a.rtoMs ?? Number.MAX_VALUE));
  if (!worst) return [];
  const came = worst.rtoMs === undefined ? 'not at all' : `after ${minutes(worst.rtoMs)}`;
  const text = `in ${late.length} of ${fate?.drills.length} drills it did not come home within ${minutes(rtoTargetMs)}; at worst it came ${came} (seed ${worst.seed}: ${worst.faults.join(', ')})`;
  return [
    {
      code: 'HW-DRILL',
      text,
      fix: 'see what struck in these drills, and make that less likely or quicker to mend',
    },
  ];
}

/** Of a rehearsal of all machines at once; drills bring them home in waves, and have the last word. */
function lateReasons({ journey, rtoTargetMs, fate }: VerdictInput): readonly Reason[] {
  const rtoMs = journey?.rtoMs;
  if (fate || rtoMs === undefined || rtoMs <= rtoTargetMs) return [];
  const text = `the failback took ${minutes(rtoMs)}, the target is ${minutes(rtoTargetMs)}`;
  return [{ code: 'HW-RTO', text, fix: 'fail back in waves, or give the line more bandwidth (--bandwidth)' }];
}

function homeReason({ twin, journey }: VerdictInput): Reason {
  const rto = journey?.rtoMs === undefined ? '' : `; failback in ${minutes(journey.rtoMs)}`;
  const text = `came home and is protected again${rto}`;
  return { code: 'HW-HOME', text, at: twin.machine.name.at };
}

/** Virtual time for people. */
export function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return whole < 120 ? `${whole} min` : `${(whole / 60).toFixed(1)} h`;
}
