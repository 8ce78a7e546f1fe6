import { placeOf, type WhatIf, WORST_FIRST } from '../../readiness';
import {
  confidenceRows,
  formulaOf,
  gainOf,
  helpfulFixes,
  matrixColumns,
  matrixRows,
  outcomeOf,
  points,
  type Row,
  smallestOf,
  smallestText,
  waveRows,
} from '../campaign-text';
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
    scoreOf({ doc, words }),
    `${words.provenMeans}${words.assumptionsBelow}${words.sentenceEnd}`,
    section(words.fixes.title, doc.whatIf ? triedFixes(doc.whatIf, words) : likelyFixes({ doc, words })),
    section(
      words.waves.title,
      described(words.waves.caption, table(words.waves.columns, flat(waveRows(doc, words)))),
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
      words.matrix.title,
      described(words.matrix.caption, table(matrixColumns(doc, words), flat(matrixRows(doc, words)))),
    ),
    section(words.drills.title, drillsOf({ doc, words })),
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

/** So many machines are listed, worst first; index.html and report.json have all. */
const MACHINES_MAX = 30;

function drillsOf({ doc, words }: View): string {
  if (!doc.campaign) return '';
  const rows = flat(confidenceRows(doc, words));
  const more = rows.length > MACHINES_MAX ? `… ${words.andMore(rows.length - MACHINES_MAX).trim()}` : '';
  const confidence = table(words.drills.confidenceColumns, rows.slice(0, MACHINES_MAX));
  return [
    inline(outcomeOf(doc, words)),
    described(words.drills.confidenceCaption, confidence),
    more,
    `${words.drills.again} \`npx homeward replay . --drill ${doc.campaign.drills[0]?.seed ?? 1}\``,
  ]
    .filter((each) => each !== '')
    .join('\n\n');
}

function scoreOf({ doc: { score }, words }: View): string {
  if (!score) return '';
  const value = words.score.value(points(score.low), points(score.high));
  return `**${value}** ${inline(formulaOf(score, words))} · ${words.score.ofTwin}`;
}

function triedFixes(whatIf: WhatIf, words: View['words']): string {
  const say = (text: string) => inline(words.said(text) ?? text);
  const top = helpfulFixes(whatIf).map((fix, index) => {
    const commands = fix.commands.slice(0, 3).map((command) => `\n   - ${codeSpan(command)}`);
    const left = fix.commands.length - commands.length;
    const more = left > 0 ? `\n   - ${words.whatIf.moreCommands(left)}` : '';
    return `${index + 1}. **${inline(gainOf(fix, words))}**: ${say(fix.what)}${commands.join('')}${more}`;
  });
  const set = smallestOf(whatIf).map(({ what }) => `- ${say(what)}`);
  return [top.join('\n'), inline(smallestText(whatIf, words)), set.join('\n')]
    .filter((each) => each !== '')
    .join('\n\n');
}

function likelyFixes({ doc, words }: View): string {
  const say = (text: string) => inline(words.said(text) ?? text);
  return rankFixes(doc)
    .slice(0, 3)
    .map(
      ({ what, code, example, alone }, index) =>
        `${index + 1}. **${words.fixes.alone(alone)}**: ${say(what)} (${code}). ${words.fixes.do}${say(example ?? words.fixes.seeMachine)}`,
    )
    .join('\n');
}

/** A command to copy: fenced by more backticks than it holds. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 ? ' ' : '';
  return `${fence}${gap}${plain(text)}${gap}${fence}`;
}

function flat(rows: readonly Row[]): readonly (readonly string[])[] {
  return rows.map((row) => row.map((lines) => lines.join('; ')));
}

function described(caption: string, body: string): string {
  return body === '' ? '' : `${inline(caption)}\n\n${body}`;
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
