import { type WhatIf, WORST_FIRST } from '../../readiness';
import { formulaOf, gainOf, helpfulFixes, points, smallestOf, smallestText } from '../campaign-text';
import { rankFixes } from '../fixes';
import type { Words } from '../words';
import { escapeText } from '../xml';
import { advice, badge, code, columnsOf, table } from './parts';
import { said, type View } from './view';

/** A run that a checker found invalid says so before anything else. */
export function alarm({ doc, words }: View): string {
  const invalid = doc.checkers.filter(({ verdict }) => verdict === 'invalid');
  if (invalid.length === 0) return '';
  const lines = invalid.map(
    ({ checker, evidence: seen }) => `<li>${escapeText(`${checker}: ${seen[0] ?? ''}`)}</li>`,
  );
  return `<div class="alarm" role="alert"><b>${words.invalid.title}</b> ${words.invalid.text}<ul>${lines.join('')}</ul></div>`;
}

/** How many machines have each verdict, and the score where there is one. */
export function counts({ doc, words }: View): string {
  const items = WORST_FIRST.map(
    (verdict) => `<li><b>${doc.counts[verdict]}</b>${badge(verdict, words)}</li>`,
  );
  const { score } = doc;
  const shown = score
    ? `<p class="score"><b>${words.score.value(points(score.low), points(score.high))}</b> <span class="soft">${escapeText(formulaOf(score, words))} · ${words.score.ofTwin} · <a href="#score">${words.score.how}</a>${score.low === score.high ? '' : ` ${words.score.range}`}</span></p>`
    : '';
  return `<ul class="counts" aria-label="${words.byVerdict}">${items.join('')}</ul>${shown}`;
}

/** The three fixes that gain most: from the same seeds where a what-if was run, else by what holds machines back. */
export function fixes(view: View): string {
  const { doc, words } = view;
  const { whatIf } = doc;
  if (whatIf && whatIf.fixes.length > 0) return section(view, triedFixes(view, whatIf));
  const top = rankFixes(doc).slice(0, 3);
  if (top.length === 0) return '';
  const own = words.fixes;
  const items = top.map(({ code: id, what, example, machines: names, alone }) => {
    const first = escapeText(words.list(names.slice(0, 3)));
    const others = names.length > 3 ? words.andMore(names.length - 3) : '';
    const mend = example === undefined ? own.seeMachine : (words.said(example) ?? example);
    return `<li><b>${own.alone(alone)}</b> (${own.concerned(names.length)}${first}${others})<br>${own.instance}${said(words, what)} ${code(id)}<br><span class="soft">${own.do}</span>${advice(mend)}</li>`;
  });
  return section(view, `<ol class="fixes">${items.join('')}</ol>`);
}

function section({ words }: View, body: string): string {
  return `<section id="fixes"><h2>${words.fixes.title}</h2>${body}</section>`;
}

function triedFixes({ words }: View, whatIf: WhatIf): string {
  const own = words.whatIf;
  const helpful = helpfulFixes(whatIf);
  const top = helpful.map(
    (fix) =>
      `<li><b>${gainOf(fix, words)}</b>: ${said(words, fix.what)}<br>${commandsOf(fix.commands, words)}</li>`,
  );
  const rows = whatIf.fixes
    .filter((fix) => !helpful.includes(fix))
    .map(({ what, machines, homeBefore, homeAfter, scoreBefore, scoreAfter, commands }) => [
      said(words, what),
      `${machines.length}`,
      `${homeBefore} → ${homeAfter}`,
      `${points(scoreBefore)} → ${points(scoreAfter)}`,
      commandsOf(commands, words),
    ]);
  const rest = table(own.caption, columnsOf(own.columns, { 1: 'num', 2: 'num', 3: 'num' }), rows);
  const set = smallestOf(whatIf).map(({ what }) => `<li>${said(words, what)}</li>`);
  const sentence = escapeText(smallestText(whatIf, words));
  const smallest = `<h3>${own.smallestTitle}</h3><p>${sentence}</p>${set.length === 0 ? '' : `<ul>${set.join('')}</ul>`}`;
  return `<ol class="fixes">${top.join('')}</ol>${smallest}${rest === '' ? '' : `<h3>${own.others}</h3>${rest}`}`;
}

/** So many commands are shown at once. */
const COMMANDS_MAX = 3;

function commandsOf(commands: readonly string[], words: Words): string {
  const shown = commands.slice(0, COMMANDS_MAX).map(code).join('<br>');
  const rest = commands.slice(COMMANDS_MAX);
  return rest.length === 0
    ? shown
    : `${shown}<details><summary>${words.whatIf.moreCommands(rest.length)}</summary>${rest.map(code).join('<br>')}</details>`;
}

/** What has changed since an earlier report. */
export function drift({ doc, words }: View): string {
  const own = words.drift;
  if (!doc.drift) return '';
  const { since, changes, voided, kept } = doc.drift;
  const rows = changes.map(({ name, before, after, because }) => [
    escapeText(name),
    before ? badge(before, words) : own.fresh,
    after ? badge(after, words) : own.gone,
    because.map((text) => said(words, text)).join('<br>'),
  ]);
  return `<section id="changes"><h2>${own.title}</h2><p>${own.since(escapeText(since.run))} ${own.claims(voided, kept)}</p>${table(own.caption(rows.length), columnsOf(own.columns, { 1: 'at', 2: 'at' }), rows)}</section>`;
}

/** What the score is made of. */
export function scoreParts({ doc, words }: View): string {
  const { score } = doc;
  if (!score) return '';
  const own = words.score;
  const rows = score.parts.map(({ name, weight, low, high }) => [
    said(words, name),
    weight.toFixed(2),
    low.toFixed(3),
    high.toFixed(3),
  ]);
  return `<section id="score"><h2>${own.title}</h2>${table(own.caption(words.said(score.formula) ?? score.formula), columnsOf(own.columns, { 1: 'num', 2: 'num', 3: 'num' }), rows)}</section>`;
}
