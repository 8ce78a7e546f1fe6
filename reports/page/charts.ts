import { parseHTML } from 'linkedom';
import type { EarlierRun } from '../../readiness';
import { quantile, rtoTimes } from '../document/times';
import { escapeText } from '../xml';
import { runsOf } from './trend';
import type { View } from './view';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const WIDTH = 720;
const LIMITS_MAX = 4;
const SERIES_MAX = 3;
const TICKS_MAX = 6;

/** The charts of a page, each as a figure with what it says in words. Empty: there is nothing to draw. */
export interface Charts {
  /** How long the failback took, against the target. */
  rto(view: View): string;
  /** How old the newest recovery point became, over time. */
  rpo(view: View): string;
  /** What each wave uses of each limit, against its capacity; the same scale for all. */
  waves(view: View): string;
  /** Score and RTO of the runs of an estate. */
  trend(view: View): string;
}

/** Loads the library that draws. It is loaded only where a page is made: it takes a fifth of a second. */
export async function loadCharts(): Promise<Charts> {
  const Plot = await import('@observablehq/plot');
  const draw = (about: string, options: Parameters<typeof Plot.plot>[0]): string => {
    const { document } = parseHTML('<!doctype html><html><body></body></html>');
    const drawn = Plot.plot({
      document,
      width: WIDTH,
      height: 220,
      marginLeft: 50,
      marginRight: 90,
      ...options,
    });
    // What the library says of colours is for its own pages; ours come from the page.
    for (const style of drawn.querySelectorAll('style')) style.remove();
    drawn.removeAttribute('class');
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', about);
    return `<figure>${drawn.outerHTML}<figcaption>${escapeText(about)}</figcaption></figure>`;
  };
  return {
    rto: ({ doc, words }) => {
      const sorted = rtoTimes(doc);
      if (sorted.length === 0) return '';
      const own = words.times;
      const at = (part: number) => words.minutes(quantile(sorted, part));
      const target = doc.rtoTargetMs / MINUTE_MS;
      const end = Math.max(target, (sorted.at(-1) ?? 0) / MINUTE_MS) * 1.05;
      return draw(own.rtoAbout(sorted.length, at(0.5), at(0.95), at(1)), {
        x: { label: own.minutes, domain: [0, end], labelArrow: 'none' },
        marginTop: 30,
        y: { label: own.machines, labelArrow: 'none', grid: true, ticks: 4, tickFormat: whole },
        marks: [
          Plot.rectY(
            sorted.map((ms) => ({ minutes: ms / MINUTE_MS })),
            {
              ...Plot.binX({ y: 'count' }, { x: { value: 'minutes', thresholds: 24, domain: [0, end] } }),
              fill: 'var(--accent)',
            },
          ),
          Plot.ruleY([0]),
          Plot.ruleX([target], { stroke: 'var(--blocked)', strokeWidth: 2, strokeDasharray: '6 4' }),
          Plot.text([target], {
            x: (value: number) => value,
            text: () => own.target(words.minutes(doc.rtoTargetMs)),
            frameAnchor: 'top',
            dy: -12,
          }),
        ],
      });
    },
    rpo: ({ doc, words }) => {
      const series = (doc.campaign?.rpo ?? []).slice(0, SERIES_MAX);
      const points = series.flatMap(({ name, points: all }) =>
        all.map(({ atMs, rpoMs }) => ({ name, at: atMs, rpo: rpoMs / MINUTE_MS })),
      );
      if (points.length === 0) return '';
      const long = Math.max(...points.map(({ at }) => at)) > 3 * HOUR_MS;
      const unit = long ? HOUR_MS : MINUTE_MS;
      // One below the other on one scale: machines that are alike would lie on each other.
      return draw(words.times.rpoAbout, {
        height: 60 + 80 * series.length,
        marginRight: 160,
        x: { label: long ? words.times.hours : words.times.virtualMinutes, labelArrow: 'none' },
        y: { label: words.times.minutes, labelArrow: 'none', grid: true, ticks: 3, zero: true },
        fy: { label: null, domain: series.map(({ name }) => name), padding: 0.15 },
        marks: [
          Plot.ruleY([0]),
          Plot.lineY(points, {
            x: ({ at }) => at / unit,
            y: 'rpo',
            fy: 'name',
            stroke: 'var(--accent)',
            strokeWidth: 1.5,
          }),
        ],
      });
    },
    trend: ({ doc, words }) => {
      const runs = runsOf(doc);
      const label = (index: number): string =>
        index === runs.length - 1
          ? words.trend.thisRun
          : (runs[index]?.exportedAt?.slice(0, 10) ?? runs[index]?.id.slice(0, 6) ?? '');
      const line = (
        about: string,
        of: (run: EarlierRun) => number | undefined,
        domain?: [number, number],
      ) => {
        const points = runs.flatMap((run, index) => {
          const value = of(run);
          return value === undefined ? [] : [{ index, value }];
        });
        if (points.length === 0) return '';
        return draw(about, {
          height: 150,
          x: {
            type: 'point',
            domain: runs.map((_, index) => index),
            label: null,
            tickFormat: label,
            ticks: spread(runs.length),
          },
          y: { label: null, grid: true, ticks: 4, zero: true, ...(domain && { domain }) },
          marks: [
            Plot.ruleY([0]),
            Plot.lineY(points, { x: 'index', y: 'value', stroke: 'var(--accent)', strokeWidth: 1.5 }),
            Plot.dot(points, { x: 'index', y: 'value', fill: 'var(--accent)', r: 3 }),
          ],
        });
      };
      return (
        line(words.trend.score, ({ score }) => score?.low, [0, 100]) +
        line(words.trend.rto, ({ rtoP95Ms }) => (rtoP95Ms === null ? undefined : rtoP95Ms / MINUTE_MS))
      );
    },
    waves: ({ doc, words }) => {
      const own = words.waves;
      const all = (doc.waves?.waves ?? []).flatMap(({ uses }, index) =>
        uses.map((use) => ({ ...use, wave: index + 1 })),
      );
      const limits = [...new Set(all.map(({ limit }) => limit))].slice(0, LIMITS_MAX);
      return limits
        .map((limit) => {
          const uses = all.filter((use) => use.limit === limit);
          const [first] = uses;
          if (!first) return '';
          return draw(own.chartAbout(words.said(limit) ?? limit), {
            height: 150,
            x: { label: own.wave, type: 'band', labelArrow: 'none', tickSize: 0 },
            y: {
              label: words.said(first.unit) ?? first.unit,
              labelArrow: 'none',
              grid: true,
              ticks: 4,
              zero: true,
            },
            marks: [
              Plot.barY(uses, { x: 'wave', y: 'used', fill: 'var(--accent)' }),
              Plot.ruleY([0]),
              Plot.ruleY([first.capacity], {
                stroke: 'var(--blocked)',
                strokeWidth: 2,
                strokeDasharray: '6 4',
              }),
              Plot.text([first.capacity], {
                y: (value: number) => value,
                text: () => `${own.capacity} ${first.capacity}`,
                frameAnchor: 'right',
                textAnchor: 'start',
                dx: 4,
              }),
            ],
          });
        })
        .join('');
    },
  };
}

/** At most so many places of runs that are named, the last among them. */
function spread(count: number): number[] {
  const step = Math.ceil(count / TICKS_MAX);
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => (count - 1 - index) % step === 0,
  );
}

function whole(value: number): string {
  return Number.isInteger(value) ? `${value}` : '';
}
