import {
  type MachineVerdict,
  minutes,
  placeOf,
  type Reason,
  remarksOn,
  STAGES,
  WORST_FIRST,
} from '../readiness';
import { advice, badge, code, place } from './html-parts';
import { LOOK } from './look';
import { escapeText } from './xml';

/** All that is known of one machine, closed until it is asked for. `anchor` is what the table links to:
 *  it lies inside, so that a browser that follows the link opens the details. */
export function renderMachine(machine: MachineVerdict, anchor: string): string {
  const { name, verdict, reasons, caveats, assumed } = machine;
  const parts = [
    `<h3>Why</h3><ul>${reasons.map(renderReason).join('')}</ul>`,
    assumed.length === 0
      ? ''
      : `<h3>Declared for this run</h3><ul>${assumed.map((text) => `<li>${code(`--assume ${text}`)}</li>`).join('')}</ul>`,
    caveats.length === 0
      ? ''
      : `<h3>Not known, and not counted as good</h3><ul>${caveats
          .map(({ text, at, settle }) => {
            const how =
              settle === undefined ? '' : `<br><span class="soft">settled by</span> ${advice(settle)}`;
            return `<li>${badge('unknown')} ${escapeText(text)} ${place(at)}${how}</li>`;
          })
          .join('')}</ul>`,
    renderStages(machine),
    `<h3>Checks</h3><ul class="checks">${worstFirst(machine.checks)
      .map(({ rule, state, at }) => {
        const { shape, word } = LOOK[state];
        return `<li><span class="v-${state.replace(' ', '-')}" title="${word}">${shape}</span> ${escapeText(rule)} <span class="soft">${word}${at ? `, ${escapeText(placeOf(at))}` : ''}</span></li>`;
      })
      .join('')}</ul>`,
    `<p class="soft">In the twin by ${escapeText([...new Set(machine.restsOn.map(placeOf))].join(', '))}. Evidence: ${code('npx homeward replay .')} in this folder.</p>`,
  ];
  return `<details><summary>${badge(verdict)} <b>${escapeText(name)}</b></summary><div class="body" id="${anchor}">${parts.join('\n')}</div></details>`;
}

function worstFirst(checks: MachineVerdict['checks']): MachineVerdict['checks'] {
  return checks.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state));
}

function renderReason({ text, at, code: id, stage, fix, source }: Reason): string {
  const where = at ? ` <span class="soft">(${escapeText(at.file)}, ${place(at)})</span>` : '';
  const when = stage ? ` <span class="soft">– in the rehearsal at: ${stage}</span>` : '';
  const how = fix === undefined ? '' : `<br><span class="soft">what to do:</span> ${advice(fix)}`;
  const why = source === undefined ? '' : `<br><span class="soft">rule: ${escapeText(source)}</span>`;
  return `<li class="reason">${escapeText(text)}${where}${when} ${code(id)}${how}${why}</li>`;
}

function renderStages({ journey }: MachineVerdict): string {
  if (!journey) return '<p class="soft">Not part of the rehearsal.</p>';
  const { times, stopped, rtoMs } = journey;
  const steps = STAGES.map((stage) => {
    const took = times.get(stage);
    if (took !== undefined) return `<li>${stage}: ${minutes(took)}</li>`;
    return stopped?.stage === stage
      ? `<li><b>${stage}: stopped (${escapeText(stopped.causes.map((cause) => cause.code).join(', '))})</b></li>`
      : `<li class="soft">${stage}: not reached</li>`;
  });
  const rto =
    rtoMs === undefined ? '' : `<p>Running on the site again ${minutes(rtoMs)} after the failback began.</p>`;
  const remarks = remarksOn(journey).map((text) => `<p>${escapeText(text)}</p>`);
  return `<h3>Rehearsal (virtual time)</h3><ol class="stages">${steps.join('')}</ol>${rto}${remarks.join('')}`;
}
