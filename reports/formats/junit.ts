import { placeOf } from '../../readiness';
import type { MachineReport, ReportDocument } from '../document/document';
import { escapeText } from '../xml';

/** The verdicts for a CI server: a test case for each machine. Blocked is a failure, unknown is skipped (never passed), at
 *  risk passes with its reasons in `system-out`; an invalid run is an error of its own. Times are virtual seconds. */
export function renderJUnit({ machines, checkers, counts, run, sentence }: ReportDocument): string {
  const errors = checkers
    .filter(({ verdict }) => verdict === 'invalid')
    .map(
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
      <property name="summary" value="${escapeText(sentence)}"/>
    </properties>
${[...errors, ...machines.map(testCase)].join('\n')}
  </testsuite>
</testsuites>
`;
}

function testCase(machine: MachineReport): string {
  const { name, verdict, journey } = machine;
  const took = (journey?.stagesPassed ?? []).reduce((sum, each) => sum + each.tookMs, 0);
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

function reasonLines({ reasons }: MachineReport): string {
  return reasons
    .map(({ code, text, where, fix }) => {
      const at = where ? ` (${where.file}, ${placeOf(where)})` : '';
      return `${code}: ${text}${at}${fix === undefined ? '' : ` – ${fix}`}`;
    })
    .join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
