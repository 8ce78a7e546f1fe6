import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readEstateFile } from '../estate-file';
import { OPTIONS } from '../faults/served.fixture.spec';
import { StateFolder } from '../state/folder';
import { ConsoleClient, DRILL } from './console.fixture.spec';

describe('the console', () => {
  let client: ConsoleClient;
  before(async () => {
    client = await ConsoleClient.open({ failedOver: true });
  });
  after(() => client.close());

  it('shows its page to all, under a strict policy, and nothing else without credentials', async () => {
    const { status, headers, body } = await client.ask('GET', '/console');
    assert.equal(status, 200);
    const policy = `${headers['content-security-policy']}`;
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
      assert(policy.includes(part), policy);
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert(body.includes(`nonce="${nonce}"`));
    assert.notEqual(nonce, /nonce="([^"]+)"/.exec((await client.ask('GET', '/console')).body)?.[1]);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.doesNotMatch(body, /\son\w+=|https?:\/\//);
    assert(!body.includes(client.served.environment.HOMEWARD_CONTROL_TOKEN ?? '-'));
    for (const [method, path] of [
      ['GET', '/console/view'],
      ['GET', '/console/events'],
      ['POST', '/console/tickets'],
      ['POST', '/halt'],
    ] as const)
      assert.equal((await client.ask(method, path)).status, 401, path);
  });

  it('takes a ticket once, and gives a cookie that no script and no other site can use', async () => {
    const ticket = client.ticket();
    assert.equal(
      (await client.ask('POST', '/console/session', { ticket }, 'https://evil.example')).status,
      403,
    );
    const { status, headers } = await client.enter(ticket);
    assert.equal(status, 204);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    assert.match(cookie, /^__Host-homeward-\d+=[\w-]{43}; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/);
    const again = await client.ask('POST', '/console/session', { ticket });
    assert.equal(again.status, 401);
    const more = await client.ask('POST', '/console/tickets', undefined, undefined, client.bearer);
    assert.match(JSON.parse(more.body).fragment, /^#ticket=/);
  });

  it('lets a session change something only from its own page; the control token needs no page', async () => {
    for (const origin of ['https://evil.example', client.origin.replace(/\d+$/, '1')])
      assert.equal((await client.ask('POST', '/halt', {}, origin)).status, 403);
    const bare = { ...client.bearer, cookie: '' };
    assert.equal((await client.ask('POST', '/halt', {}, 'https://evil.example', bare)).status, 200);
    assert.equal((await client.view()).halt.halted, true);
    assert.equal((await client.ask('DELETE', '/halt')).status, 200);
    assert.equal((await client.view()).halt.halted, false);
  });

  it('tells of every machine, server and line, and holds no secret', async () => {
    const { served } = client;
    const view = await client.view();
    assert.deepEqual(
      view.machines.map(({ name, runs, copies, group }) => [name, runs, copies.join(), group]),
      [
        ['erp-db-01', 'azure', 'site,azure', 'PG1'],
        ['erp-app-01', 'azure', 'site,azure', 'PG1'],
        ['web-01', 'azure', 'site,azure', 'PG2'],
      ],
    );
    assert.deepEqual(
      view.links.map(({ name, health }) => [name, health]),
      [
        ['internet', 'Normal'],
        ['site connection', 'Normal'],
      ],
    );
    assert(view.servers.some(({ name, side }) => name === 'ps-azure-01' && side === 'azure'));
    assert.equal(view.verdicts.length, 10);
    const text = JSON.stringify(view);
    for (const [name, value] of Object.entries(served.environment))
      if (/SECRET|PASSWORD|TOKEN/.test(name)) assert(!text.includes(value), name);
  });

  it('looks without changing anything', async () => {
    const { kernel } = client.served.estate;
    const point = (): string =>
      `${kernel.now} ${kernel.turns} ${kernel.orderDigest} ${kernel.journal.digestSoFar()}`;
    const before = point();
    await client.view();
    await client.follow(/event: view/);
    assert.equal(point(), before);
  });

  it('shows a fault where it acts, with the time that is left', async () => {
    const { kernel } = client.served.estate;
    const body = { fault: 'connection-narrow', lasts: 'PT10M', how: { mbitPerSecond: 5 } };
    assert.equal((await client.ask('POST', '/faults', body)).status, 201);
    kernel.run(kernel.now + 240_000);
    const { faults, links } = await client.view();
    assert.deepEqual(
      faults.map(({ fault, struck, remainingMs }) => [fault, struck, remainingMs]),
      [['connection-narrow', ['site connection'], 360_000]],
    );
    const line = links.find(({ name }) => name === 'site connection');
    assert.deepEqual([line?.health, line?.capacityMbit], ['Warning', 5]);
    await client.ask('DELETE', '/faults');
    assert.deepEqual((await client.view()).faults, []);
  });

  it('sends what happened once, and the rest to whoever comes back', async () => {
    const inject = () => client.ask('POST', '/faults', { fault: 'vcenter-restart' });
    await inject();
    const first = await client.follow(/event: view/);
    assert.match(first, /event: anew/);
    const [last = ''] = [...first.matchAll(/^id: (.*)$/gm)].map(([, id]) => id).slice(-1);
    await inject();
    const rest = await client.follow(/event: view/, { 'last-event-id': last });
    assert.doesNotMatch(rest, /event: anew/);
    const texts = [...rest.matchAll(/^event: happened\ndata: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? '').text,
    );
    assert.equal(texts.filter((text) => text.startsWith('vcenter-restart struck')).length, 1);
    assert.match(await client.follow(/event: view/, { 'last-event-id': 'other.7' }), /event: anew/);
  });

  it('has room for so many, and says so to the next', async () => {
    const streams = Array.from({ length: 16 }, () => client.follow(/event: never/).catch(() => ''));
    const until = Date.now() + 10_000;
    let status: number | undefined = 200;
    while (status !== 503) {
      assert(Date.now() < until, 'there is room for any number');
      const told = await Promise.race([
        client.ask('GET', '/console/events'),
        new Promise<undefined>((done) => setTimeout(() => done(undefined), 300)),
      ]);
      status = told?.status;
    }
    void streams;
  });
});

describe('the console of a server that stops', () => {
  it('says goodbye and lets the server stop', async () => {
    const client = await ConsoleClient.open();
    await client.enter();
    const following = client.follow(undefined);
    await client.follow(/event: view/);
    await client.close();
    assert.match(await following, /event: bye/);
  });
});

describe('the clock of the control API', () => {
  it('is paused, stepped, hastened and resumed where time is paced', async () => {
    const client = await ConsoleClient.open({ clock: 'paced', speed: 60 });
    const clock = async (body: object) => {
      const { status, body: told } = await client.ask('POST', '/clock', body, undefined, client.bearer);
      return { status, ...JSON.parse(told) };
    };
    assert.equal((await clock({ advanceMs: 1_000 })).status, 409);
    const { nowMs, paused } = await clock({ pause: true });
    assert.equal(paused, true);
    assert.equal((await clock({ advanceMs: 60_000 })).nowMs, nowMs + 60_000);
    assert.equal((await clock({ speed: 600 })).speed, 600);
    assert.equal((await clock({ speed: 0 })).status, 400);
    assert.equal((await clock({ pause: true, resume: true })).status, 400);
    await clock({ resume: true });
    await new Promise((done) => setTimeout(done, 50));
    assert((await clock({ pause: true })).nowMs > nowMs + 60_000);
    await client.close();
  });

  it('moves by steps alone where time is virtual', async () => {
    const client = await ConsoleClient.open();
    for (const [body, status] of [
      [{ pause: true }, 409],
      [{ speed: 60 }, 409],
      [{ advanceMs: 1 }, 200],
    ] as const)
      assert.equal((await client.ask('POST', '/clock', body, undefined, client.bearer)).status, status);
    await client.close();
  });

  it('is replayed from a state folder as it went, whatever its pauses and speeds', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'homeward-clock-')), 'state');
    const options = { ...OPTIONS, clock: 'paced', speed: 60 } as const;
    const served = async (act: (client: ConsoleClient) => Promise<void>): Promise<void> => {
      const description = readEstateFile(DRILL);
      const state = StateFolder.open(path, { description, options, said: () => false });
      const client = await ConsoleClient.open(options, state);
      await act(client);
      await client.close();
      state.close();
    };
    let stood = 0;
    await served(async (client) => {
      await client.enter();
      for (const body of [
        { speed: 3_600 },
        { pause: true },
        { advanceMs: 600_000 },
        { resume: true },
        { pause: true },
      ])
        assert.equal((await client.ask('POST', '/clock', body)).status, 200);
      await client.ask('POST', '/faults', { fault: 'vcenter-crash', lasts: 'PT10H' });
      stood = (await client.view()).clock.nowMs;
    });
    await served(async (client) => {
      await client.enter();
      const { clock, faults } = await client.view();
      assert(clock.nowMs >= stood);
      assert.deepEqual(
        faults.map(({ fault }) => fault),
        ['vcenter-crash'],
      );
    });
    rmSync(join(path, '..'), { recursive: true });
  });
});
