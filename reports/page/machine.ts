import { placeOf, STAGES, type VerdictWord, WORST_FIRST } from '../../readiness';
import type { MachineReport, ReportCheck, ReportReason } from '../document/document';
import { LOOK } from '../look';
import { escapeText } from '../xml';
import { advice, badge, classOf, code, place } from './parts';
import { said, type View } from './view';

/** All that is known of one machine, closed until it is asked for. Its id is what the table links to:
 *  it lies inside, so that a browser that follows the link opens the details. */
export function renderMachine(view: View, machine: MachineReport): string {
  const { words } = view;
  const { name, verdict, reasons, caveats, assumed, id, restsOn } = machine;
  const own = words.machines;
  const parts = [
    `<h3>${own.why}</h3><ul>${reasons.map((reason) => renderReason(view, reason)).join('')}</ul>`,
    assumed.length === 0
      ? ''
      : `<h3>${own.declared}</h3><ul>${assumed.map((text) => `<li>${code(`--assume ${text}`)}</li>`).join('')}</ul>`,
    caveats.length === 0
      ? ''
      : `<h3>${own.notKnown}</h3><ul>${caveats.map((caveat) => renderCaveat(view, caveat)).join('')}</ul>`,
    renderStages(view, machine),
    renderChecks(view, machine),
    `<p class="soft">${own.inTwinBy(escapeText(words.list([...new Set(restsOn.map(placeOf))])))} ${own.evidence}${code('npx homeward replay .')}${own.inFolder}</p>`,
  ];
  const data = ` data-v="${verdict}"`;
  return `<details${data}><summary>${badge(verdict, words)} <b>${escapeText(name)}</b></summary><div class="body" id="${id}">${parts.join('\n')}</div></details>`;
}

function renderCaveat({ words }: View, { text = '', where, settle }: ReportCheck): string {
  const at = where ? ` <span class="soft">${escapeText(placeOf(where))}</span>` : '';
  const how =
    settle === undefined
      ? ''
      : `<br><span class="soft">${words.machines.settledBy}</span> ${advice(words.said(settle) ?? settle)}`;
  return `<li>${said(words, text)}${at}${how}</li>`;
}

function renderReason({ words }: View, reason: ReportReason): string {
  const { text, where, code: id, stage, fix, source } = reason;
  const own = words.machines;
  const at = where ? ` <span class="soft">(${escapeText(where.file)}, ${place(where, words)})</span>` : '';
  const when = stage ? ` <span class="soft">${escapeText(own.inRehearsal(words.stage[stage]))}</span>` : '';
  const how =
    fix === undefined
      ? ''
      : `<br><span class="soft">${words.fixes.do}</span>${advice(words.said(fix) ?? fix)}`;
  const why =
    source === undefined
      ? ''
      : `<br><span class="soft">${own.rule}<span lang="en">${escapeText(source)}</span></span>`;
  return `<li class="reason">${said(words, text)}${at}${when} ${code(id)}${how}${why}</li>`;
}

/** The checks that the reasons and caveats above have not told already, by their state and by where they were read. */
function renderChecks({ doc, words }: View, { checks, caveats }: MachineReport): string {
  const told = new Set(caveats.map(({ code: id }) => id));
  const groups = WORST_FIRST.flatMap((state) => {
    const byPlace = new Map<string, string[]>();
    for (const { code: id, state: found, where } of checks) {
      if (found !== state || told.has(id)) continue;
      const at = where ? placeOf(where) : '';
      const rules = byPlace.get(at) ?? [];
      rules.push(said(words, doc.rules[id]?.rule ?? id));
      byPlace.set(at, rules);
    }
    if (byPlace.size === 0) return [];
    const items = [...byPlace].map(
      ([at, rules]) => `${at === '' ? '' : `<i>${escapeText(at)}</i> `}${words.list(rules)}`,
    );
    return [`<dt>${marked(state, words.verdict[state])}</dt><dd>${items.join(' · ')}</dd>`];
  });
  return groups.length === 0
    ? ''
    : `<h3>${words.machines.checks}</h3><dl class="checks">${groups.join('')}</dl>`;
}

function marked(state: VerdictWord, word: string): string {
  return `<span class="v ${classOf(state)}"><span aria-hidden="true">${LOOK[state].shape}</span> ${word}</span>`;
}

function renderStages({ words }: View, { journey }: MachineReport): string {
  const own = words.machines;
  if (!journey) return `<p class="soft">${own.notRehearsed}</p>`;
  const { stagesPassed, stoppedAt, rtoMs } = journey;
  const steps = stagesPassed.map(
    ({ stage, tookMs }) => `<li>${escapeText(words.stage[stage])}: ${words.minutes(tookMs)}</li>`,
  );
  if (stoppedAt) {
    const how = escapeText(own.stopped(words.list(stoppedAt.codes)));
    steps.push(`<li><b>${escapeText(words.stage[stoppedAt.stage])}: ${how}</b></li>`);
  }
  const left = STAGES.slice(steps.length).map((stage) => escapeText(words.stage[stage]));
  const never = left.length === 0 ? '' : `<p class="soft">${own.notReached}: ${words.list(left)}</p>`;
  const rto = rtoMs === undefined ? '' : `<p>${own.rto(words.minutes(rtoMs))}</p>`;
  const remarks = remarksOn(journey, words).map((text) => `<p>${text}</p>`);
  return `<h3>${own.rehearsal}</h3><ol class="stages">${steps.join('')}</ol>${never}${rto}${remarks.join('')}`;
}

/** What the rehearsal showed of a machine besides its times. */
function remarksOn(journey: NonNullable<MachineReport['journey']>, words: View['words']): readonly string[] {
  const { overloaded, unprotectedMs, stagesPassed } = journey;
  const own = words.machines;
  const failedBack = stagesPassed.some(({ stage }) => stage === 'failback');
  return [
    ...(overloaded ? [own.overloaded] : []),
    ...(unprotectedMs !== undefined
      ? [own.unprotected(words.minutes(unprotectedMs))]
      : failedBack
        ? [own.unprotectedStill]
        : []),
  ];
}
