import { badge, code, table } from '../page/parts';
import { STYLE } from '../page/style';
import { escapeText } from '../xml';
import { clock, type DrillReport, lasted } from './report';
import { timeline } from './timeline';

const SAID_LINES_MAX = 400;

/** The report of a drill for people: one self-contained page, without scripts. What broke comes first. */
export function renderDrillHtml(report: DrillReport): string {
  const { title, description, drill, estate, seed, verdict, because, version, program } = report;
  const sentence = sentenceOf(report);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Homeward drill: ${escapeText(title)}</title><style>${STYLE}${OWN}</style></head>
<body><a class="skip" href="#checks">Skip to the checks</a>
<header><p class="soft run">Homeward drill · ${escapeText(drill)} · ${escapeText(estate)} · <span class="n">seed ${seed}</span> · ${escapeText(program)}</p>
<h1>${escapeText(sentence)}</h1>
<p>${badge(verdict)} ${escapeText(because)}</p>
<p class="soft">${escapeText(title)}. ${escapeText(description)}</p></header>
<main>
${broken(report)}
<section><h2>What happened</h2>${timeline(report)}${noReturn(report)}</section>
${machines(report)}
${faults(report)}
${checks(report)}
${programs(report)}
</main>
<footer class="soft"><p>Made by Homeward ${escapeText(version)}. Times count from the beginning of the drill, in virtual time. To run it again: ${code(again(report))}. Machine-readable: <a href="journal.json">journal.json</a>, <a href="result.json">result.json</a>. SHA-256 of all that happened in the estate: ${code(report.journal.sha256)}</p></footer>
</body></html>
`;
}

/** The command that makes the same run, of an experiment that lies in `file`. */
export function again({ drill, seed, program }: DrillReport, file = `drills/${drill}.yaml`): string {
  const own = program === 'reference runbook' ? '' : ` --runbook '${program.replaceAll("'", "'\\''")}'`;
  return `npx homeward drill ${file} --seed ${seed}${own}`;
}

const OWN = `
th.num{white-space:normal}
svg{width:100%;height:auto;margin:.5rem 0}svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}
svg .axis{stroke:var(--line)}svg .bar{fill:var(--accent)}svg .fault{fill:var(--blocked);opacity:.18}svg .mark{stroke:var(--blocked);stroke-width:2}
pre{background:var(--band);padding:.75rem 1rem;overflow:auto;max-height:32rem;font:.82rem/1.45 ui-monospace,Menlo,Consolas,monospace}
`;

function sentenceOf({ machines, faults, expect }: DrillReport): string {
  const home = machines.filter((machine) => machine.home).length;
  const struck = faults.filter(({ atMs }) => atMs !== null).length;
  const how = expect === 'stops safely' ? ' once everything was healed' : ' by themselves';
  return `${home} of ${machines.length} machines came home${home === 0 ? '' : how}; ${struck} of ${faults.length} faults struck.`;
}

function broken({ checks: all }: DrillReport): string {
  const worst = all.filter(({ verdict }) => verdict === 'broken');
  if (worst.length === 0) return '';
  const items = worst.map(
    ({ check, evidence }) =>
      `<li><b>${escapeText(check)}</b>${evidence.map((line) => `<br>${escapeText(line)}`).join('')}</li>`,
  );
  return `<section><h2>What broke</h2><ul>${items.join('')}</ul></section>`;
}

function noReturn(report: DrillReport): string {
  const { pointOfNoReturn: point } = report;
  return point
    ? `<p>Point of no return: <b>${clock(point.atMs, report)}</b>, when the failback of ${escapeText(point.machine)} was committed.</p>`
    : '<p>Point of no return: not reached. Every machine can still run in Azure.</p>';
}

function machines(report: DrillReport): string {
  const { objectives } = report;
  const steps = report.machines[0]?.steps.map(({ step }) => step) ?? [];
  const rows = report.machines.map((machine) => [
    escapeText(machine.machine),
    machine.home
      ? '<span class="n">home, protected</span>'
      : `${escapeText(machine.state)}, runs ${escapeText(machine.runs)}`,
    ...machine.steps.map(({ atMs }) =>
      atMs === null ? '<span class="soft">not done</span>' : clock(atMs, report),
    ),
    machine.recoveryTimeMs === null ? '–' : lasted(machine.recoveryTimeMs),
    machine.recoveryPointMs === null
      ? '–'
      : `${lasted(machine.recoveryPointMs)}${machine.writesLost > 0 ? ` (${machine.writesLost} writes)` : ''}`,
  ]);
  const columns = [
    { title: 'Machine', kind: 'at' as const },
    { title: 'Now' },
    ...steps.map((step) => ({ title: step, kind: 'num' as const })),
    { title: 'Recovery time', kind: 'num' as const },
    { title: 'Recovery point', kind: 'num' as const },
  ];
  const wanted = [
    objectives.rtoMs === null ? '' : ` Objective: ${lasted(objectives.rtoMs)} without service`,
    objectives.rpoMs === null ? '' : `, ${lasted(objectives.rpoMs)} of writes`,
  ].join('');
  return `<section><h2>Machines</h2>${table(`Steps with the time when each was done. Recovery time: from when the copy in Azure stopped serving until the VM on the site served. Recovery point: how much of the last acknowledged writes in Azure it lacks.${wanted}.`, columns, rows)}</section>`;
}

function faults(report: DrillReport): string {
  const rows = report.faults.map(({ fault, what, struck, atMs, healedAtMs, why }) => [
    code(fault),
    escapeText(what),
    atMs === null ? `never: ${escapeText(why ?? '')}` : escapeText(struck.join(', ')),
    atMs === null ? '–' : clock(atMs, report),
    healedAtMs === null ? '–' : clock(healedAtMs, report),
  ]);
  const columns = [
    { title: 'Fault', kind: 'at' as const },
    { title: 'What happens' },
    { title: 'Struck' },
    { title: 'At', kind: 'num' as const },
    { title: 'Healed', kind: 'num' as const },
  ];
  return `<section><h2>Faults</h2>${table('What was done to the estate.', columns, rows)}</section>`;
}

function checks({ checks: all }: DrillReport): string {
  const order = ['broken', 'unknown', 'excused', 'kept'];
  const rows = all
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map(({ check, verdict, evidence }) => [
      escapeText(check),
      verdict,
      escapeText(evidence.slice(0, 3).join('; ')),
    ]);
  return `<section id="checks"><h2>Checks</h2>${table('The invariants of every run, and what this drill asks of the program. Excused: a fault that struck accounts for it.', [{ title: 'Check', kind: 'at' }, { title: 'Verdict', kind: 'at' }, { title: 'Seen' }], rows)}</section>`;
}

function programs(report: DrillReport): string {
  const parts = report.programs.map(
    ({ ended, startedAtMs, endedAtMs, outputBytes, stdout, stderr, calls }, index) => {
      const rows = Object.entries(calls).map(([call, count]) => [code(call), `${count}`]);
      const said = `${stdout}${stderr === '' ? '' : `\n${stderr}`}`
        .split('\n')
        .slice(0, SAID_LINES_MAX)
        .join('\n');
      return `<details${index === 0 ? ' open' : ''}><summary>Run ${index + 1}: ${escapeText(ended)}, ${clock(startedAtMs, report)} to ${clock(endedAtMs, report)}</summary><div class="body">
<pre>${escapeText(said)}</pre><p class="soft">${outputBytes} bytes in all; secrets are masked.</p>
${table('What it called, with the status of the answer.', [{ title: 'Call' }, { title: 'Times', kind: 'num' }], rows)}</div></details>`;
    },
  );
  return `<section><h2>The program</h2><p>${code(report.program)}, expected: ${escapeText(report.expect)}.</p>${parts.join('')}</section>`;
}
