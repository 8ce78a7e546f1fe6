import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Outcome, type Question, Refusal } from '../simulators/network';
import { ExtentMap } from '../simulators/storage';
import { Nonsense, readOutcome, readQuestion, sayOutcome, sayQuestion } from './codec';

const CAUSE = { code: 'SIM-UNKNOWN', message: 'no', recommendedAction: 'look', about: ['web-01'] };

/** As it arrives. */
function carried(said: unknown): unknown {
  return JSON.parse(JSON.stringify(said));
}

describe('what nodes say to each other', () => {
  it('is the same when it arrives, contents of disks too', () => {
    const contents = ExtentMap.empty.write(3, 40, 7).write(10, 1, 8);
    const message = { kind: 'disk.view', vm: 'web-01', nested: [{ contents }] };
    const question = { from: '10.0.0.1', to: '10.0.0.2', port: 902, message } as Question;
    const read = readQuestion(carried(sayQuestion(question)));
    const [{ contents: came } = { contents: ExtentMap.empty }] = (read.message as typeof message).nested;
    assert.ok(came.equals(contents));
    assert.deepEqual({ ...read, message: 0 }, { ...question, message: 0 });
  });

  it('tells answers, refusals with their causes, and what was broken', () => {
    const refusal = new Refusal(CAUSE, [CAUSE, { ...CAUSE, code: 'SIM-OTHER' }], true);
    for (const outcome of [
      { result: { a: 1 } },
      { result: null },
      { refusal },
      { broken: 'lost' },
    ] as Outcome[])
      assert.deepEqual(readOutcome(carried(sayOutcome(outcome))), outcome);
  });

  it('is refused where it makes no sense, and where it has no form', () => {
    for (const said of [
      null,
      7,
      {},
      { from: 'a', to: 'b', port: 1 },
      { from: 'a', to: 'b', port: 1.5, message: { kind: 'x' } },
    ])
      assert.throws(() => readQuestion(said), Nonsense);
    for (const said of [
      null,
      'x',
      {},
      { refusal: {} },
      { refusal: { causes: [], retry: true } },
      { result: { $extents: 1 } },
    ])
      assert.throws(() => readOutcome(said), Nonsense);
    const question = { from: 'a', to: 'b', port: 1, message: { kind: 'x', map: new Map() } };
    assert.throws(() => sayQuestion(question as unknown as Question), /holds a Map/);
  });
});
