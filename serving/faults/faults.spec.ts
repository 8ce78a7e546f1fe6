import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FaultClient } from './served.fixture.spec';

const SNAPSHOT = '<name>x</name><memory>false</memory><quiesce>false</quiesce>';

/** Opens a client for as long as something takes. */
async function withClient<T>(act: (client: FaultClient) => Promise<T>, seed = 1): Promise<T> {
  const client = await FaultClient.open({ seed });
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}

describe('faults at run time: vSphere, by its row of what vcsim lacks', () => {
  it('7: fails at run time as asked, also on the wire, and comes back, the same way for the same seed', async () => {
    const run = (seed: number) =>
      withClient(async (client) => {
        const told: string[] = [];
        const { id } = await client.inject('vim-unavailable', { method: 'Current*', share: 0.5 });
        for (let count = 0; count < 20; count += 1) told.push(await client.told(client.now()));
        await client.faults('DELETE', `/${id}`);
        told.push(await client.told(client.now()));
        const power = () => client.told(client.soap(client.vm('web-01'), 'Fetch', '<prop>runtime</prop>'));
        for (const fault of ['vim-reset', 'vim-cut']) {
          await client.inject(fault, { method: 'Fetch', most: 1 });
          told.push(await power(), await power());
        }
        const off = client.vm('web-01');
        await client.inject('vim-fault', { method: 'PowerOff*', most: 1, fault: 'NoPermission' });
        told.push(await client.told(client.soap(off, 'PowerOffVM_Task')));
        await client.inject('vim-task-fault', { method: 'PowerOff*', most: 1, fault: 'NoDiskSpace' });
        told.push((await client.task(off, 'PowerOffVM_Task')).came);
        await client.faults('DELETE');
        await client.inject('vim-lose-answer', { method: 'PowerOff*', most: 1 });
        told.push(await client.told(client.soap(off, 'PowerOffVM_Task')));
        told.push(await client.told(client.soap(off, 'PowerOffVM_Task')));
        client.pass(10_000);
        told.push((await client.task(off, 'PowerOnVM_Task')).came);
        const { kernel } = client.served.estate;
        return { told, digest: `${kernel.journal.digestSoFar()} ${kernel.orderDigest}` };
      }, seed);
    const first = await run(1);
    const struck = first.told.splice(0, 20);
    assert(struck.includes('200') && struck.includes('503'), `${struck}`);
    assert.deepEqual(first.told, [
      '200',
      ...['ECONNRESET', '200'],
      ...['ECONNRESET', '200'],
      '500 NoPermission',
      'NoDiskSpace',
      'ECONNRESET',
      '500 TaskInProgress',
      'success',
    ]);
    const second = await run(1);
    assert.deepEqual([second.told.splice(0, 20), second], [struck, first]);
    assert.notDeepEqual((await run(2)).told.slice(0, 20), struck);
  });

  it('7: cuts an answer behind its head, and nothing of the next', () =>
    withClient(async (client) => {
      const { id } = await client.inject('vim-cut', { method: 'CurrentTime' });
      const { env } = client;
      const broken = client.now();
      await assert.rejects(broken, { message: 'aborted', code: 'ECONNRESET' }, env.GOVC_URL);
      await client.faults('DELETE', `/${id}`);
      assert.equal((await client.now()).status, 200);
    }));

  it('8: takes the time of tasks and answers as it is set while the server runs', () =>
    withClient(async (client) => {
      const snapshot = () => client.task(client.vm('web-01'), 'CreateSnapshot_Task', SNAPSHOT);
      const usual = (await snapshot()).tookMs;
      for (const ms of [60_000, 600_000]) {
        const { id } = await client.inject('vim-task-slow', { method: 'CreateSnapshot_Task', ms });
        assert.equal((await snapshot()).tookMs, usual + ms);
        assert.equal((await client.task(client.vm('web-01'), 'RemoveAllSnapshots_Task')).tookMs < ms, true);
        await client.faults('DELETE', `/${id}`);
      }
      const { id } = await client.inject('vim-delay', { method: 'CurrentTime', ms: 200, jitterMs: 50 });
      const tookMs = async (): Promise<number> => {
        const began = performance.now();
        await client.now();
        return performance.now() - began;
      };
      assert((await tookMs()) >= 199);
      await client.faults('DELETE', `/${id}`);
      assert((await tookMs()) < 199);
      assert.equal((await snapshot()).tookMs, usual);
    }));

  it('fails calls and tasks with each fault that can be asked for, with its fields', () =>
    withClient(async (client) => {
      for (const [fault, field] of [
        ['NoPermission', '<privilegeId>System.View</privilegeId>'],
        ['RestrictedVersion', 'RestrictedVersionFault'],
        ['TaskInProgress', '<task type="Task">'],
        ['FileLocked', '<file>web-01</file>'],
        ['NoDiskSpace', '<datastore>web-01</datastore>'],
        ['SystemError', '<reason>It was asked for.</reason>'],
      ] as const) {
        await client.inject('vim-fault', { method: 'ResetVM_Task', fault });
        const { status, body } = await client.soap(client.vm('web-01'), 'ResetVM_Task');
        assert(status === 500 && body.includes(field), body);
        await client.faults('DELETE');
        await client.inject('vim-task-fault', { method: 'ResetVM_Task', fault });
        assert.equal((await client.task(client.vm('web-01'), 'ResetVM_Task')).came, fault);
        await client.faults('DELETE');
      }
      assert.equal((await client.task(client.vm('web-01'), 'ResetVM_Task')).came, 'success');
    }));
});

describe('faults at run time: Azure', () => {
  it('answers as it does on a bad day, and carries out what it then does not tell of', () =>
    withClient(async (client) => {
      const list = () => client.arm('GET', '/replicationPolicies');
      const { id } = await client.inject('arm-throttled', { most: 1, retryAfterSeconds: 17 });
      const throttled = await list();
      assert.deepEqual([throttled.status, throttled.headers['retry-after']], [429, '17']);
      assert.equal((await list()).status, 200);
      await client.faults('DELETE', `/${id}`);
      for (const [fault, how, came] of [
        ['arm-error', {}, '500 InternalServerError'],
        ['arm-unavailable', { retryAfterSeconds: 1 }, '503 ServiceUnavailable'],
        ['arm-reset', {}, 'ECONNRESET'],
        ['arm-delay', { ms: 1 }, '200'],
      ] as const) {
        await client.inject(fault, { method: 'ReplicationPolicies_*', ...how });
        assert.equal(await client.told(list()), came);
        assert.equal(await client.told(client.arm('GET', '/replicationFabrics')), '200');
        await client.faults('DELETE');
      }
      const policy = {
        properties: {
          providerSpecificInput: {
            instanceType: 'InMageAzureV2',
            multiVmSyncStatus: 'Disable',
            recoveryPointThresholdInMinutes: 30,
            recoveryPointHistory: 1_440,
            crashConsistentFrequencyInMinutes: 5,
            appConsistentFrequencyInMinutes: 60,
          },
        },
      };
      await client.inject('arm-lose-answer', { method: 'ReplicationPolicies_Create', most: 1 });
      assert.equal(await client.told(client.arm('PUT', '/replicationPolicies/lost', policy)), 'ECONNRESET');
      assert.equal(await client.told(client.arm('GET', '/replicationPolicies/lost')), '200');
    }));
});
