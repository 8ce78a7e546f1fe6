// The drill console: it shows what the server tells, and asks the control API for what its buttons say.
import { enter, follow } from './asking.mjs';
import { drawControls, enableControls, loadCatalogue, say, wireControls } from './controls.mjs';
import { drawHeader, drawTopology } from './drawing.mjs';
import { byId, el, fill, setText } from './elements.mjs';
import { drawTimeline } from './timeline.mjs';
import { look, paceOf } from './words.mjs';

/** @typedef {import('../shape').View} View */
/** @typedef {import('../shape').Happened} Happened */

const KEPT_MAX = 800;
/** @type {View | undefined} */
let view;
/** @type {Happened[]} */
let happened = [];
let drawing = false;
/** The drill has ended: then the server goes, and that is no trouble. */
let over = false;

/** Draws once for all that came. */
function drawSoon() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => {
    drawing = false;
    if (!view) return;
    drawHeader(view);
    setText(byId('pace'), paceOf(view.clock));
    setText(byId('time'), view.clock.time.slice(0, 19).replace('T', ' '));
    drawTopology(view);
    drawControls(view);
    drawTimeline(happened, view);
  }, 50);
}

const NOTICES = {
  waiting: '',
  online: '',
  lost: 'The connection to the server is lost. What you see is how things stood last; it is tried again every two seconds.',
  ended:
    'The server has stopped. What you see is how things stood last; if it starts again, this page goes on.',
  refused:
    'This page has no session: the link was used already, or the server was started anew. Open the link that homeward printed last.',
  full: '',
};

/** @param {import('./asking.mjs').Connection} state */
function showConnection(state) {
  const online = state === 'online';
  if (online) over = false;
  const notice = over ? '' : NOTICES[state];
  fill(byId('connection'), state, () => [
    look(
      online ? 'online' : state === 'waiting' || over ? 'waiting' : 'lost',
      over ? 'the drill is over' : state === 'refused' ? 'no session' : undefined,
    ),
  ]);
  fill(byId('notice'), notice, () => (notice ? [el('p', { class: 'notice' }, notice)] : []));
  enableControls(online);
  if (online) void loadCatalogue();
}

/** What the drill came to; it stays when the server has gone. @param {import('../shape').Outcome} outcome */
function showOutcome({ verdict, because, folder }) {
  over = true;
  fill(byId('outcome'), verdict, () => [
    el('h2', {}, 'The drill is over: ', look(verdict, verdict.toUpperCase())),
    el('p', {}, because),
    el('p', {}, `Its report: ${folder}/report.html`),
  ]);
}

wireControls();
enableControls(false);
await enter();
// A new link for the same page changes the address only; what is tried again then succeeds.
addEventListener('hashchange', () => void enter());
follow({
  view(told) {
    view = told;
    drawSoon();
  },
  happened(told) {
    happened = [...happened, told].slice(-KEPT_MAX);
    if (/^(fault|guest|health)[.]/.test(told.kind)) say(told.text);
    drawSoon();
  },
  anew() {
    happened = [];
  },
  over: showOutcome,
  connection: showConnection,
});
