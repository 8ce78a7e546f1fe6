import { type Assessment, type MachineVerdict, placeOf } from '../readiness';
import type { runOf } from './run-json';
import { countVerdicts, openingSentence } from './summary';
import { escapeText } from './xml';

/** The verdicts for a CI server: a test case for each machine. Blocked is a failure, unknown is skipped (never passed), at
 *  risk passes with its reasons in `system-out`; an invalid run is an error of its own. Times are virtual seconds. */
export function renderJUnit(assessment: Assessment, run: ReturnType<typeof runOf>): string {
  const { machines, invalid } = assessment;
  const counts = countVerdicts(assessment);
  const errors = invalid.map(
    ({ checker, evidence }) =>
      `    <testcase classname="homeward.checkers" name="${escapeText(checker)}" time="0">
      <error type="HW-RUN-INVALID" message="${escapeText(evidence[0] ?? 'broken')}">${escapeText(evidence.join('\n'))}</error>
    </testcase>`,
  );
  const totals = `tests="${machines.length + errors.length}" failures="${counts.blocked}" errors="${errors.length}" skipped="${counts.unknown}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="homeward readiness" ${totals}>
  <testsuite name="homeward readiness ${run.id}" ${totals} time="${seconds(run.endedAtMs)}">
    <properties>
      <property name="seed" value="${run.options.seed}"/>
      <property name="journal.sha256" value="${run.journal.sha256}"/>
      <property name="summary" value="${escapeText(openingSentence(assessment))}"/>
    </properties>
${[...errors, ...machines.map(testCase)].join('\n')}
  </testsuite>
</testsuites>
`;
}

function testCase(machine: MachineVerdict): string {
  const { name, verdict, journey } = machine;
  const took = [...(journey?.times.values() ?? [])].reduce((sum, each) => sum + each, 0);
  const open = `    <testcase classname="homeward.readiness" name="${escapeText(name)}" time="${seconds(took)}"`;
  const body = escapeText(reasonLines(machine));
  const first = machine.reasons[0];
  const type = escapeText(first?.code ?? '');
  const message = escapeText(first?.text ?? '');
  if (verdict === 'proven') return `${open}/>`;
  if (verdict === 'blocked')
    return `${open}>\n      <failure type="${type}" message="${message}">${body}</failure>\n    </testcase>`;
  if (verdict === 'unknown')
    return `${open}>\n      <skipped message="${message}"/>\n      ${out(body)}\n    </testcase>`;
  return `${open}>\n      ${out(`at risk: ${body}`)}\n    </testcase>`;
}

function out(body: string): string {
  return `<system-out>${body}</system-out>`;
}

function reasonLines({ reasons }: MachineVerdict): string {
  return reasons
    .map(({ code, text, at, fix }) => {
      const where = at ? ` (${at.file}, ${placeOf(at)})` : '';
      return `${code}: ${text}${where}${fix === undefined ? '' : ` – ${fix}`}`;
    })
    .join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
