import assert from 'node:assert/strict';
import type { Entries } from '../wire';
import { Checkers, type FinalState } from './index';

type Disturbance =
  | 'component.killed'
  | 'component.paused'
  | 'component.started'
  | 'component.resumed'
  | 'link.down'
  | 'link.up'
  | 'link.bandwidth'
  | 'network.blocked'
  | 'cs.lost'
  | 'fault.began'
  | 'fault.healed';

/** What the journal says at a time: an entry of the domain, or a disturbance, of which only time and subject matter. */
export type Entry =
  | {
      readonly [K in keyof Entries]: readonly [timeMs: number, kind: K, subject: string, fields: Entries[K]];
    }[keyof Entries]
  | readonly [timeMs: number, kind: Disturbance, subject: string]
  | readonly [
      timeMs: number,
      kind: 'message.lost' | 'message.meddled',
      way: string,
      { readonly message: string },
    ];

/** The end of a run that left nothing behind and nothing undone, at `now`. */
const NOTHING: FinalState = {
  now: 0,
  activeJobs: 0,
  vms: [],
  azureVms: [],
  items: [],
  attachedPairs: [],
  queuedPairs: [],
  failedJobs: [],
};

/** What one of the checkers says of a history that is written by hand, entry by entry, and of how it ended. */
export function checker(name: string) {
  const judge = (history: readonly Entry[], end: Partial<FinalState>) => {
    const checkers = new Checkers();
    for (const [time, kind, subject, fields = {}] of history)
      checkers.observe(time, kind, subject, { ...fields });
    const found = checkers
      .conclude({ ...NOTHING, now: history.at(-1)?.[0] ?? 0, ...end })
      .find((verdict) => verdict.checker === name);
    assert.ok(found, `no checker is called ${name}`);
    return found;
  };
  const expect = (
    verdict: 'invalid' | 'unknown',
    history: readonly Entry[],
    evidence: readonly RegExp[],
    end: Partial<FinalState>,
  ): void => {
    const found = judge(history, end);
    assert.equal(found.verdict, verdict);
    assert.equal(found.evidence.length, evidence.length, found.evidence.join('\n'));
    evidence.forEach((line, at) => {
      assert.match(found.evidence[at] ?? '', line);
    });
  };
  return {
    /** The history is valid, and nothing is said of it. */
    accepts(history: readonly Entry[], end: Partial<FinalState> = {}): void {
      assert.deepEqual(judge(history, end), { checker: name, verdict: 'valid', evidence: [] });
    },
    /** The history is invalid, and this is the evidence, line by line. */
    finds(history: readonly Entry[], evidence: readonly RegExp[], end: Partial<FinalState> = {}): void {
      expect('invalid', history, evidence, end);
    },
    /** It cannot be told yet, for this reason. */
    waits(history: readonly Entry[], evidence: readonly RegExp[], end: Partial<FinalState> = {}): void {
      expect('unknown', history, evidence, end);
    },
  };
}
