import { placeOf, WORST_FIRST } from '../../readiness';
import { brokenOf, controlsOf } from '../controls';
import { rankFixes } from '../fixes';
import { LOOK } from '../look';
import type { View } from '../page/view';
import { plain } from '../terminal-text';

/** The report for pull requests and wikis: verdicts, what to mend first, every machine that is not proven, and what was assumed. */
export function renderMarkdown({ doc, words }: View): string {
  const { run } = doc;
  const { machines: own } = words;
  const files = words.list(run.inputs.map(({ file }) => file));
  const worse = doc.machines.filter(({ verdict }) => verdict !== 'proven');
  const say = (text: string) => words.said(text) ?? text;
  const sections = [
    `# ${inline(words.sentence(doc.counts, doc.machines.length, brokenOf(doc)))}`,
    `${inline(files)} · ${words.seed(run.options.seed)} · ${words.run(run.id)}`,
    table(
      WORST_FIRST.map((verdict) => `${LOOK[verdict].shape} ${words.verdict[verdict]}`),
      [WORST_FIRST.map((verdict) => `${doc.counts[verdict]}`)],
    ),
    `${words.provenMeans} ${words.assumptionsBelow}${words.sentenceEnd}`,
    section(
      words.fixes.title,
      rankFixes(doc)
        .slice(0, 3)
        .map(
          ({ what, code, example, alone }, index) =>
            `${index + 1}. **${words.fixes.alone(alone)}**: ${inline(say(what))} (${code}). ${words.fixes.do}${inline(say(example ?? words.fixes.seeMachine))}`,
        )
        .join('\n'),
    ),
    section(
      own.title,
      table(
        [
          own.columns[0] ?? '',
          own.columns[1] ?? '',
          own.columns[2] ?? '',
          own.columns[3] ?? '',
          words.fixes.do.replace(/[:：]\s*$/, ''),
        ],
        worse.flatMap(({ verdict, name, reasons }) =>
          reasons.map(({ text, where, fix, code }) => [
            `${LOOK[verdict].shape} ${words.verdict[verdict]}`,
            name,
            `${say(text)} (${code})`,
            where ? `${where.file}, ${placeOf(where)}` : '',
            fix === undefined ? '' : say(fix),
          ]),
        ),
      ),
    ),
    section(
      words.unknowns.title,
      table(
        words.unknowns.columns.slice(1),
        doc.unknownOfEstate.map(({ rule, text, settle, source }) => [
          `${say(rule)}: ${say(text)}`,
          say(settle),
          source,
        ]),
      ),
    ),
    section(
      words.assumptions.title,
      [
        ...doc.declared.map((text) => `- \`--assume ${text.replaceAll('`', '')}\``),
        table(
          words.assumptions.columns.slice(0, 3),
          doc.assumptions.map(({ what, why, settle }) => [say(what), say(why), say(settle)]),
        ),
      ].join('\n'),
    ),
    section(
      words.controls.title,
      table(
        words.controls.columns,
        controlsOf(doc, words).map(({ rule, field, state, answer }) => [
          rule,
          words.controls.fields[field],
          words.controls.states[state],
          answer,
        ]),
      ),
    ),
    section(
      words.evidence.title,
      `${words.evidence.text(run.twin.machines, words.minutes(run.endedAtMs), run.journal.entries)} \`npx homeward replay .\`\n\n${words.evidence.journal} \`${run.journal.sha256}\``,
    ),
  ];
  return `${sections.filter((each) => each !== '').join('\n\n')}\n`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

/** Text that stays text: nothing in it is markup, opens a tag or ends a cell. */
function inline(text: string): string {
  return plain(text.replace(/\s+/g, ' ').trim())
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]<>|#~]/g, (char) => `\\${char}`)
    .replace(/^([-+]|\d+[.)])(?= )/, '\\$1');
}
