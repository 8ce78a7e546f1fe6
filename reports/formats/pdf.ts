import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { placeOf, type VerdictWord, type WhatIf, WORST_FIRST } from '../../readiness';
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
import { validityOf } from '../document/expiry';
import { rankFixes } from '../fixes';
import { LOOK } from '../look';
import type { View } from '../page/view';
import { plain } from '../terminal-text';
import { FONT, fontPrinter } from './pdf-font';

/** So many machines are listed one by one; of more than that the worst are, and the rest is counted. */
export const PDF_MACHINES_MAX = 300;
const PDF_CONFIDENCE_MAX = 30;
const REASONS_MAX = 3;
const SOFT = '#57606a';
const LINE = '#d5dae0';

/** The report on paper, A4: what a meeting needs, with all that auditors ask. The page has the rest.
 *  Shape: the same document gives the same bytes: its date is that of the newest export. */
export async function renderPdf(view: View): Promise<Uint8Array> {
  // Loaded where it is needed only: it takes a third of a second.
  const pdfmake = (await import('pdfmake')).default;
  pdfmake.setFonts({ Report: FONT });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => Object.values(FONT).includes(path));
  return pdfmake.createPdf(definitionOf(view, fontPrinter())).getBuffer();
}

type Print = (text: string) => string;

function definitionOf({ doc, words }: View, font: Print): TDocumentDefinitions {
  const say: Print = (text) => font(plain(words.said(text) ?? text));
  const raw: Print = (text) => font(plain(text));
  const { run } = doc;
  const title = raw(words.sentence(doc.counts, doc.machines.length, brokenOf(doc)));
  const files = words.list(run.inputs.map(({ file }) => file));
  const table = tableWith(raw);
  const created = newest(run.inputs.map(({ exportedAt }) => exportedAt));
  return {
    info: { title, creator: 'Homeward', producer: 'Homeward', creationDate: created, modDate: created },
    language: words.code,
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 44],
    defaultStyle: { font: 'Report', fontSize: 8.5, lineHeight: 1.3, color: '#1c2024' },
    styles: {
      h1: { fontSize: 17, bold: true, lineHeight: 1.2 },
      h2: { fontSize: 12, bold: true, margin: [0, 16, 0, 4] },
      h3: { bold: true, margin: [0, 6, 0, 2] },
      soft: { color: SOFT },
      fill: { color: SOFT, decoration: 'underline', decorationStyle: 'dotted' },
    },
    footer: (page: number, pages: number): Content => ({
      text: `${raw(words.title)} · ${raw(words.run(run.id))} · ${page} / ${pages}`,
      style: 'soft',
      alignment: 'center',
      margin: [0, 12, 0, 0],
    }),
    content: [
      {
        text: `${raw(files)} · ${raw(words.seed(run.options.seed))} · ${raw(words.run(run.id))}`,
        style: 'soft',
      },
      { text: title, style: 'h1', margin: [0, 4, 0, 8] },
      {
        columns: WORST_FIRST.map((verdict) => [
          verdictCell(verdict, raw(`${doc.counts[verdict]} ${words.verdict[verdict]}`)),
        ]),
      },
      ...(doc.score
        ? [
            {
              text: [
                { text: raw(words.score.value(points(doc.score.low), points(doc.score.high))), bold: true },
                raw(` ${formulaOf(doc.score, words)} · ${words.score.ofTwin}`),
              ],
              margin: [0, 6, 0, 0] as [number, number, number, number],
            },
          ]
        : []),
      {
        text: raw(`${words.provenMeans}${words.assumptionsBelow}${words.sentenceEnd}`),
        style: 'soft',
        margin: [0, 6, 0, 0],
      },
      ...fixesOf({ doc, words }, say, raw),
      ...wavesOf({ doc, words }, raw),
      { text: raw(words.machines.title), style: 'h2' },
      ...machinesOf({ doc, words }, say, raw),
      ...matrixOf({ doc, words }, raw),
      ...drillsOf({ doc, words }, raw),
      { text: raw(words.unknowns.title), style: 'h2' },
      table(
        words.unknowns.columns.slice(1, 3),
        doc.unknownOfEstate.map(({ rule, text, settle }) => [`${say(rule)}: ${say(text)}`, say(settle)]),
        ['50%', '50%'],
      ),
      { text: raw(words.assumptions.title), style: 'h2' },
      ...doc.declared.map((text): Content => ({ text: raw(`--assume ${text}`) })),
      table(
        words.assumptions.columns.slice(0, 3),
        doc.assumptions.map(({ what, why, settle }) => [say(what), say(why), say(settle)]),
        ['34%', '33%', '33%'],
      ),
      ...afterActionOf({ doc, words }, say, raw),
      { text: raw(words.controls.title), style: 'h2' },
      table(
        words.controls.columns,
        controlsOf(doc, words).map(({ rule, field, state, answer }) => [
          raw(rule),
          raw(words.controls.fields[field]),
          raw(words.controls.states[state]),
          raw(answer),
        ]),
        ['26%', '20%', '14%', '40%'],
      ),
      { text: raw(words.evidence.title), style: 'h2' },
      {
        text: raw(
          `${words.evidence.text(run.twin.machines, words.minutes(run.endedAtMs), run.journal.entries)} npx homeward replay .`,
        ),
      },
      { text: raw(`${words.evidence.journal}: ${run.journal.sha256}`), margin: [0, 2, 0, 4] },
      table(
        words.evidence.inputColumns,
        run.inputs.map(({ file, exportedAt, sha256 }) => [
          raw(file),
          raw(exportedAt?.replace('T', ' ') ?? words.evidence.noDate),
          sha256,
        ]),
        ['30%', '22%', '48%'],
      ),
      {
        text: raw(words.evidence.madeBy(run.versions.homeward, run.versions.node)),
        style: 'soft',
        margin: [0, 8, 0, 0],
      },
    ],
  };
}

function wavesOf({ doc, words }: View, raw: Print): Content[] {
  const own = words.waves;
  const widths = [44, '*', 36, 36, 44, '30%', '14%'];
  return tableSection(own.title, own.caption, own.columns, waveRows(doc, words), widths, raw);
}

function matrixOf({ doc, words }: View, raw: Print): Content[] {
  const columns = matrixColumns(doc, words);
  const rows = matrixRows(doc, words);
  const widths = columns.map((_, index) => (index === 0 ? '19%' : '*'));
  return tableSection(words.matrix.title, words.matrix.caption, columns, rows, widths, raw);
}

function drillsOf({ doc, words }: View, raw: Print): Content[] {
  const own = words.drills;
  const rows = confidenceRows(doc, words);
  const shown = rows.slice(0, PDF_CONFIDENCE_MAX);
  if (rows.length === 0) return [];
  const left = rows.length - shown.length;
  const [heading, ...confidence] = tableSection(
    own.title,
    own.confidenceCaption,
    own.confidenceColumns,
    shown,
    ['*', 50, 90, 60, 60, 60],
    raw,
  );
  return [
    heading as Content,
    { text: raw(outcomeOf(doc, words)) },
    ...confidence,
    ...(left > 0 ? [{ text: `… ${raw(words.andMore(left).trim())}`, style: 'soft' }] : []),
  ];
}

function tableSection(
  title: string,
  caption: string,
  columns: readonly string[],
  rows: readonly Row[],
  widths: (string | number)[],
  raw: Print,
): Content[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((lines) => lines.map(raw).join('\n')));
  return [
    { text: raw(title), style: 'h2' },
    { text: raw(caption), style: 'soft' },
    tableWith(raw)(columns, cells, widths),
  ];
}

function triedFixesOf(whatIf: WhatIf, words: View['words'], say: Print, raw: Print): Content[] {
  const top = helpfulFixes(whatIf).map((fix) => ({
    stack: [
      { text: `${raw(gainOf(fix, words))}: ${say(fix.what)}` },
      ...fix.commands.slice(0, 3).map((command) => ({ text: raw(command), style: 'soft' })),
    ],
    margin: [0, 0, 0, 4] as [number, number, number, number],
  }));
  const set = smallestOf(whatIf).map(({ what }) => say(what));
  return [
    { ol: top },
    { text: raw(smallestText(whatIf, words)), margin: [0, 4, 0, 2] },
    ...(set.length === 0 ? [] : [{ ul: set }]),
  ];
}

function fixesOf({ doc, words }: View, say: Print, raw: Print): Content[] {
  if (doc.whatIf && doc.whatIf.fixes.length > 0)
    return [{ text: raw(words.fixes.title), style: 'h2' }, ...triedFixesOf(doc.whatIf, words, say, raw)];
  const top = rankFixes(doc).slice(0, 3);
  if (top.length === 0) return [];
  const items = top.map(({ what, example, alone, code }) => ({
    stack: [
      { text: raw(words.fixes.alone(alone)), bold: true },
      { text: `${say(what)} (${code})` },
      { text: `${raw(words.fixes.do)}${say(example ?? words.fixes.seeMachine)}`, style: 'soft' },
    ],
    margin: [0, 0, 0, 4] as [number, number, number, number],
  }));
  return [{ text: raw(words.fixes.title), style: 'h2' }, { ol: items }];
}

function machinesOf({ doc, words }: View, say: Print, raw: Print): Content[] {
  const shown = doc.machines.slice(0, PDF_MACHINES_MAX);
  const rows = shown.map((machine): TableCell[] => {
    const { name, verdict, reasons, restsOn, journey } = machine;
    const why = reasons.slice(0, REASONS_MAX).map(({ text, where, fix }) => {
      const at = where ? ` (${raw(placeOf(where))})` : '';
      const mend = fix === undefined || verdict === 'proven' ? '' : `\n${raw(words.fixes.do)}${say(fix)}`;
      return `${say(text)}${at}${mend}`;
    });
    const more = reasons.length > REASONS_MAX ? raw(words.andMore(reasons.length - REASONS_MAX)) : '';
    const came = verdict === 'proven' || verdict === 'at risk';
    const rto = came && journey?.rtoMs !== undefined ? raw(words.minutes(journey.rtoMs)) : '';
    const expires = validityOf(doc, restsOn)?.expires.slice(0, 10) ?? '–';
    return [
      verdictCell(verdict, raw(words.verdict[verdict])),
      raw(name),
      why.join('\n') + more,
      rto,
      expires,
    ];
  });
  const left = doc.machines.length - shown.length;
  const [verdict = '', machine = '', why = '', , failback = ''] = words.machines.columns;
  const columns = [verdict, machine, why, failback, words.evidence.indexColumns[3] ?? ''];
  return [
    tableWith(raw)(columns, rows, [68, '17%', '*', 60, 60]),
    ...(left > 0 ? [{ text: `… ${raw(words.andMore(left).trim())}`, style: 'soft' }] : []),
  ];
}

function afterActionOf({ doc, words }: View, say: Print, raw: Print): Content[] {
  const own = words.afterAction;
  const { headings } = own;
  const toFill: Content = { text: raw(own.toFill), style: 'fill' };
  const heading = (text: string): Content => ({ text: raw(text), style: 'h3' });
  const files = words.list(doc.run.inputs.map(({ file }) => file));
  const fixes = rankFixes(doc).slice(0, 10);
  return [
    { text: raw(own.title), style: 'h2' },
    { text: raw(own.about), style: 'soft' },
    heading(headings.background),
    { text: raw(own.background(files)) },
    { text: [raw(`${own.why}: `), toFill] },
    heading(headings.scope),
    { text: raw(own.scope(doc.machines.length, doc.notCounted.length)) },
    heading(headings.objectives),
    { text: raw(own.objectives(words.minutes(doc.rtoTargetMs))) },
    heading(headings.observations),
    { text: raw(own.observations(doc.counts.proven, doc.machines.length)) },
    heading(headings.recommendations),
    fixes.length === 0 ? toFill : { ol: fixes.map(({ what, code }) => `${say(what)} (${code})`) },
    heading(headings.participants),
    tableWith(raw)(
      [],
      own.people.map((role): TableCell[] => [raw(role), toFill]),
      ['40%', '60%'],
    ),
  ];
}

function tableWith(raw: Print) {
  return (
    columns: readonly string[],
    rows: readonly TableCell[][],
    widths: (string | number)[],
  ): Content => ({
    table: {
      headerRows: columns.length > 0 ? 1 : 0,
      dontBreakRows: true,
      widths,
      body: [
        ...(columns.length > 0 ? [columns.map((text) => ({ text: raw(text), bold: true }))] : []),
        ...rows,
      ],
    },
    layout: {
      hLineWidth: (line) => (line === 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => LINE,
      paddingLeft: () => 0,
      paddingRight: () => 8,
    },
  });
}

/** A verdict as people see it: shape, word and colour. */
function verdictCell(verdict: VerdictWord, text: string): { text: string; bold: true; color: string } {
  const { shape, light } = LOOK[verdict];
  return { text: `${shape} ${text}`, bold: true, color: light };
}

/** Files have dates: this one has that of the newest export, so that it is the same whenever it is made. */
function newest(dates: readonly (string | null)[]): Date {
  const last = dates
    .filter((date) => date !== null)
    .toSorted()
    .at(-1);
  const time = last === undefined ? Number.NaN : Date.parse(`${last}Z`);
  return new Date(Number.isNaN(time) ? Date.UTC(2000, 0, 1) : time);
}
