import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Journey, Journeys } from './journey';

const MINUTE_MS = 60_000;
type Entry = readonly [minute: number, kind: string, fields: Record<string, unknown>];

const AWAY: readonly Entry[] = [
  [0, 'item.state', { state: 'failed-over' }],
  [0, 'guest.running', { copy: 'azure', address: '10.100.0.5' }],
  [10, 'guest.write', { copy: 'azure', seq: 1 }],
  [20, 'guest.write', { copy: 'azure', seq: 2 }],
  [21, 'agent.drained', { copy: 'azure', pair: 'p', drain: 1, seq: 2 }],
  [25, 'guest.write', { copy: 'azure', seq: 3 }],
  [28, 'guest.write', { copy: 'azure', seq: 4 }],
  [30, 'guest.stopped', { copy: 'azure' }],
  [31, 'agent.drained', { copy: 'azure', pair: 'p', drain: 2, seq: 4 }],
];
const home = (drain: number, address: string | null = '10.1.0.5'): readonly Entry[] => [
  [34, 'point.recovered', { copy: 'on-premises', pair: 'p', drain }],
  [35, 'item.state', { state: 'failed-back' }],
  [36, 'guest.running', { copy: 'on-premises', address }],
];
const COMMIT: readonly Entry[] = [
  [40, 'job.state', { item: 'm', scenario: 'commit', state: 'InProgress' }],
  [41, 'item.state', { state: 'failback-committed' }],
];

function journeyOf(...parts: readonly (readonly Entry[])[]): Journey {
  const journeys = new Journeys();
  for (const [minute, kind, fields] of parts.flat())
    journeys.observe(minute * MINUTE_MS, kind, 'm', { machine: 'm', ...fields } as never);
  return journeys.of('m');
}

describe("a machine's way home", () => {
  it('takes as long as it serves nowhere, and loses nothing with the last drain', () => {
    const { recoveryTimeMs, recoveryPointMs, writesLost } = journeyOf(AWAY, home(2));
    assert.deepEqual([recoveryTimeMs, recoveryPointMs, writesLost], [6 * MINUTE_MS, 0, 0]);
  });

  it('goes back in time by what an earlier point lacks', () => {
    const { recoveryPointMs, writesLost } = journeyOf(AWAY, home(1));
    assert.deepEqual([recoveryPointMs, writesLost], [3 * MINUTE_MS, 2]);
  });

  it('serves only when it has an address', () => {
    const mute = journeyOf(AWAY, home(2, null));
    assert.deepEqual([mute.recoveryTimeMs, mute.downSinceMs], [undefined, 30 * MINUTE_MS]);
    const leased = journeyOf(AWAY, home(2, null), [[50, 'dhcp.leased', { holder: 'm' }]]);
    assert.equal(leased.recoveryTimeMs, 20 * MINUTE_MS);
  });

  it('cannot be gone back on once it is committed', () => {
    assert.equal(journeyOf(AWAY, home(2)).noReturnAtMs, undefined);
    assert.equal(journeyOf(AWAY, home(2), COMMIT).noReturnAtMs, 41 * MINUTE_MS);
  });

  it('is committed blindly where nobody reaches it at home', () => {
    assert.equal(journeyOf(AWAY, home(2), COMMIT).committedBlindAtMs, undefined);
    assert.equal(journeyOf(AWAY, home(2, null), COMMIT).committedBlindAtMs, 41 * MINUTE_MS);
  });

  const gone = (minute: number): Entry => [minute, 'vm.deleted', { copy: 'azure' }];
  for (const [what, entries, lost] of [
    ['before the failover home', [gone(22)], 22],
    ['before the commit', [...home(2), gone(38)], 38],
    ['before it is protected again', [...home(2), ...COMMIT, gone(42)], 42],
    ['by the service, as it commits', [...home(2), COMMIT[0], gone(40)], undefined],
    [
      'when it is protected again',
      [...home(2), ...COMMIT, [50, 'item.state', { state: 'protected' }], gone(60)],
      undefined,
    ],
  ] as readonly (readonly [string, readonly Entry[], number | undefined])[])
    it(`${lost === undefined ? 'keeps' : 'loses'} its way back where the copy in Azure is deleted ${what}`, () => {
      const { wayBackLostAtMs } = journeyOf(AWAY, entries);
      assert.equal(wayBackLostAtMs, lost === undefined ? undefined : lost * MINUTE_MS);
    });
});
