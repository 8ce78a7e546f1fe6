import { type Assessment, estateUnknowns, minutes, WORST_FIRST } from '../readiness';
import { rankFixes } from './fixes';
import { renderMachine } from './html-machine';
import { advice, badge, code, place, table } from './html-parts';
import { STYLE } from './html-style';
import type { runOf } from './run-json';
import { countVerdicts, openingSentence } from './summary';
import { escapeText } from './xml';

type Run = ReturnType<typeof runOf>;

/** The report for people: one self-contained page, without scripts. Failures first; each claim with its place in the export. */
export function renderHtml(assessment: Assessment, run: Run): string {
  const sentence = escapeText(openingSentence(assessment));
  const files = run.inputs.map(({ file, exportedAt }) =>
    escapeText(exportedAt ? `${file} (exported ${exportedAt.replace('T', ' ')})` : file),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Homeward readiness: ${sentence}</title><style>${STYLE}</style></head>
<body><a class="skip" href="#machines">Skip to the machines</a>
<header><p class="soft run">Homeward readiness · ${files.join(' · ')} · <span class="n">seed ${run.options.seed}</span> · <span class="n">run ${run.id}</span></p>
<h1>${sentence}</h1>
${alarm(assessment)}${counts(assessment)}
<p class="soft">PROVEN means: came home in a run that can be replayed, of the estate's twin and not of Azure, under the <a href="#assumptions">assumptions below</a>.</p></header>
<main>
${fixes(assessment)}
${machines(assessment)}
${unknowns(assessment)}
${assumptions(assessment)}
${evidence(assessment, run)}
</main>
<footer class="soft"><p>Made by Homeward ${escapeText(run.versions.homeward)} on Node ${escapeText(run.versions.node)}. Machine-readable: <a href="verdicts.json">verdicts.json</a>, <a href="junit.xml">junit.xml</a>, <a href="journal.ndjson">journal.ndjson</a>.</p></footer>
</body></html>
`;
}

function alarm({ invalid }: Assessment): string {
  if (invalid.length === 0) return '';
  const lines = invalid.map(
    ({ checker, evidence: seen }) => `<li>${escapeText(`${checker}: ${seen[0] ?? ''}`)}</li>`,
  );
  return `<div class="alarm" role="alert"><b>This run is invalid.</b> The simulation broke a rule that it must keep, so no verdict may rest on it.<ul>${lines.join('')}</ul></div>`;
}

function counts(assessment: Assessment): string {
  const numbers = countVerdicts(assessment);
  const items = WORST_FIRST.map((verdict) => `<li><b>${numbers[verdict]}</b>${badge(verdict)}</li>`);
  return `<ul class="counts" aria-label="Machines by verdict">${items.join('')}</ul>`;
}

function fixes(assessment: Assessment): string {
  const top = rankFixes(assessment).slice(0, 3);
  if (top.length === 0) return '';
  const items = top.map(({ code: id, what, example, machines: names, alone }) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const gain =
      alone === 1
        ? '1 machine is held back by nothing else'
        : `${alone} machines are held back by nothing else`;
    return `<li><b>${gain}</b> (${names.length} concerned: ${escapeText(names.slice(0, 3).join(', '))}${more}). For instance: ${escapeText(what)} ${code(id)}<br><span class="soft">what to do:</span> ${advice(example)}</li>`;
  });
  return `<section><h2>What to mend first</h2><ol class="fixes">${items.join('')}</ol></section>`;
}

function machines(assessment: Assessment): string {
  const columns = [
    { title: 'Verdict', kind: 'at' as const },
    { title: 'Machine' },
    { title: 'Why' },
    { title: 'Where', kind: 'at' as const },
    { title: 'Failback', kind: 'num' as const },
  ];
  const rows = assessment.machines.map(({ name, verdict, reasons, journey, assumed }, index) => {
    const [first] = reasons;
    const more = reasons.length > 1 ? ` <span class="soft">and ${reasons.length - 1} more</span>` : '';
    const declared =
      assumed.length > 0 ? ` <span class="soft">assumed: ${escapeText(assumed.join(', '))}</span>` : '';
    const came = verdict === 'proven' || verdict === 'at risk';
    const time = came && journey?.rtoMs !== undefined ? minutes(journey.rtoMs) : '';
    const link = `<a href="#m${index + 1}">${escapeText(name)}</a>`;
    return [badge(verdict), link, escapeText(first?.text ?? '') + more + declared, place(first?.at), time];
  });
  const caption = `${rows.length} machines, worst first. Where: sheet and row of the export, or the path in a dump. Failback: from the order until the machine runs on the site, in virtual time, with the churn that was measured or assumed; target ${minutes(assessment.options.rtoTargetMs)}.`;
  const bodies = assessment.machines.map((machine, index) => renderMachine(machine, `m${index + 1}`));
  return `<section id="machines"><h2>Machines</h2>${table(caption, columns, rows)}</section>
<section><h2>Machine by machine</h2>${bodies.join('\n')}</section>`;
}

function unknowns({ inventory }: Assessment): string {
  const rows = estateUnknowns(inventory).map(({ rule, text, settle, source }) => {
    return [
      badge('unknown'),
      `<b>${escapeText(rule)}</b>: ${escapeText(text)}`,
      advice(settle),
      escapeText(source),
    ];
  });
  const columns = [
    { title: 'State', kind: 'at' as const },
    { title: 'What' },
    { title: 'Settled by' },
    { title: 'Source' },
  ];
  const caption = 'True of every machine of this estate; none of it is in the exports.';
  return `<section><h2>What the export cannot tell</h2>${table(caption, columns, rows)}</section>`;
}

function assumptions({ twin, assumed, inventory }: Assessment): string {
  const declared = assumed.all.map(({ text }) => [code(`--assume ${text}`)]);
  const made = twin.assumptions.map(({ what, why, settle, count, examples }) => {
    const more = count > examples.length ? ` and ${count - examples.length} more` : '';
    return [escapeText(what), escapeText(why), advice(settle), escapeText(examples.join(', ')) + more];
  });
  const columns = [{ title: 'Assumed' }, { title: 'Because' }, { title: 'Settled by' }, { title: 'For' }];
  const left = twin.notCounted.map(({ label, why, at }) => [escapeText(label), escapeText(why), place(at)]);
  const notes = inventory.notes.map(({ code: id, message, at }) => [
    code(id),
    escapeText(message),
    place(at),
  ]);
  return `<section id="assumptions"><h2>Assumptions</h2>
<p>The master target stands on ${escapeText(twin.masterTargetHost)}, the host that has mounted most datastores.</p>
${table('Declared by whoever started the run.', [{ title: 'Declaration' }], declared)}
${table('Taken for granted where the export is silent.', columns, made)}
${table('Not counted.', [{ title: 'Machine' }, { title: 'Why' }, { title: 'Where', kind: 'at' }], left)}
${table('Noticed while reading the export.', [{ title: 'Code', kind: 'at' }, { title: 'Note' }, { title: 'Where', kind: 'at' }], notes)}</section>`;
}

function evidence({ rehearsal }: Assessment, run: Run): string {
  const checked = rehearsal.checkers.map(({ checker, verdict, evidence: seen }) => {
    const said = verdict === 'unknown' ? 'not told by this run' : verdict;
    return [escapeText(checker), said, verdict === 'valid' ? '' : escapeText(seen.slice(0, 3).join('; '))];
  });
  const inputs = run.inputs.map(({ file, sha256 }) => [escapeText(file), code(sha256)]);
  return `<section><h2>Evidence</h2>
<p>${run.twin.machines} machines were failed over and back together, ${minutes(run.endedAtMs)} of virtual time, ${run.journal.entries} journal entries. To run it again from this folder alone, and compare: ${code('npx homeward replay .')}</p>
<p>Journal SHA-256 ${code(run.journal.sha256)}</p>
${table('The invariants that the simulation must keep, and whether it did.', [{ title: 'Checker', kind: 'at' }, { title: 'Verdict' }, { title: 'Seen' }], checked)}
${table('Inputs.', [{ title: 'File' }, { title: 'SHA-256' }], inputs)}</section>`;
}
