import {
  type Assessment,
  estateUnknowns,
  type Finding,
  type Knowledge,
  type MachineVerdict,
  type Reason,
  STAGES,
  valueText,
} from '../readiness';
import { countVerdicts, openingSentence } from './summary';

/** The verdicts for programs. Shape: `machines` worst first; stable names; no time of day.
 *  Units: ms of virtual time. `--json` prints the same object. */
export function verdictsOf(assessment: Assessment) {
  const { inventory, twin, assumed, rehearsal, invalid, machines, options } = assessment;
  return {
    schema: 'homeward.verdicts/1',
    sentence: openingSentence(assessment),
    valid: invalid.length === 0,
    counts: countVerdicts(assessment),
    rtoTargetMs: options.rtoTargetMs,
    machines: machines.map(machineOf),
    unknownOfEstate: estateUnknowns(inventory).map(({ rule, code, text, settle, source }) => {
      return { rule, code, state: 'unknown', text, settle, source };
    }),
    declared: assumed.all.map((each) => each.text),
    assumptions: twin.assumptions,
    notCounted: twin.notCounted,
    masterTargetHost: twin.masterTargetHost,
    notes: inventory.notes,
    checkers: rehearsal.checkers,
  };
}

function machineOf(machine: MachineVerdict) {
  const { name, verdict, reasons, caveats, checks, assumed, journey, restsOn, knowledge, profiles } = machine;
  return {
    name,
    verdict,
    reasons: reasons.map(reasonOf),
    ...(profiles && { profiles }),
    caveats: caveats.map(findingOf),
    assumed,
    ...(journey && {
      stagesPassed: STAGES.filter((stage) => journey.times.has(stage)).map((stage) => {
        return { stage, tookMs: journey.times.get(stage) };
      }),
      ...(journey.stopped && { stoppedAt: journey.stopped.stage }),
      ...(journey.rtoMs !== undefined && { rtoMs: journey.rtoMs }),
    }),
    checks: checks.map(({ code, state, at, profiles: words }) => {
      return { code, state, ...(at && { where: at }), ...(words && { profiles: words }) };
    }),
    restsOn,
    knowledge: { ...knowledge, conflicting: knowledge.conflicting.map(conflictOf) },
  };
}

function conflictOf({ fact, values }: Knowledge['conflicting'][number]) {
  return { fact, values: values.map(({ value, at }) => ({ value: valueText(value), where: at })) };
}

function reasonOf({ code, text, at, stage, fix, source }: Reason) {
  return {
    code,
    text,
    ...(at && { where: at }),
    ...(stage && { stage }),
    ...(fix !== undefined && { fix }),
    ...(source !== undefined && { source }),
  };
}

function findingOf({ code, state, text, at, settle, source }: Finding) {
  return { code, state, text, ...(at && { where: at }), ...(settle !== undefined && { settle }), source };
}
