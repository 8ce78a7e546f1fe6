import {
  type Assessment,
  estateUnknowns,
  type MachineVerdict,
  type Sections,
  STAGES,
  valueText,
} from '../../readiness';
import type { RunJson } from '../run-json';
import { countVerdicts, openingSentence } from '../summary';
import {
  type MachineReport,
  REPORT_SCHEMA,
  type ReportCheck,
  type ReportDocument,
  type ReportJourney,
  type ReportKnowledge,
  type ReportReason,
  type RuleText,
} from './document';
import { idsOf } from './ids';

/** AWS Resilience Hub lets the result of a test count for as long; nobody has published a better number. */
const EVIDENCE_DAYS = 30;

/** Makes the document of a run, with those of the later sections that have been computed. */
export function makeDocument(assessment: Assessment, run: RunJson, sections: Sections = {}): ReportDocument {
  const { inventory, twin, assumed, rehearsal, invalid, machines, options } = assessment;
  const ids = idsOf(machines.map(({ name }) => name));
  return {
    schema: REPORT_SCHEMA,
    sentence: openingSentence(assessment),
    valid: invalid.length === 0,
    counts: countVerdicts(assessment),
    rtoTargetMs: options.rtoTargetMs,
    run,
    ...profilesOf(machines),
    ...sections,
    rules: rulesOf(machines),
    unknownOfEstate: estateUnknowns(inventory).map(({ rule, code, text, settle, source }) => {
      return { rule, code, text, settle, source };
    }),
    declared: assumed.all.map((each) => each.text),
    assumptions: twin.assumptions,
    notCounted: twin.notCounted,
    masterTargetHost: twin.masterTargetHost,
    notes: inventory.notes.map(({ at, ...note }) => ({ ...note, ...(at && { at }) })),
    checkers: [...rehearsal.checkers.filter((each) => each.verdict !== 'invalid'), ...invalid].map(
      ({ checker, verdict, evidence }) => ({ checker, verdict, evidence }),
    ),
    evidenceDays: EVIDENCE_DAYS,
    machines: machines.map((machine, index) => machineOf(machine, ids[index] ?? '')),
  };
}

/** The machines whose verdicts differ by the profile of Microsoft's documents. */
function profilesOf(machines: Assessment['machines']): Pick<Sections, 'profiles'> {
  const differing = machines.flatMap(({ name, profiles: words }) => (words ? [{ name, words }] : []));
  const [first] = differing;
  if (!first) return {};
  const profiles = Object.keys(first.words);
  return {
    profiles: {
      profiles,
      machines: differing.map(({ name, words }) => ({ name, verdicts: Object.values(words) })),
    },
  };
}

function rulesOf(machines: Assessment['machines']): Record<string, RuleText> {
  const rules = new Map<string, RuleText>();
  for (const { checks } of machines)
    for (const { code, rule, source } of checks) if (!rules.has(code)) rules.set(code, { rule, source });
  return Object.fromEntries(rules);
}

function machineOf(machine: MachineVerdict, id: string): MachineReport {
  const {
    name,
    verdict,
    reasons,
    caveats,
    checks,
    assumed,
    journey,
    restsOn,
    knowledge,
    profiles,
    journeyReads,
  } = machine;
  return {
    name,
    verdict,
    reasons: reasons.map(reasonOf),
    id,
    caveats: caveats.map(checkOf),
    checks: checks.map(checkOf),
    assumed,
    ...(journey && { journey: { ...journeyOf(journey), ...readsOf(journeyReads) } }),
    facts: Object.assign({}, journeyReads, ...checks.map(({ reads }) => reads)),
    restsOn,
    knowledge: knowledgeOf(knowledge),
    ...(profiles && { profiles }),
  };
}

function knowledgeOf({ conflicting, ...known }: MachineVerdict['knowledge']): ReportKnowledge {
  return {
    ...known,
    conflicting: conflicting.map(({ fact, values }) => ({
      fact,
      values: values.map(({ value, at }) => ({ value: valueText(value), where: at })),
    })),
  };
}

function journeyOf(journey: NonNullable<MachineVerdict['journey']>): ReportJourney {
  const { times, stopped, rtoMs, unprotectedMs, overloaded } = journey;
  return {
    stagesPassed: STAGES.flatMap((stage) => {
      const tookMs = times.get(stage);
      return tookMs === undefined ? [] : [{ stage, tookMs }];
    }),
    ...(stopped && { stoppedAt: { stage: stopped.stage, codes: stopped.causes.map(({ code }) => code) } }),
    ...(rtoMs !== undefined && { rtoMs }),
    ...(unprotectedMs !== undefined && { unprotectedMs }),
    ...(overloaded && { overloaded }),
  };
}

function reasonOf({ code, text, at, stage, fix, source }: MachineVerdict['reasons'][number]): ReportReason {
  return {
    code,
    text,
    ...(at && { where: at }),
    ...(stage && { stage }),
    ...(fix !== undefined && { fix }),
    ...(source !== undefined && { source }),
  };
}

function readsOf(reads: MachineVerdict['journeyReads']): { readonly reads?: readonly string[] } {
  return reads ? { reads: Object.keys(reads) } : {};
}

function checkOf({ code, state, text, at, settle, reads }: MachineVerdict['checks'][number]): ReportCheck {
  return {
    code,
    state,
    ...(state !== 'proven' && { text }),
    ...(at && { where: at }),
    ...(settle !== undefined && { settle }),
    ...readsOf(reads),
  };
}
