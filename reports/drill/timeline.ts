import { escapeText } from '../xml';
import { clock, type DrillReport } from './report';

const WIDTH = 1_000;
const NAME = 150;
const ROW = 34;
const TOP = 30;
const LABEL_CHARS = 6.4;

/** The way of each machine as a picture: its steps on one axis, faults as bands across. The table below it says the same in words. */
export function timeline(report: DrillReport): string {
  const { machines, faults, startedAtMs } = report;
  const ends = [
    ...machines.flatMap(({ steps }) => steps.map(({ atMs }) => atMs ?? 0)),
    ...report.programs.map(({ endedAtMs }) => endedAtMs),
  ];
  const end = Math.max(startedAtMs + 60_000, ...ends);
  const x = (ms: number): number =>
    NAME +
    ((Math.min(Math.max(ms, startedAtMs), end) - startedAtMs) / (end - startedAtMs)) * (WIDTH - NAME - 20);
  const height = TOP + machines.length * ROW + 30;
  const bands = faults
    .filter(({ atMs }) => atMs !== null && atMs < end)
    .map(({ fault, atMs, healedAtMs }) => {
      const from = x(atMs ?? 0);
      const width = Math.max(2, x(healedAtMs ?? end) - from);
      const at = Math.min(from, WIDTH - fault.length * LABEL_CHARS);
      return `<rect class="fault" x="${round(from)}" y="${TOP - 6}" width="${round(width)}" height="${machines.length * ROW + 6}"/><text x="${round(at)}" y="${TOP - 12}">${escapeText(fault)}</text>`;
    });
  const rows = machines.map(({ machine, steps }, index) => {
    const y = TOP + index * ROW + ROW / 2;
    const done = steps.filter(({ atMs }) => atMs !== null);
    const last = Math.max(startedAtMs, ...done.map(({ atMs }) => atMs ?? 0));
    const dots = done.map(
      ({ step, atMs }) =>
        `<circle class="bar" cx="${round(x(atMs ?? 0))}" cy="${y}" r="5"><title>${escapeText(step)} ${clock(atMs ?? 0, report)}</title></circle>`,
    );
    return `<text x="0" y="${y + 4}">${escapeText(machine.slice(0, 22))}</text><line class="axis" x1="${NAME}" x2="${WIDTH - 20}" y1="${y}" y2="${y}"/><rect class="bar" x="${NAME}" y="${y - 2}" width="${round(x(last) - NAME)}" height="4"/>${dots.join('')}`;
  });
  const axis = [startedAtMs, (startedAtMs + end) / 2, end].map((ms, index) => {
    const anchor = ['start', 'middle', 'end'][index];
    return `<text class="soft" x="${round(x(ms))}" y="${height - 8}" text-anchor="${anchor}">${clock(ms, report)}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Timeline: the steps of ${machines.length} machines, with ${bands.length} faults as bands">${bands.join('')}${rows.join('')}${axis.join('')}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
