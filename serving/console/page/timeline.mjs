// What happened, the youngest first; and the faults as bars over virtual time.
import { byId, el, keyed, setText, svg } from './elements.mjs';
import { duration, timeAt } from './words.mjs';

/** @typedef {import('../shape').View} View */
/** @typedef {import('../shape').Happened} Happened */

const SHOWN_MAX = 200;
const BARS_MAX = 8;

/** @param {readonly Happened[]} happened The oldest first. @param {View} view */
export function drawTimeline(happened, view) {
  byId('no-events').hidden = happened.length > 0;
  keyed(
    byId('events'),
    happened.slice(-SHOWN_MAX).reverse(),
    ({ id }) => String(id),
    ({ text }) => el('li', {}, el('time'), el('span', {}, text)),
    (item, { atMs }) => {
      if (item.firstElementChild) setText(item.firstElementChild, timeAt(view.clock, atMs));
    },
  );
  drawBars(barsOf(happened), view);
}

/** @typedef {{ key: string, fault: string, fromMs: number, toMs: number | null }} Bar */

/** @param {readonly Happened[]} happened @returns {Bar[]} */
function barsOf(happened) {
  /** @type {Bar[]} */
  const bars = [];
  for (const { id, kind, subject, atMs } of happened) {
    if (kind === 'fault.began') bars.push({ key: String(id), fault: subject, fromMs: atMs, toMs: null });
    const open = kind === 'fault.healed' && bars.find((bar) => bar.fault === subject && bar.toMs === null);
    if (open) open.toMs = atMs;
  }
  return bars.slice(-BARS_MAX);
}

/** @param {Bar[]} bars @param {View} view */
function drawBars(bars, { clock, faults }) {
  const box = byId('bars');
  if (bars.length === 0) return box.replaceChildren();
  // What struck and passed by itself has no end of its own.
  const inForce = new Set(faults.filter(({ state }) => state === 'in force').map(({ fault }) => fault));
  const from = Math.min(...bars.map(({ fromMs }) => fromMs));
  const span = Math.max(1, clock.nowMs - from);
  const at = (/** @type {number} */ ms) => `${((100 * (ms - from)) / span).toFixed(2)}%`;
  if (!box.firstElementChild) box.append(el('figure', {}, el('figcaption'), el('div')));
  const [caption, rows] = box.firstElementChild?.children ?? [];
  if (!caption || !rows) return;
  setText(
    caption,
    `Faults over virtual time, ${timeAt(clock, from)} to ${timeAt(clock, clock.nowMs)} (${duration(span)})`,
  );
  keyed(
    rows,
    bars,
    ({ key }) => key,
    ({ fault }) =>
      el(
        'div',
        { class: 'bar' },
        el('span', { title: fault }, fault),
        svg('svg', { role: 'img' }, svg('line', { class: 'base' }), svg('line')),
      ),
    (row, { fault, fromMs, toMs }) => {
      const end = toMs ?? (inForce.has(fault) ? clock.nowMs : fromMs);
      const picture = row.lastElementChild;
      const [base, line] = picture?.children ?? [];
      for (const [key, value] of Object.entries({ x1: '0', x2: '100%', y1: '8', y2: '8' }))
        base?.setAttribute(key, value);
      const least = end === fromMs;
      for (const [key, value] of Object.entries({
        x1: at(fromMs),
        x2: at(end),
        y1: '8',
        y2: '8',
        'stroke-width': '10',
        'stroke-linecap': least ? 'round' : 'butt',
        class: 'was',
      }))
        line?.setAttribute(key, value);
      picture?.setAttribute(
        'aria-label',
        `${fault} from ${timeAt(clock, fromMs)} ${toMs === null ? (inForce.has(fault) ? 'until now' : '') : `to ${timeAt(clock, toMs)}`}`,
      );
    },
  );
}
