import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Checkers, type FinalState, type Verdict } from '../simulators/checkers';
import { build, finalState } from '../simulators/estate';
import type { Fields } from '../simulators/kernel';
import { roundTrip } from './round-trip';
import { sampleEstate } from './sample-estate';
import { Watch } from './watch';

interface Entry {
  readonly time: number;
  readonly kind: string;
  readonly subject: string;
  readonly fields: Fields;
}

/** The journal of a healthy round trip, entry by entry, and how it ended. */
function healthy(): { entries: readonly Entry[]; state: FinalState } {
  const entries: Entry[] = [];
  const estate = build(sampleEstate({ machines: 1, writes: 20 }), 5, [
    (time, kind, subject, fields) => entries.push({ time, kind, subject, fields }),
  ]);
  const { kernel } = estate;
  const options = { machine: 'machine-1', workMs: 900_000, restartsMax: 0, restartAfterMs: 1_000 };
  const trip = kernel.spawn(undefined, 'round trip', roundTrip(estate, new Watch(kernel), options));
  kernel.run(30 * 24 * 3_600_000, () => trip.over);
  kernel.run(kernel.now + 900_000);
  return { entries, state: finalState(estate) };
}

const { entries, state } = healthy();

function judge(journal: readonly Entry[], end: FinalState = state): readonly Verdict[] {
  const checkers = new Checkers();
  for (const { time, kind, subject, fields } of journal) checkers.observe(time, kind, subject, fields);
  return checkers.conclude(end);
}

function invalid(journal: readonly Entry[], end?: FinalState): string[] {
  return judge(journal, end).flatMap((verdict) => (verdict.verdict === 'invalid' ? [verdict.checker] : []));
}

const is =
  (kind: string, fields: Fields = {}) =>
  (entry: Entry): boolean =>
    entry.kind === kind && Object.entries(fields).every(([key, value]) => entry.fields[key] === value);

/** The journal with the first (or last) matching entry changed into what `change` makes of it. */
function edit(
  matches: (entry: Entry) => boolean,
  change: (entry: Entry) => readonly Entry[],
  last = false,
): readonly Entry[] {
  const at = last ? entries.findLastIndex(matches) : entries.findIndex(matches);
  assert.ok(at >= 0, 'no such entry in the journal');
  return [...entries.slice(0, at), ...change(entries[at] as Entry), ...entries.slice(at + 1)];
}

const without = (): readonly Entry[] => [];
const withFields =
  (fields: Fields) =>
  (entry: Entry): readonly Entry[] => [{ ...entry, fields: { ...entry.fields, ...fields } }];

describe('checkers', () => {
  it('find nothing in a healthy round trip', () => {
    const verdicts = judge(entries);
    assert.equal(verdicts.length, 10);
    assert.deepEqual(
      verdicts.filter((verdict) => verdict.verdict !== 'valid'),
      [],
    );
  });

  it('no-lost-write sees a disk that came up with other contents', () => {
    assert.deepEqual(
      invalid(edit(is('guest.running', { copy: 'on-premises' }), withFields({ checksums: [1] }), true)),
      ['no-lost-write'],
    );
  });

  it('no-lost-write sees a write acknowledged after the last drain and missing in the recovered copy', () => {
    const write = is('guest.write', { copy: 'azure' });
    const late = entries.findLast(write) as Entry;
    const journal = edit(is('point.recovered', { copy: 'on-premises' }), (entry) => [
      { ...late, time: entry.time, fields: { ...late.fields, start: 900, seq: 99_999 } },
      entry,
    ]);
    assert.ok(invalid(journal).includes('no-lost-write'));
  });

  it('no-lost-write sees a recovery to a drain that no agent took', () => {
    assert.ok(
      invalid(edit(is('point.recovered', { copy: 'azure' }), withFields({ drain: 77 }))).includes(
        'no-lost-write',
      ),
    );
  });

  it('no-lost-write sees a recovery point that is not what the disks held, though nobody recovers to it', () => {
    assert.deepEqual(invalid(edit(is('point.made'), withFields({ checksums: [1] }), true)), [
      'no-lost-write',
    ]);
  });

  it('one-active-copy sees both copies run', () => {
    assert.ok(invalid(edit(is('guest.stopped', { copy: 'azure' }), without)).includes('one-active-copy'));
  });

  it('write-order sees points that go back in the order of writes', () => {
    const journal = edit(is('point.made'), withFields({ seq: -1 }), true);
    assert.deepEqual(invalid(journal), ['write-order']);
  });

  it('write-order takes a point that is told late for what it is', () => {
    const points = entries.filter(is('point.made', { pair: 'machine-1/to-azure-1' }));
    const [first, second] = points as [Entry, Entry];
    const told = entries.filter((entry) => entry !== first);
    const at = told.indexOf(second) + 1;
    const late = [...told.slice(0, at), { ...first, time: second.time }, ...told.slice(at)];
    assert.ok(!invalid(late).includes('write-order'));
  });

  it('write-order sees a group point in which a member went on writing', () => {
    const drained = entries.find(is('agent.drained')) as Entry;
    const recovered = entries.find(is('point.recovered')) as Entry;
    const take = (machine: string): Entry => ({
      ...drained,
      subject: machine,
      fields: { ...drained.fields, pair: `${machine}/p`, drain: 1, group: 'g 1' },
    });
    const write: Entry = { ...(entries.find(is('guest.write')) as Entry), subject: 'a' };
    const back: Entry = {
      ...recovered,
      subject: 'b',
      fields: { ...recovered.fields, pair: 'b/p', drain: 1, wanted: 'latest-group' },
    };
    assert.deepEqual(invalid([take('a'), write, take('b'), back]), ['write-order']);
    assert.deepEqual(invalid([take('a'), take('b'), write, back]), []);
    const made = entries.find(is('point.made')) as Entry;
    const offered: Entry = {
      ...made,
      subject: 'b',
      fields: { ...made.fields, pair: 'b/p', drain: 1, checksums: [] },
    };
    assert.deepEqual(invalid([take('a'), write, take('b'), offered]), ['write-order']);
    assert.deepEqual(invalid([back]), ['no-lost-write', 'write-order']);
  });

  it('delta-only sees a batch that carries more than what differs', () => {
    const sent = is('agent.sent', { copy: 'azure' });
    const first = entries.find(sent) as Entry;
    assert.deepEqual(invalid(edit(sent, withFields({ extents: Number(first.fields.extents) + 1 }))), [
      'delta-only',
    ]);
  });

  it('refuse-before-write sees a change made before a refusal', () => {
    const preflight = is('job.task', {
      task: 'SwitchReplicationGroupProtectionPreflightTask',
      state: 'Succeeded',
    });
    const powerOff = entries.find(is('vim.call', { method: 'PowerOnVM_Task', account: 'svc-asr' })) as Entry;
    const journal = edit(preflight, (entry) => [
      { ...powerOff, time: entry.time },
      ...withFields({ state: 'Failed' })(entry),
    ]);
    assert.ok(invalid(journal).includes('refuse-before-write'));
  });

  it('refuse-before-write sees a reprotection that goes on over a standing snapshot', () => {
    const journal = edit(is('vm.present', { machine: 'machine-1' }), withFields({ snapshots: 1 }));
    assert.deepEqual(invalid(journal), ['refuse-before-write']);
  });

  it('truthful-jobs sees success without its effect, with an open task, and without the machine coming up', () => {
    assert.ok(
      invalid(edit(is('pair.started', { target: 'on-premises' }), without)).includes('truthful-jobs'),
    );
    assert.deepEqual(invalid(edit(is('job.task', { task: 'FailoverTask', state: 'Succeeded' }), without)), [
      'truthful-jobs',
    ]);
    assert.ok(invalid(edit(is('guest.running', { copy: 'azure' }), without)).includes('truthful-jobs'));
  });

  it('truthful-jobs sees a failed job that cannot be restarted', () => {
    const end = { ...state, failedJobs: [{ id: 'j', item: 'machine-1', restartable: false }] };
    assert.deepEqual(invalid(entries, end), ['truthful-jobs']);
  });

  it('no-silent-gap sees replication stop without a warning', () => {
    const pair = String((entries.findLast(is('pair.started')) as Entry).fields.pair);
    const journal = entries.filter(
      (entry) => !(entry.kind === 'point.made' && entry.fields.pair === pair && entry.fields.drain !== 1),
    );
    assert.deepEqual(invalid(journal, { ...state, now: state.now + 2 * 3_600_000 }), ['no-silent-gap']);
  });

  it('no-silent-gap sees a first copy that stands still behind a Normal health', () => {
    const at = entries.findIndex(is('pair.started', { target: 'on-premises' }));
    const { pair } = (entries[at] as Entry).fields;
    const stall: Entry = {
      time: (entries[at] as Entry).time,
      kind: 'pair.stalled',
      subject: 'machine-1',
      fields: { pair: pair ?? '', code: 'x' },
    };
    const end = { ...state, now: stall.time + 3_600_000 };
    assert.ok(invalid([...entries.slice(0, at + 1), stall], end).includes('no-silent-gap'));
    // Where the heartbeat that would have told of it was lost, only its absence tells, and that takes longer.
    const lost: Entry = { ...stall, kind: 'message.lost', fields: { message: 'cs.heartbeat' } };
    const stalled = (minutes: number, ...more: readonly Entry[]): string[] =>
      invalid([...entries.slice(0, at + 1), stall, ...more], {
        ...state,
        now: stall.time + minutes * 60_000,
      });
    assert.ok(stalled(18).includes('no-silent-gap'));
    assert.ok(!stalled(18, lost).includes('no-silent-gap'));
    assert.ok(stalled(27, lost).includes('no-silent-gap'));
  });

  it('nothing-left-behind sees attached disks, locks, queues and strangers', () => {
    const vm = state.vms.find((candidate) => candidate.name === 'machine-1') as FinalState['vms'][number];
    const ends: readonly FinalState[] = [
      { ...state, vms: [{ ...vm, attachedTo: 'management-server' }] },
      { ...state, vms: [{ ...vm, busy: true }] },
      { ...state, attachedPairs: ['machine-1/to-site-9'] },
      { ...state, queuedPairs: ['machine-1/to-site-9'] },
      { ...state, azureVms: [{ name: 'stranger', machine: 'stranger', running: true }] },
    ];
    for (const end of ends) assert.deepEqual(invalid(entries, end), ['nothing-left-behind']);
  });

  it('least-privilege sees a call that the account had no right to make', () => {
    const journal = edit(
      (entry) => entry.kind === 'account.role' && entry.subject === 'svc-asr',
      withFields({ privileges: ['System.View'] }),
    );
    assert.deepEqual(invalid(journal), ['least-privilege']);
  });

  it('least-privilege lets a call go on that was allowed when it was asked for', () => {
    const call = is('vim.call', { account: 'svc-asr', method: 'PowerOnVM_Task' });
    const role = entries.find(is('account.role')) as Entry;
    const demoted = (time: number): readonly Entry[] =>
      edit(call, (entry) => [
        { ...role, time, subject: 'svc-asr', fields: { role: 'Read-only', privileges: ['System.View'] } },
        entry,
      ]);
    const { askedAtMs } = (entries.find(call) as Entry).fields;
    assert.deepEqual(invalid(demoted(Number(askedAtMs) + 1)), []);
    assert.deepEqual(invalid(demoted(Number(askedAtMs) - 1)), ['least-privilege']);
  });

  it('comes-home sees a failback that never ends', () => {
    const at = entries.findIndex(is('item.state', { state: 'protected-to-site' }));
    const item = { ...(state.items[0] as FinalState['items'][number]), state: 'reprotecting' };
    const end = { ...state, items: [item], now: state.now + 72 * 3_600_000 };
    assert.ok(invalid(entries.slice(0, at), end).includes('comes-home'));
  });
});
