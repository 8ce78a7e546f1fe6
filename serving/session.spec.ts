import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { envelope } from '../runbooks/vim25';
import { readEstateFile } from './estate-file';
import { machinesOf } from './machines';
import { Session, type SessionOptions } from './session';

const DRILL = readEstateFile(join(resolve(__dirname, '..'), 'examples', 'estates', 'drill.yaml'));
const broke = (error: unknown): never => assert.fail(error as Error);
const open = (options: Partial<SessionOptions> = {}): Promise<Session> =>
  Session.open(DRILL, { seed: 1, failedOver: true, broke, ...options });
const now = (session: Session) => {
  const body = envelope(
    '<CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime>',
  );
  const headers = { 'content-type': 'text/xml', soapaction: '"urn:vim25/6.7.1"' };
  return session.exchange(session.environment.GOVC_URL ?? '', { method: 'POST', headers, payload: body });
};
const control = (session: Session, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
  session.exchange(`${session.environment.HOMEWARD_CONTROL_URL}${path}`, {
    method,
    headers: { authorization: `Bearer ${session.environment.HOMEWARD_CONTROL_TOKEN}` },
    ...(body ? { payload: body } : {}),
  });

describe('a session', () => {
  it('begins with every machine at work in Azure', async () => {
    const { watched } = await open();
    for (const { runs, state } of machinesOf(watched.estate))
      assert.deepEqual([runs, state], ['azure', 'failover-committed']);
    assert(watched.verdicts().every(({ verdict }) => verdict === 'valid'));
  });

  it('is the same for the same seed and calls, byte for byte', async () => {
    const run = async (seed: number): Promise<string> => {
      const session = await open({ seed });
      await now(session);
      await control(session, 'POST', '/faults', { fault: 'vcenter-crash', lasts: 'PT5M' });
      await Promise.all([session.clock.sleep(600_000), session.clock.sleep(60_000)]);
      const { kernel } = session.watched.estate;
      return `${kernel.now} ${kernel.journal.digest()} ${kernel.orderDigest}`;
    };
    assert.equal(await run(1), await run(1));
    assert.notEqual(await run(1), await run(2));
  });

  it('lets time pass when everybody sleeps, no longer than the first of them', async () => {
    const session = await open();
    const { kernel } = session.watched.estate;
    const start = kernel.now;
    const woken: number[] = [];
    const sleep = (ms: number) => session.clock.sleep(ms).then(() => woken.push(kernel.now - start));
    await Promise.all([sleep(5_000), sleep(1_000).then(() => sleep(1_000)), sleep(3_000)]);
    assert.deepEqual(woken, [1_000, 2_000, 3_000, 5_000]);
  });

  it('lets no time pass for a sleep that nobody wants any more', async () => {
    const session = await open();
    const { kernel } = session.watched.estate;
    const start = kernel.now;
    let wanted = true;
    void session.clock.sleep(1e12, () => wanted);
    await session.clock.sleep(1_000);
    wanted = false;
    await new Promise((done) => setTimeout(done, 50));
    assert.equal(kernel.now, start + 1_000);
    await session.close();
  });

  it('is an HTTP client for the Azure SDK, and breaks connections as faults want', async () => {
    const session = await open();
    assert.equal((await now(session)).status, 200);
    for (const fault of ['vim-reset', 'vim-cut', 'vim-lose-answer']) {
      await control(session, 'POST', '/faults', { fault, how: { share: 1, most: 1 } });
      await assert.rejects(now(session), { code: 'ECONNRESET' }, fault);
      assert.equal((await now(session)).status, 200);
    }
    const before = session.now();
    await control(session, 'POST', '/faults', { fault: 'vim-delay', how: { ms: 9_000, most: 1 } });
    await now(session);
    assert.equal(session.now() - before, 9_000 + 2 * 50);
    await assert.rejects(session.exchange('https://elsewhere.invalid/', { method: 'GET' }), {
      code: 'ENOTFOUND',
    });
  });

  it('halts everything: heals, disarms, and strikes nothing more until the halt ends', async () => {
    const session = await open();
    await control(session, 'POST', '/faults', { fault: 'vcenter-crash' });
    await control(session, 'POST', '/faults', { fault: 'vcenter-hang', when: { atMs: 1e9 } });
    const halted = JSON.parse((await control(session, 'POST', '/halt', { why: 'enough' })).body);
    assert.deepEqual([halted.halted, halted.why], [true, 'enough']);
    assert.deepEqual(
      session.watched.faults.list().faults.map(({ state }) => state),
      ['healed', 'disarmed'],
    );
    const refused = await control(session, 'POST', '/faults', { fault: 'vcenter-crash' });
    assert.deepEqual([refused.status, JSON.parse(refused.body).error.code], [409, 'HW-FAULT-HALTED']);
    await control(session, 'DELETE', '/halt');
    assert.equal((await control(session, 'POST', '/faults', { fault: 'vcenter-crash' })).status, 201);
  });
});
