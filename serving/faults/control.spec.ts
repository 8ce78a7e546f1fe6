import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readEstateFile } from '../estate-file';
import type { ServeOptions } from '../served-estate';
import { ROOT, SMALL } from '../servers.fixture.spec';
import { StateFolder } from '../state/folder';
import { durationMs } from './duration';
import { readScheduleFile } from './schedule-file';
import { FaultClient, OPTIONS } from './served.fixture.spec';

const SNAPSHOT = '<name>x</name><memory>false</memory><quiesce>false</quiesce>';

describe('the control API for faults', () => {
  let client: FaultClient;
  before(async () => {
    client = await FaultClient.open();
  });
  after(() => client.close());

  it('wants the control token', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', ''],
      ['DELETE', '/fault-1'],
    ] as const)
      assert.equal((await client.faults(method, path, undefined, 'guess')).status, 401);
  });

  it('lists every kind, and what there is to strike', async () => {
    const { kinds, targets } = JSON.parse((await client.faults('GET')).body);
    for (const name of ['vcenter-crash', 'vim-cut', 'arm-throttled', 'process-server-crash'])
      assert(kinds.some((kind: { name: string }) => kind.name === name));
    assert.deepEqual(targets.front, ['Azure Resource Manager', 'vCenter API']);
  });

  for (const [title, body, code, says] of [
    ['an unknown fault', { fault: 'vcenter-crush' }, 'HW-FAULT-UNKNOWN', 'vcenter-crash'],
    ['a target that there is not', { fault: 'vcenter-crash', target: 'vc-9' }, 'HW-FAULT-TARGET', 'vc-9'],
    [
      'a target that the fault never strikes',
      { fault: 'connection-cut', target: 'internet', when: { atMs: 0 } },
      'HW-FAULT-TARGET',
      'site connection',
    ],
    [
      'a phase in which it cannot strike',
      { fault: 'site-vm-snapshot', when: { phase: 'protected' } },
      'HW-FAULT-PHASE',
      'in Azure',
    ],
    ['a parameter that is missing', { fault: 'vim-fault' }, 'HW-FAULT-PARAMETER', 'NoPermission'],
    ['one of the wrong kind', { fault: 'vim-cut', how: { share: 2 } }, 'HW-FAULT-PARAMETER', '0 to 1'],
    ['one that it has not', { fault: 'vim-cut', how: { port: 1 } }, 'HW-FAULT-PARAMETER', 'method'],
    [
      'one that makes it what it is',
      { fault: 'account-read-only', how: { role: 'x' } },
      'HW-FAULT-PARAMETER',
      '',
    ],
    ['a duration for what passes', { fault: 'vcenter-restart', lasts: 'PT1M' }, 'HW-FAULT-PARAMETER', ''],
    ['no fault', {}, 'HW-FAULT-REQUEST', 'fault'],
    ['a duration that is none', { fault: 'vcenter-crash', lasts: '5m' }, 'HW-FAULT-REQUEST', 'PT5M'],
    ['a trigger that is none', { fault: 'vcenter-crash', when: { soon: 1 } }, 'HW-FAULT-REQUEST', 'atMs'],
  ] as const)
    it(`refuses ${title}, and does nothing`, async () => {
      const { journal } = client.served.estate.kernel;
      const digest = journal.digestSoFar();
      const { status, body: told } = await client.faults('POST', '', body);
      assert.equal(status, 400);
      const { error } = JSON.parse(told);
      assert.equal(error.code, code);
      assert(error.message.includes(says), error.message);
      assert.deepEqual(await client.list(), []);
      assert.equal(journal.digestSoFar(), digest);
    });

  it('does a fault of the estate now, for so long, and heals it', async () => {
    const { vsphere } = client.served.estate;
    const { id, state, struck } = await client.inject('vcenter-crash', {}, { lasts: 'PT5M' });
    assert.deepEqual([state, struck, vsphere.vcenter?.state], ['in force', ['vcenter'], 'stopped']);
    assert.equal(await client.told(client.now()), '503');
    const again = await client.faults('POST', '', { fault: 'vcenter-hang' });
    assert.equal(JSON.parse(again.body).error.code, 'HW-FAULT-TARGET');
    client.pass(5 * 60_000);
    assert.equal((await client.list()).find((each) => each.id === id)?.state, 'healed');
    await client.inject('vcenter-crash');
    await client.faults('DELETE');
    assert.equal(vsphere.vcenter?.state, 'running');
    assert.equal((await client.faults('DELETE', '/fault-99')).status, 404);
  });

  it('arms a fault until its trigger comes, or it is taken back', async () => {
    const when = { entry: 'vim.call', chance: 1 };
    const [strikes, never] = [
      await client.inject('datastore-lost', {}, { when, target: 'ds-02' }),
      await client.inject('datastore-lost', {}, { when, target: 'ds-01' }),
    ];
    assert.deepEqual([strikes.state, never.state], ['armed', 'armed']);
    await client.faults('DELETE', `/${never.id}`);
    await client.task(client.vm('web-01'), 'CreateSnapshot_Task', SNAPSHOT);
    client.pass(1);
    const states = (await client.list()).slice(-2).map(({ state, struck }) => [state, struck]);
    assert.deepEqual(states, [
      ['in force', ['ds-02']],
      ['disarmed', []],
    ]);
  });
});

describe('faults that are kept', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-faults-spec-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  /** Serves a folder for as long as something takes. */
  const served = async <T>(
    path: string,
    options: ServeOptions,
    act: (client: FaultClient) => Promise<T>,
  ): Promise<T> => {
    const description = readEstateFile(SMALL);
    const state = StateFolder.open(path, { description, options, said: () => false });
    try {
      const client = await FaultClient.open({}, state);
      return await act(client).finally(() => client.close());
    } finally {
      state.close();
    }
  };

  it('are in force again after a restart, and strike the same calls as without one', async () => {
    const run = async (name: string, restarts: boolean): Promise<unknown> => {
      const told: unknown[] = [];
      const some = async (client: FaultClient): Promise<void> => {
        for (let count = 0; count < 10; count += 1) told.push(await client.told(client.now()));
        told.push(await client.task(client.vm('web-01'), 'ResetVM_Task'));
      };
      const begin = async (client: FaultClient): Promise<void> => {
        await client.inject('vim-unavailable', { method: 'CurrentTime', share: 0.5, most: 7 });
        await client.inject('vim-task-slow', { method: '*', ms: 5_000, jitterMs: 60_000 });
        await client.inject('esxi-host-crash', {}, { when: { atMs: 9_000_000 } });
        await some(client);
      };
      const goOn = async (client: FaultClient): Promise<void> => {
        await some(client);
        client.pass(9_000_000);
        told.push(await client.list());
        await client.faults('DELETE');
      };
      const folder = join(work, name);
      if (restarts) {
        await served(folder, OPTIONS, begin);
        await served(folder, OPTIONS, goOn);
      } else
        await served(folder, OPTIONS, async (client) => {
          await begin(client);
          await client.login();
          await goOn(client);
        });
      return told;
    };
    assert.deepEqual(await run('stopped', true), await run('steady', false));
  });

  it('come from a schedule, which the folder keeps', async () => {
    const schedule = readScheduleFile(join(ROOT, 'examples', 'faults', 'small.yaml'));
    const path = join(work, 'schedule');
    const list = async (client: FaultClient): Promise<unknown> =>
      (await client.list()).map(({ fault, state }) => [fault, state]);
    const first = await served(path, { ...OPTIONS, schedule }, list);
    assert.deepEqual(first, [
      ['process-server-crash', 'armed'],
      ['arm-throttled', 'in force'],
      ['vim-task-slow', 'in force'],
    ]);
    assert.deepEqual(await served(path, OPTIONS, list), first);
    await assert.rejects(served(path, { ...OPTIONS, schedule: { faults: [] } }, list), {
      code: 'HW-STATE-OTHER',
    });
  });

  for (const [title, text, code, says] of [
    ['no YAML', 'faults: [', 'HW-SCHEDULE-FILE', 'YAML'],
    ['no trigger', 'faults: [{ fault: vcenter-crash }]', 'HW-SCHEDULE-FILE', 'faults.0.when'],
    ['a field that nobody knows', 'faults: []\nx: 1', 'HW-SCHEDULE-FILE', 'x'],
    [
      'a fault that there is not',
      'faults: [{ fault: x, when: { atMs: 1 } }]',
      'HW-SCHEDULE-FAULT',
      'faults.0',
    ],
    [
      'a fault that lacks a parameter',
      'faults: [{ fault: vim-fault, when: { atMs: 1 } }]',
      'HW-SCHEDULE-FAULT',
      'faults.0: vim-fault needs fault',
    ],
  ] as const)
    it(`are refused with a file that has ${title}`, () => {
      const file = join(work, 'schedule.yaml');
      writeFileSync(file, text);
      assert.throws(() => readScheduleFile(file), { code, message: new RegExp(says.replaceAll('.', '[.]')) });
    });
});

describe('a duration', () => {
  it('is one of ISO 8601, to the ms', () => {
    for (const [text, ms] of [
      ['PT1.5S', 1_500],
      ['PT1H30M', 5_400_000],
      ['P1DT1S', 86_401_000],
      ['P2D', 172_800_000],
      ['PT', undefined],
      ['P', undefined],
      ['5m', undefined],
      ['PT-5M', undefined],
    ] as const)
      assert.equal(durationMs(text), ms, text);
  });
});
