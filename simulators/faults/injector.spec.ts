import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fields, Kernel, type Target } from '../kernel';
import { Injector, type PlannedFault, type Schedule } from './index';

const CRASH = 'process-server-crash';

/** A fault that strikes the first possible target at 1 s and lasts 5 s, unless told otherwise. */
const fault = (facts: Partial<PlannedFault> = {}): PlannedFault => ({
  fault: CRASH,
  when: { atMs: 1_000 },
  target: 0,
  lastsMs: 5_000,
  how: {},
  ...facts,
});

/** Targets of one role that note what is done to them, a kernel, and an injector with a schedule. */
function setting({
  names = ['ps-01', 'ps-02', 'ps-03', 'ps-04'],
  role = 'process server',
  can = ['crash', 'pause', 'restart'],
  machine,
  ...schedule
}: Partial<Schedule> & {
  names?: readonly string[];
  role?: string;
  can?: readonly string[];
  machine?: string;
} = {}) {
  const kernel = new Kernel(5);
  const done: string[] = [];
  const journal: string[] = [];
  kernel.journal.observe((time, kind, subject, fields) => {
    if (kind.startsWith('fault.')) journal.push([time, kind, subject, ...Object.values(fields)].join(' '));
  });
  const able = (name: string): Target['able'] =>
    Object.fromEntries(
      can.map((does) => [
        does,
        (how) => {
          done.push([kernel.now, does, name, ...Object.values(how)].join(' '));
          return does === 'restart' ? undefined : () => done.push(`${kernel.now} undo ${does} ${name}`);
        },
      ]),
    );
  let targets: readonly Target[] = names.map((name) => ({
    role,
    name,
    able: able(name),
    ...(machine === undefined ? {} : { machine }),
  }));
  const injector = new Injector(kernel, () => targets, { faults: [], ...schedule });
  return {
    kernel,
    injector,
    done,
    journal,
    lose: (): void => {
      targets = [];
    },
    /** Something happens at a time: an entry of the journal. */
    happens: (at: number, kind: string, subject: string, fields: Fields = {}): void => {
      kernel.after(at - kernel.now, () => kernel.record(kind, subject, fields));
    },
  };
}

const enters = (
  { happens }: Pick<ReturnType<typeof setting>, 'happens'>,
  at: number,
  state: string,
  machine = 'erp',
): void => happens(at, 'item.state', machine, { state });

describe('a fault', () => {
  it('strikes at its time, lasts as long as it is to, and is written down', () => {
    const { kernel, injector, done, journal } = setting({ faults: [fault({ how: { hard: 1 } })] });
    kernel.run(5_999);
    const outcome = injector.outcomes[0];
    assert.ok(outcome);
    assert.deepEqual([injector.holds, injector.isInForce(outcome)], [true, true]);
    kernel.run();
    assert.deepEqual(done, ['1000 crash ps-01 1', '6000 undo crash ps-01']);
    assert.deepEqual(journal, [
      `1000 fault.began ${CRASH} process server ps-01 1`,
      `6000 fault.healed ${CRASH}`,
    ]);
    assert.deepEqual([injector.holds, injector.isInForce(outcome)], [false, false]);
    const { id, struck, atMs, healedAtMs, missed, disarmed } = outcome;
    assert.deepEqual(
      [id, struck, atMs, healedAtMs, missed, disarmed],
      ['fault-1', ['ps-01'], 1_000, 6_000, undefined, false],
    );
  });

  it('passes by itself where nothing is to be taken back', () => {
    const { kernel, injector, done, journal } = setting({
      faults: [fault({ fault: 'process-server-restart', lastsMs: null })],
    });
    kernel.run();
    assert.deepEqual(done, ['1000 restart ps-01']);
    assert.equal(injector.holds, false);
    injector.healAll();
    assert.equal(journal.length, 1);
    assert.equal(injector.outcomes[0]?.healedAtMs, undefined);
  });

  it('stays in force until all is healed, if no time is said', () => {
    const { kernel, injector, done } = setting({ faults: [fault({ lastsMs: null })] });
    kernel.run(900_000);
    assert.deepEqual(done, ['1000 crash ps-01']);
    injector.healAll();
    injector.healAll();
    assert.deepEqual(done.slice(1), ['900000 undo crash ps-01']);
    assert.equal(injector.outcomes[0]?.disarmed, false);
  });

  it('is done at once when it is injected, whatever its trigger', () => {
    const { kernel, injector, done } = setting();
    kernel.run(50);
    const outcome = injector.inject(fault({ when: { atMs: 9_000 } }));
    assert.deepEqual([outcome.atMs, outcome.struck], [50, ['ps-01']]);
    kernel.run();
    assert.deepEqual(done, ['50 crash ps-01', '5050 undo crash ps-01']);
  });

  it('that is armed too late for its time strikes at once', () => {
    const { kernel, injector } = setting({ faults: [fault()] });
    kernel.run(2_000);
    const late = injector.arm(fault({ target: 1 }));
    const soon = injector.arm(fault({ target: 2, when: { atMs: 2_500 } }));
    assert.deepEqual([late.id, soon.id], ['fault-2', 'fault-3']);
    kernel.run();
    assert.deepEqual([late.atMs, soon.atMs], [2_000, 2_500]);
    assert.deepEqual(injector.outcomes[2], soon);
  });

  it('does not strike any more once it is healed before its time', () => {
    const { kernel, injector, done } = setting({
      faults: [fault(), fault({ when: { entry: 'x', nth: 1 } })],
    });
    injector.healAll();
    kernel.record('x', 'y');
    kernel.run();
    assert.deepEqual(done, []);
    assert.deepEqual(
      injector.outcomes.map(({ disarmed, atMs, missed }) => [disarmed, atMs, missed]),
      [
        [true, undefined, undefined],
        [true, undefined, undefined],
      ],
    );
    assert.equal(injector.unfired.length, 2);
  });

  it('is healed by itself, and leaves the others in force', () => {
    const { kernel, injector, done } = setting({
      faults: [fault(), fault({ target: 1 }), fault({ target: 2, when: { atMs: 3_000 } })],
    });
    kernel.run(2_000);
    const [first, second] = injector.outcomes;
    assert.ok(first && second);
    injector.heal(first);
    assert.deepEqual([injector.isInForce(first), injector.isInForce(second)], [false, true]);
    assert.equal(first.healedAtMs, 2_000);
    kernel.run();
    assert.deepEqual(done, [
      '1000 crash ps-01',
      '1000 crash ps-02',
      '2000 undo crash ps-01',
      '3000 crash ps-03',
      '6000 undo crash ps-02',
      '8000 undo crash ps-03',
    ]);
  });

  for (const [what, planned, code] of [
    ['an unknown kind', fault({ fault: 'meteor' }), 'HW-FAULT-UNKNOWN'],
    [
      'a phase in which its kind cannot strike',
      fault({ fault: 'guest-hang', when: { phase: 'failing over', afterMs: 0 } }),
      'HW-FAULT-PHASE',
    ],
  ] as const)
    it(`of ${what} is refused, and nothing of its schedule is armed`, () => {
      assert.throws(() => setting({ faults: [fault(), planned] }), { code });
      const { kernel, injector, done } = setting();
      assert.throws(() => injector.arm(planned), { code });
      assert.throws(() => injector.inject(planned), { code });
      kernel.run();
      assert.deepEqual([injector.outcomes, done], [[], []]);
    });
});

describe('the trigger of a fault', () => {
  const struckAt = (
    when: PlannedFault['when'],
    events: (setting: ReturnType<typeof setting1>) => void,
  ): number | undefined => {
    const made = setting1(when);
    events(made);
    made.kernel.run();
    return made.injector.outcomes[0]?.atMs;
  };
  const setting1 = (when: PlannedFault['when']) => setting({ faults: [fault({ when })] });

  it('is a phase that any machine enters, or a time after it', () => {
    const entered = (afterMs: number, state: string) =>
      struckAt({ phase: 'in Azure', afterMs }, (made) => enters(made, 100, state));
    assert.equal(entered(0, 'failed-over'), 100);
    assert.equal(entered(30, 'failed-over'), 130);
    assert.equal(entered(0, 'protected'), undefined);
  });

  it('is a phase that one machine enters', () => {
    const when = { phase: 'in Azure', machine: 'web', afterMs: 0 } as const;
    assert.equal(
      struckAt(when, (made) => enters(made, 100, 'failed-over')),
      undefined,
    );
    assert.equal(
      struckAt(when, (made) => {
        enters(made, 100, 'failed-over');
        enters(made, 200, 'failed-over', 'web');
      }),
      200,
    );
  });

  it('is a phase that is entered, not one in which a machine is', () => {
    assert.equal(
      struckAt({ phase: 'in Azure', afterMs: 0 }, (made) => made.happens(5, 'in Azure', 'erp')),
      undefined,
    );
  });

  it('is a task that begins, or a time after it', () => {
    const task = (kind: string, name: string, state: string) =>
      struckAt({ task: 'FailoverTask', afterMs: 20 }, ({ happens }) =>
        happens(100, kind, 'job-1', { task: name, state }),
      );
    assert.equal(task('job.task', 'FailoverTask', 'InProgress'), 120);
    assert.equal(task('job.task', 'FailoverTask', 'Succeeded'), undefined);
    assert.equal(task('job.task', 'OtherTask', 'InProgress'), undefined);
    assert.equal(task('job.other', 'FailoverTask', 'InProgress'), undefined);
  });

  it('is the nth entry of a kind', () => {
    assert.equal(
      struckAt({ entry: 'point.made', nth: 2 }, ({ happens }) => {
        for (const at of [10, 20, 30]) happens(at, 'point.made', 'erp');
        for (const at of [1, 2, 3]) happens(at, 'agent.sent', 'erp');
      }),
      20,
    );
  });

  it('is chance, at each entry of a kind, with its own draws', () => {
    const tries = (chance: number) =>
      struckAt({ entry: 'point.made', chance }, ({ happens }) => {
        happens(1, 'agent.sent', 'erp');
        for (let at = 10; at < 1_000; at += 10) happens(at, 'point.made', 'erp');
      });
    assert.equal(tries(1), 10);
    assert.equal(tries(0), undefined);
    const kernel = new Kernel(5);
    let first = 10;
    while (!kernel.random(`chance of ${CRASH}`).chance(0.1)) first += 10;
    assert.equal(tries(0.1), first);
  });

  it('makes it strike once', () => {
    const { kernel, injector, done, journal, happens } = setting({
      faults: [fault({ when: { phase: 'in Azure', afterMs: 50 } })],
    });
    enters({ happens }, 10, 'failed-over');
    enters({ happens }, 20, 'failed-over', 'web');
    enters({ happens }, 9_000, 'failed-over', 'crm');
    kernel.run();
    assert.deepEqual(done, ['60 crash ps-01', '5060 undo crash ps-01']);
    assert.deepEqual([injector.outcomes[0]?.atMs, journal.length], [60, 2]);
  });

  it('does nothing more for a fault that missed', () => {
    const { kernel, injector, journal, happens, lose } = setting({
      faults: [fault({ when: { phase: 'in Azure', afterMs: 0 } })],
    });
    lose();
    enters({ happens }, 10, 'failed-over');
    enters({ happens }, 20, 'failed-over', 'web');
    kernel.run();
    assert.deepEqual(journal, [`10 fault.missed ${CRASH} there is no process server now`]);
    injector.healAll();
    assert.equal(injector.outcomes[0]?.disarmed, false);
  });
});

describe('the targets of a fault', () => {
  const struck = (target: string | number, more: Parameters<typeof setting>[0] = {}): readonly string[] => {
    const { injector } = setting(more);
    const outcome = injector.inject(fault({ target }));
    return outcome.missed === undefined ? outcome.struck : [outcome.missed];
  };

  it('are one by its name, or by a number that goes round', () => {
    assert.deepEqual(struck('ps-03'), ['ps-03']);
    assert.deepEqual(struck(2), ['ps-03']);
    assert.deepEqual(struck(5), ['ps-02']);
  });

  it('are all of them, or fewer than half', () => {
    assert.deepEqual(struck('all'), ['ps-01', 'ps-02', 'ps-03', 'ps-04']);
    const minorities = [1, 2, 3, 4, 5].map((count) => {
      const names = Array.from({ length: count }, (_, at) => `ps-${at}`);
      return struck('minority', { names }).length;
    });
    assert.deepEqual(minorities, [1, 1, 1, 1, 2]);
  });

  it('are no more than the radius allows, and at least one', () => {
    assert.deepEqual(struck('all', { radius: 0.5 }), ['ps-01', 'ps-02']);
    assert.deepEqual(struck('all', { radius: 0.7 }), ['ps-01', 'ps-02']);
    assert.deepEqual(struck('all', { radius: 0 }), ['ps-01']);
  });

  it('are no more than the radius allows together with those that other faults disturb', () => {
    const { injector } = setting({ radius: 0.5 });
    const first = injector.inject(fault({ target: 'ps-04' }));
    assert.deepEqual(injector.inject(fault({ target: 'all' })).struck, ['ps-01']);
    const late = injector.inject(fault({ target: 'ps-02' }));
    assert.equal(late.missed, 'no more of role process server may be disturbed at once');
    injector.heal(first);
    assert.deepEqual(injector.inject(fault({ target: 'ps-02' })).struck, ['ps-02']);
  });

  it('may be those that are disturbed already, which does not add to the radius', () => {
    const { injector } = setting({
      names: ['heartbeats', 'agent polls'],
      role: 'conversation',
      can: ['lose', 'hold'],
      radius: 0.5,
    });
    const lost = (only: string, how: 'lose' | 'hold') =>
      injector.inject(fault({ fault: `${only}-${how}`, how: { share: 1 } }));
    assert.deepEqual(lost('heartbeats', 'lose').struck, ['heartbeats']);
    assert.deepEqual(lost('heartbeats', 'hold').struck, ['heartbeats']);
    assert.deepEqual(lost('agent-polls', 'lose').struck, []);
  });

  it('have the role and the capability of its kind', () => {
    assert.deepEqual(struck(0, { role: 'master target' }), ['there is no process server now']);
    assert.deepEqual(struck(0, { can: ['pause'] }), ['there is no process server now']);
    assert.deepEqual(struck('ps-09'), ['there is no process server called ps-09 now']);
  });

  it('are those alone that the kind strikes', () => {
    const { injector } = setting({
      names: ['wan', 'internet', 'site connection'],
      role: 'line',
      can: ['cut'],
    });
    assert.deepEqual(injector.inject(fault({ fault: 'connection-cut', target: 'all' })).struck, [
      'site connection',
    ]);
  });

  it('are held by one fault at a time', () => {
    const { injector } = setting();
    assert.equal(injector.obstacle(fault()), undefined);
    const first = injector.inject(fault());
    const second = injector.inject(fault({ fault: 'process-server-hang' }));
    assert.deepEqual([second.struck, second.missed], [[], 'another fault holds ps-01']);
    assert.equal(injector.obstacle(fault()), 'another fault holds ps-01');
    assert.deepEqual(injector.unfired, [second]);
    assert.deepEqual(injector.inject(fault({ target: 'all' })).struck, ['ps-02', 'ps-03', 'ps-04']);
    injector.heal(first);
    assert.equal(injector.obstacle(fault()), undefined);
  });

  it('of conversations are held only against the same fault', () => {
    const { injector } = setting({
      names: ['agent polls'],
      role: 'conversation',
      can: ['lose', 'hold'],
    });
    injector.inject(fault({ fault: 'agent-polls-lose' }));
    assert.equal(injector.obstacle(fault({ fault: 'agent-polls-hold' })), undefined);
    assert.notEqual(injector.obstacle(fault({ fault: 'agent-polls-lose' })), undefined);
  });

  it('of fronts are held only for the same calls', () => {
    const { injector } = setting({
      names: ['azure'],
      role: 'front',
      can: ['throttle requests', 'fail requests'],
    });
    const of = (kind: string, method: string) => fault({ fault: kind, how: { method } });
    injector.inject(of('arm-throttled', 'GET *'));
    assert.equal(injector.obstacle(of('arm-throttled', 'PUT *')), undefined);
    assert.equal(injector.obstacle(of('arm-error', 'GET *')), undefined);
    assert.notEqual(injector.obstacle(of('arm-throttled', 'GET *')), undefined);
  });
});

describe('a fault that needs a phase', () => {
  const hang = fault({ fault: 'guest-hang' });
  const guests = { names: ['erp'], role: 'guest', can: ['hang'] };

  it('is not done to a machine that is elsewhere by now', () => {
    const { kernel, injector, happens } = setting(guests);
    assert.equal(injector.obstacle(hang), undefined);
    enters({ happens }, 10, 'reprotecting-to-azure');
    kernel.run();
    assert.equal(injector.obstacle(hang), 'there is no guest now');
    enters({ happens }, 20, 'protected');
    kernel.run();
    assert.equal(injector.obstacle(hang), undefined);
  });

  it('is none that can be done to a machine wherever it is', () => {
    const { kernel, injector, happens } = setting({ names: ['erp'], role: 'site VM', can: ['lock'] });
    enters({ happens }, 10, 'reprotecting-to-azure');
    kernel.run();
    assert.equal(injector.obstacle(fault({ fault: 'site-vm-locked' })), undefined);
  });

  it('goes by the machine of which its target is a copy', () => {
    const { kernel, injector, happens } = setting({ ...guests, names: ['erp-old'], machine: 'erp' });
    enters({ happens }, 10, 'reprotecting-to-azure');
    enters({ happens }, 10, 'protected', 'erp-old');
    kernel.run();
    assert.notEqual(injector.obstacle(hang), undefined);
  });

  it('is told in which it struck: that of the machine, or of the one that brought it about, or none', () => {
    const faults = [fault({ fault: 'guest-hang', when: { phase: 'in Azure', afterMs: 5 } })];
    const machine = setting({ ...guests, faults });
    enters(machine, 10, 'failed-over', 'web');
    enters(machine, 10, 'protected');
    machine.kernel.run();
    assert.equal(machine.injector.outcomes[0]?.phase, 'protected');
    assert.equal(machine.injector.inject(hang).phase, 'protected');
    const server = setting({ faults: [fault({ when: { phase: 'in Azure', afterMs: 5 } })] });
    enters(server, 10, 'failed-over');
    server.kernel.run();
    assert.equal(server.injector.outcomes[0]?.phase, 'in Azure');
    assert.equal(server.injector.inject(fault()).phase, undefined);
  });
});
