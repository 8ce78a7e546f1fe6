import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Agenda } from './agenda';

/** What may be asked of an agenda: file something for now, or so much later; take the next thing; drop each that a number divides. */
type Ask =
  | { readonly now: true }
  | { readonly later: number }
  | { readonly take: true }
  | { readonly drop: number };

const ASK: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({ now: fc.constant(true as const) }),
  { arbitrary: fc.record({ later: fc.integer({ min: 0, max: 9 }) }), weight: 6 },
  { arbitrary: fc.record({ take: fc.constant(true as const) }), weight: 4 },
  fc.record({ drop: fc.integer({ min: 2, max: 5 }) }),
);

interface Due {
  readonly time: number;
  readonly item: number;
  readonly present: boolean;
}

/** The same as a plain list: what is due by the clock comes before what was filed for now; each in the order in which it was filed. */
class Plain {
  list: Due[] = [];

  next(now: number): Due | undefined {
    const future = this.list.filter(({ present }) => !present);
    const first = future.reduce<Due | undefined>(
      (least, each) => (least && least.time <= each.time ? least : each),
      undefined,
    );
    if (first && first.time <= now) return first;
    return this.list.find(({ present }) => present) ?? first;
  }
}

describe('agenda', () => {
  it('for any use of it, gives what is due first, in the order in which it was filed', () => {
    fc.assert(
      fc.property(fc.array(ASK, { maxLength: 300, size: 'max' }), (asks) => {
        const agenda = new Agenda<number>();
        const plain = new Plain();
        let now = 0;
        asks.forEach((ask, item) => {
          const next = plain.next(now);
          const time = next?.present ? now : Math.max(now, next?.time ?? Number.POSITIVE_INFINITY);
          assert.equal(agenda.nextTime(now), time);
          if ('now' in ask) {
            agenda.addNow(item);
            plain.list.push({ time: now, item, present: true });
          } else if ('later' in ask) {
            agenda.add(now + ask.later, item);
            plain.list.push({ time: now + ask.later, item, present: false });
          } else if ('drop' in ask) {
            agenda.purge((each) => each % ask.drop === 0);
            plain.list = plain.list.filter((each) => each.present || each.item % ask.drop !== 0);
          } else if (next) {
            now = agenda.nextTime(now);
            assert.equal(agenda.take(now), next.item);
            plain.list = plain.list.filter((each) => each !== next);
          }
          assert.equal(agenda.length, plain.list.length);
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('grows, and keeps the order of thousands', () => {
    const agenda = new Agenda<number>();
    const due = (at: number): number => (at * 7_919) % 1_000;
    for (let at = 0; at < 5_000; at += 1) agenda.add(due(at), at);
    const taken: number[] = [];
    while (agenda.length > 0) taken.push(agenda.take(agenda.nextTime(0)));
    assert.deepEqual(
      taken,
      Array.from({ length: 5_000 }, (_, at) => at).sort((a, b) => due(a) - due(b) || a - b),
    );
  });

  it('has nothing due when it is empty', () => {
    const agenda = new Agenda<string>();
    assert.deepEqual([agenda.length, agenda.nextTime(5)], [0, Number.POSITIVE_INFINITY]);
    agenda.add(3, 'past');
    assert.equal(agenda.nextTime(5), 5);
    assert.equal(agenda.take(5), 'past');
    assert.deepEqual([agenda.length, agenda.nextTime(5)], [0, Number.POSITIVE_INFINITY]);
  });
});
