import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  FAULTS,
  type FaultKind,
  LAYERS,
  PHASES,
  type PlannedFault,
  type Trigger,
} from '../simulators/faults';
import { Randomness } from '../simulators/kernel';
import { drawHow, drawRow, drawSchedule, kindsFor, type Lot, pickKind } from './draw';

const LOT: Lot = {
  kinds: FAULTS,
  tasks: ['TaskA', 'TaskB', 'TaskC'],
  entries: [
    ['point.made', 40],
    ['vim.call', 8],
  ],
  faultsMax: 6,
};
const SEEDS = Array.from({ length: 1_500 }, (_, seed) => seed);
const KINDS = new Map(FAULTS.map((kind) => [kind.name, kind]));

const drawn = (lot: Lot = LOT, seeds: readonly number[] = SEEDS): readonly PlannedFault[] =>
  seeds.flatMap((seed) => drawSchedule(seed, lot).faults);
const kindOf = ({ fault }: PlannedFault): FaultKind => KINDS.get(fault) as FaultKind;
/** From the least to the most of what was drawn. */
const span = (numbers: readonly number[]): readonly [number, number] => [
  Math.min(...numbers),
  Math.max(...numbers),
];
const triggers = <K extends string>(key: K): readonly (Trigger & Record<K, unknown>)[] =>
  drawn().flatMap(({ when }) => (key in when ? [when as Trigger & Record<K, unknown>] : []));

describe('a schedule', () => {
  it('is drawn from its seed and nothing else', () => {
    assert.deepEqual(drawSchedule(7, LOT), drawSchedule(7, LOT));
    assert.notDeepEqual(drawSchedule(7, LOT), drawSchedule(8, LOT));
  });

  it('has between one fault and the most', () => {
    const counts = SEEDS.map((seed) => drawSchedule(seed, LOT).faults.length);
    assert.deepEqual(
      [...new Set(counts)].sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6],
    );
  });

  it('has some layers and kinds and not the others, and each of them sometimes', () => {
    const many: Lot = { ...LOT, faultsMax: 400 };
    const runs = SEEDS.slice(0, 60)
      .map((seed) => drawSchedule(seed, many).faults)
      .filter(({ length }) => length > 200);
    for (const faults of runs) {
      const layers = new Set(faults.map((fault) => kindOf(fault).layer));
      assert.ok(layers.size < LAYERS.length, 'all layers at once');
      const possible = FAULTS.filter(({ layer }) => layers.has(layer)).length;
      assert.ok(new Set(faults.map(({ fault }) => fault)).size < possible * 0.8);
    }
    assert.equal(new Set(drawn().map(({ fault }) => fault)).size, FAULTS.length);
  });

  it('takes all kinds where chance leaves none', () => {
    const one: Lot = { ...LOT, kinds: FAULTS.slice(0, 1) };
    assert.deepEqual(new Set(drawn(one).map(({ fault }) => fault)), new Set([FAULTS[0]?.name]));
  });
});

describe('a fault that is drawn', () => {
  it('strikes one target mostly, a minority or all of them sometimes', () => {
    const targets = drawn().map(({ target }) => target);
    const share = (some: (target: string | number) => boolean) =>
      targets.filter(some).length / targets.length;
    assert.ok(Math.abs(share((target) => target === 'all') - 0.1) < 0.02);
    assert.ok(Math.abs(share((target) => target === 'minority') - 0.1) < 0.02);
    assert.deepEqual(span(targets.filter((target) => typeof target === 'number')), [0, 99]);
  });

  it('lasts as long as its kind may; short ones are as likely as long ones', () => {
    for (const fault of drawn()) {
      const { lasts } = kindOf(fault);
      if (lasts === 'passes') assert.equal(fault.lastsMs, null);
      else assert.ok(fault.lastsMs !== null && fault.lastsMs >= lasts[0] && fault.lastsMs <= lasts[1]);
    }
    const crash = { ...(KINDS.get('process-server-crash') as FaultKind), lasts: [100, 10_000] as const };
    const times = drawn({ ...LOT, kinds: [crash] }).map(({ lastsMs }) => lastsMs as number);
    assert.ok(Math.abs(times.filter((ms) => ms < 1_000).length / times.length - 0.5) < 0.05);
  });

  it('waits for a phase in which it can strike, and nothing else, if it can not in all', () => {
    for (const fault of drawn()) {
      const { phases } = kindOf(fault);
      if (phases) assert.ok('phase' in fault.when && phases.includes(fault.when.phase));
    }
    assert.deepEqual(new Set(triggers('phase').map(({ phase }) => phase)), new Set(PHASES));
  });

  it('strikes at once or within half an hour of its trigger', () => {
    for (const key of ['phase', 'task']) {
      const after = drawn().flatMap(({ when }) =>
        key in when && 'afterMs' in when ? [when.afterMs ?? 0] : [],
      );
      const [least, most] = span(after);
      assert.equal(least, 0);
      assert.ok(most > 1_200_000 && most < 1_800_000, `${most}`);
      assert.ok(after.every(Number.isInteger));
      assert.ok(after.filter((ms) => ms === 0).length > after.length / 10);
    }
  });

  it('waits for a task, an entry of the journal or a time, too', () => {
    assert.deepEqual(new Set(triggers('task').map(({ task }) => task)), new Set(LOT.tasks));
    const nths = (name: string): readonly number[] =>
      drawn().flatMap(({ when }) => ('nth' in when && when.entry === name ? [when.nth] : []));
    assert.deepEqual(span(nths('point.made')), [1, 40]);
    assert.deepEqual(span(nths('vim.call')), [1, 8]);
    assert.deepEqual(span(nths('fault.began')), [1, LOT.faultsMax]);
    // Half of those behind an entry strike with it, the others some time after.
    const behind = drawn().filter(({ when }) => 'nth' in when && when.entry !== 'fault.began');
    const later = behind.filter(({ when }) => 'afterMs' in when && when.afterMs !== undefined);
    assert.ok(Math.abs(later.length / behind.length - 0.5) < 0.1);
    const [least, most] = span(triggers('atMs').map(({ atMs }) => Number(atMs)));
    assert.ok(least < 600_000 && most > 3.8 * 3_600_000 && most <= 4 * 3_600_000);
    const any = drawn().filter((fault) => !kindOf(fault).phases);
    for (const [key, share] of [
      ['task', 0.1],
      ['nth', 0.3],
      ['atMs', 0.1],
    ] as const)
      assert.ok(Math.abs(any.filter(({ when }) => key in when).length / any.length - share) < 0.03, key);
  });

  it('waits for no task where the estate has none', () => {
    assert.ok(drawn({ ...LOT, tasks: [] }).every(({ when }) => !('task' in when)));
  });

  it('is told what it needs: whole numbers between two, one of a list, or what stands fast', () => {
    const flip = FAULTS.find(({ how }) => how?.extent !== undefined) as FaultKind;
    const draws = new Randomness(1).stream('how');
    const how = { extent: [3, 5], fault: ['A', 'B', 'C'], share: 1, way: 'out' } as const;
    const all = Array.from({ length: 200 }, () => drawHow({ ...flip, how }, draws));
    assert.deepEqual(new Set(all.map(({ extent }) => extent)), new Set([3, 4, 5]));
    assert.deepEqual(new Set(all.map(({ fault }) => fault)), new Set(['A', 'B', 'C']));
    assert.ok(all.every(({ share, way }) => share === 1 && way === 'out'));
    const { how: _none, ...plain } = flip;
    assert.deepEqual(drawHow(plain, draws), {});
  });
});

describe('a row that is drawn', () => {
  const row = { phase: 'at home', kinds: ['process-server-crash', 'process-server-restart'] } as const;
  const rows = SEEDS.map((seed) => drawRow(seed, row).faults);

  it('has its kinds, in its phase, from its seed and nothing else', () => {
    assert.deepEqual(drawRow(7, row), drawRow(7, row));
    for (const faults of rows) {
      assert.deepEqual(
        faults.map(({ fault }) => fault),
        row.kinds,
      );
      for (const { when } of faults) assert('phase' in when && when.phase === 'at home');
    }
  });

  it('strikes within five minutes, one target each, for as long as its kind may', () => {
    const faults = rows.flat();
    const after = faults.map(({ when }) => ('phase' in when ? when.afterMs : Number.NaN));
    const [least, most] = span(after);
    assert(least === 0 && most > 240_000 && most < 300_000, `${least} ${most}`);
    assert.deepEqual(span(faults.map(({ target }) => target as number)), [0, 99]);
    const [crash, restart] = row.kinds.map((name) => faults.filter(({ fault }) => fault === name));
    assert(crash?.every(({ lastsMs }) => lastsMs !== null));
    assert(restart?.every(({ lastsMs }) => lastsMs === null));
  });

  it('is told what its kinds need', () => {
    const kind = FAULTS.find(({ how }) => how?.mbitPerSecond !== undefined) as FaultKind;
    const [fault] = drawRow(1, { phase: 'at home', kinds: [kind.name] }).faults;
    assert.deepEqual(Object.keys(fault?.how ?? {}), Object.keys(kind.how ?? {}));
  });
});

describe('a kind by what is done to whom', () => {
  it('is any of its group, and no group counts more for having many', () => {
    const lone = FAULTS.find(({ name }) => name === 'process-server-crash') as FaultKind;
    const many = FAULTS.filter(({ on, does }) => on === 'conversation' && does === 'lose');
    const draws = new Randomness(1).stream('kinds');
    const picked = Array.from({ length: 2_000 }, () => pickKind(draws, [lone, ...many]).name);
    const crashes = picked.filter((name) => name === lone.name).length;
    assert(crashes > 900 && crashes < 1_100, `${crashes}`);
    assert.equal(new Set(picked).size, many.length + 1);
  });
});

describe('the kinds for an estate', () => {
  it('are those that have a target in it', () => {
    const kinds = kindsFor(new Set(['process server', 'host']));
    assert.deepEqual(new Set(kinds.map(({ on }) => on)), new Set(['process server', 'host']));
    assert.equal(kinds.length, FAULTS.filter(({ on }) => on === 'process server' || on === 'host').length);
    assert.deepEqual(kindsFor(new Set()), []);
  });
});
