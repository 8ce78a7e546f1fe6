import type { Expectation, FaultKind, Invariant, Layer } from './kind';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How long faults last. Units: ms. */
export const LASTS = {
  blink: [SECOND, 20 * SECOND],
  short: [20 * SECOND, 5 * MINUTE],
  long: [5 * MINUTE, 45 * MINUTE],
  any: [SECOND, 45 * MINUTE],
} as const;

/** What a power cut costs. */
export const POWER_CUT = {
  breaks: ['no-lost-write'],
  why: 'it takes what the agent had not sent; a failover that finds the machine off counts it as shut down',
} as const;

/** The columns of a table of faults: name, what happens; role and capability of the target; how long; expectation, invariant at risk, source. */
export type Row = readonly [
  name: string,
  what: string,
  on: string,
  does: string,
  lasts: FaultKind['lasts'],
  expects: Expectation,
  endangers: Invariant,
  source: string,
  more?: Partial<FaultKind>,
];

/** Reads the rows of a layer. */
export function tableOf(layer: Layer, rows: readonly Row[]): readonly FaultKind[] {
  return rows.map(([name, what, on, does, lasts, expects, endangers, source, more]) => ({
    name,
    layer,
    what,
    on,
    does,
    lasts,
    expects,
    endangers,
    source,
    ...more,
  }));
}

/** Rows about one conversation, for each of the ways in which messages go wrong. */
export function conversation(
  name: string,
  about: string,
  prefix: string,
  endangers: Invariant,
  ways: readonly ('lose' | 'lose answer' | 'hold' | 'reset' | 'refuse' | 'repeat')[],
  more: Partial<FaultKind> = {},
): readonly Row[] {
  return ways.map((way): Row => {
    const { text, how, source } = WAYS[way];
    return [
      `${prefix}-${way.replace(' ', '-')}`,
      `${about}: ${text}`,
      'conversation',
      way,
      LASTS.any,
      'tolerate',
      endangers,
      source,
      { only: [name], how, ...more },
    ];
  });
}

const WAYS = {
  lose: {
    text: 'messages get lost',
    how: { share: 1, most: [1, 6] },
    source: 'Alquraan OSDI’18 (partial partitions); FoundationDB clogging',
  },
  'lose answer': {
    text: 'they are carried out, and the answer gets lost',
    how: { share: 1, most: [1, 3] },
    source: 'timeout after commit: Azure retry guidance; Gao FSE’18',
  },
  hold: {
    text: 'they arrive late',
    how: { ms: [500, 60_000] },
    source: 'TigerBeetle VOPR (delay); Toxiproxy latency',
  },
  reset: {
    text: 'the connection breaks',
    how: { share: 1, most: [1, 8] },
    source: 'Toxiproxy reset_peer; Pumba',
  },
  refuse: {
    text: 'something in between answers 503',
    how: { share: 1, most: [1, 8] },
    source: 'Yuan OSDI’14: wrong handling of signalled errors',
  },
  repeat: {
    text: 'they arrive twice',
    how: { share: 1, most: [1, 4] },
    source: 'TigerBeetle VOPR (replay)',
  },
} as const;
