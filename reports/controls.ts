import type { ReportDocument } from './document/document';
import { validityOf } from './document/expiry';
import { quantile, rtoTimes } from './document/times';
import { rankFixes } from './fixes';
import type { Words } from './words';

export type FieldName = keyof Words['controls']['fields'];

/** One field that a rule asks for. Shape: `answer` only if it is filled; `toFill` – only people can say it; `missing` – this
 *  run does not tell it. */
export interface Control {
  readonly rule: string;
  readonly field: FieldName;
  readonly state: 'filled' | 'missing' | 'toFill';
  readonly answer: string;
}

/** The fields that each rule asks for. Source: DORA Art. 11(6) and 24–25 with RTS 2024/1774 Art. 25; ISO 22301:2019 8.5; NIST SP
 *  800-34 step 6, 800-84 and 800-53 CP-4; SOC 2 A1.3. */
const DEMANDS: Readonly<Record<string, readonly FieldName[]>> = {
  'DORA 11(6), RTS 25': [
    'testId',
    'dates',
    'duration',
    'systems',
    'risk',
    'scenarios',
    'testType',
    'objectives',
    'assumptions',
    'expected',
    'steps',
    'rto',
    'rpo',
    'deficiencies',
    'owner',
    'due',
    'summary',
  ],
  'DORA 24–25': ['independence', 'status'],
  'ISO 22301 8.5': ['interval', 'coverage', 'outcomes', 'recommendations', 'closure'],
  'NIST 800-84, CP-4': ['metrics', 'participants'],
  'SOC 2 A1.3': ['evidence', 'owner', 'rto', 'absent'],
};

/** What the report answers to each demand. An empty answer is missing, or for people to fill in. */
export function controlsOf(doc: ReportDocument, words: Words): readonly Control[] {
  const answers = answersOf(doc, words);
  return Object.entries(DEMANDS).flatMap(([rule, fields]) =>
    fields.map((field) => {
      const answer = answers[field];
      if (answer !== '') return { rule, field, state: 'filled' as const, answer };
      return {
        rule,
        field,
        state: FOR_PEOPLE.has(field) ? ('toFill' as const) : ('missing' as const),
        answer,
      };
    }),
  );
}

const FOR_PEOPLE: ReadonlySet<FieldName> = new Set([
  'risk',
  'owner',
  'due',
  'independence',
  'closure',
  'participants',
]);

/** The fault by which an operator is away. */
const OPERATOR_ABSENT = /operator.absent/;

function answersOf(doc: ReportDocument, words: Words): Readonly<Record<FieldName, string>> {
  const { run, campaign, matrix, drift, machines, counts } = doc;
  const say = words.controls.answers;
  const target = words.minutes(doc.rtoTargetMs);
  const rto = rtoAnswer(doc, words);
  const rpos = (campaign?.machines ?? []).flatMap(({ rpoMs }) => (rpoMs ? [rpoMs.p95] : []));
  const faults = [...new Set((campaign?.drills ?? []).flatMap((drill) => drill.faults))];
  const validity = validityOf(
    doc,
    machines.flatMap(({ restsOn }) => restsOn),
  );
  const dates = run.inputs.flatMap(({ exportedAt }) => (exportedAt ? [exportedAt.slice(0, 10)] : []));
  const sentence = words.sentence(counts, machines.length, brokenOf(doc));
  const fixes = rankFixes(doc).length;
  const pairs = matrix ? matrix.faults.length * matrix.steps.length : 0;
  return {
    testId: run.id,
    dates: dates.length === 0 ? '' : say.exported(words.list([...new Set(dates)])),
    duration: say.duration(words.minutes(run.endedAtMs)),
    systems: say.systems(machines.length),
    risk: '',
    scenarios: campaign ? say.drilled(campaign.drills.length, faults.length) : say.plain,
    testType: say.testType,
    objectives: say.objectives(target),
    assumptions: say.assumptions(doc.assumptions.length + doc.declared.length),
    expected: say.objectives(target),
    steps: say.steps,
    rto,
    rpo: rpos.length === 0 ? '' : say.rpo(words.minutes(Math.max(...rpos))),
    deficiencies: say.deficiencies(machines.length - counts.proven),
    owner: '',
    due: '',
    summary: sentence,
    independence: '',
    status: drift ? say.status(drift.changes.length) : '',
    coverage: matrix && pairs > 0 ? say.coverage(matrix.cells.length, pairs) : '',
    outcomes: sentence,
    recommendations: say.recommendations(fixes),
    closure: '',
    interval: validity ? say.interval(validity.expires.slice(0, 10)) : '',
    evidence: dates.length === 0 ? '' : say.exported(words.list([...new Set(dates)])),
    absent: faults.some((fault) => OPERATOR_ABSENT.test(fault)) ? say.absent : '',
    metrics: rto,
    participants: '',
  };
}

function rtoAnswer(doc: ReportDocument, words: Words): string {
  const sorted = rtoTimes(doc);
  if (sorted.length === 0) return '';
  const at = (part: number) => words.minutes(quantile(sorted, part));
  return words.controls.answers.rto(at(0.5), at(0.95), at(1));
}

/** The checkers that found the run invalid. */
export function brokenOf({ checkers }: ReportDocument): readonly string[] {
  return checkers.filter(({ verdict }) => verdict === 'invalid').map(({ checker }) => checker);
}
