import { brokenOf, type Control, controlsOf } from '../controls';
import { rankFixes } from '../fixes';
import { escapeText } from '../xml';
import { columnsOf, table } from './parts';
import { said, type View } from './view';

/** The after-action report, with the headings of NIST SP 800-84 in their order. What only people can say is left open, visibly. */
export function afterAction(view: View): string {
  const { doc, words } = view;
  const own = words.afterAction;
  const toFill = `<span class="fill">${own.toFill}</span>`;
  const files = escapeText(words.list(doc.run.inputs.map(({ file }) => file)));
  const sentence = escapeText(words.sentence(doc.counts, doc.machines.length, brokenOf(doc)));
  const fixes = rankFixes(doc)
    .slice(0, 10)
    .map(
      ({ what, machines }) =>
        `<li>${said(words, what)} (${words.fixes.concerned(machines.length).replace(/[:：]\s*$/, '')}) – ${own.people[3]}: ${toFill}</li>`,
    );
  const people = own.people.map((role) => `<tr><th scope="row">${role}</th><td>${toFill}</td></tr>`);
  const { headings } = own;
  return `<section id="after-action"><h2>${own.title}</h2><p class="soft">${own.about}</p>
<h3>${headings.background}</h3><p>${own.background(files)}</p><p>${own.why}: ${toFill}</p>
<h3>${headings.scope}</h3><p>${own.scope(doc.machines.length, doc.notCounted.length)}</p>
<h3>${headings.objectives}</h3><p>${own.objectives(words.minutes(doc.rtoTargetMs))}</p>
<h3>${headings.observations}</h3><p>${own.observations(doc.counts.proven, doc.machines.length)} ${sentence}</p>
<h3>${headings.recommendations}</h3>${fixes.length === 0 ? `<p>${toFill}</p>` : `<ol>${fixes.join('')}</ol>`}
<h3>${headings.participants}</h3><table class="short people"><tbody>${people.join('')}</tbody></table></section>`;
}

/** What rules for operational resilience ask, and where this report answers. */
export function controlMap({ doc, words }: View): string {
  const own = words.controls;
  const rows = controlsOf(doc, words).map(({ rule, field, state, answer }) => [
    escapeText(rule),
    own.fields[field],
    stateOf(state, own.states),
    escapeText(answer),
  ]);
  return `<section id="controls"><h2>${own.title}</h2>${table(own.caption, columnsOf(own.columns, { 0: 'at', 2: 'at' }), rows)}</section>`;
}

function stateOf(state: Control['state'], words: Readonly<Record<Control['state'], string>>): string {
  return state === 'filled' ? words[state] : `<span class="fill">${words[state]}</span>`;
}
