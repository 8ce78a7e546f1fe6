// How values are said: with units, and always word + shape + colour.
import { el } from './elements.mjs';

/** @typedef {import('../shape').View} View */

/** @type {Record<string, [className: string, shape: string, word: string]>} */
const LOOKS = {
  Normal: ['good', '●', 'Normal'],
  Warning: ['soso', '▲', 'Warning'],
  Critical: ['bad', '■', 'Critical'],
  running: ['good', '●', 'running'],
  paused: ['soso', '▲', 'paused'],
  stopped: ['bad', '■', 'stopped'],
  valid: ['good', '●', 'kept'],
  invalid: ['bad', '■', 'broken'],
  unknown: ['open', '○', 'not known yet'],
  proven: ['good', '●', 'PROVEN'],
  'at risk': ['soso', '▲', 'AT RISK'],
  blocked: ['bad', '■', 'BLOCKED'],
  nowhere: ['bad', '■', 'runs nowhere'],
  both: ['bad', '■', 'runs twice'],
  online: ['good', '●', 'live'],
  waiting: ['soso', '▲', 'connecting'],
  lost: ['bad', '■', 'lost'],
};

/** @param {string} what @param {string} [word] */
export function look(what, word) {
  const [className, shape, usual] = LOOKS[what] ?? ['open', '○', what];
  return el(
    'span',
    { class: `w ${className}` },
    el('span', { 'aria-hidden': 'true' }, shape),
    ` ${word ?? usual}`,
  );
}

/** @param {string} what */
export const colourOf = (what) => LOOKS[what]?.[0] ?? 'open';

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1_000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)} h`
    : `${minutes}:${two(seconds % 60)} min`;
}

/** @param {number} mbit */
export function rate(mbit) {
  if (mbit === 0) return '0 Mbit/s';
  if (mbit < 0.01) return '< 0.01 Mbit/s';
  return `${mbit < 1 ? mbit.toFixed(2) : mbit < 100 ? mbit.toFixed(1) : mbit.toFixed(0)} Mbit/s`;
}

/** @param {View['clock']} clock */
export function paceOf({ mode, speed, paused }) {
  if (mode === 'virtual') return 'VIRTUAL – moves when a client asks';
  return paused ? 'STOPPED – paused' : `PACED ×${speed}`;
}

/** The time of day of a virtual moment. @param {View['clock']} clock @param {number} atMs */
export function timeAt(clock, atMs) {
  return new Date(Date.parse(clock.time) - clock.nowMs + atMs).toISOString().slice(11, 19);
}
