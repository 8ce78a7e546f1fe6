import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { inspect } from 'node:util';
import { TLS } from './greeting';
import { type Channel, ChannelBroken } from './index';
import { HOST, helloFrame, identityOf, Nodes, PASSPHRASE, until, wait } from './nodes.fixture.spec';

describe('identity of a node', () => {
  it('has the same authority wherever the passphrase is the same, and shows no secret', async () => {
    const [one, other, foreign] = await Promise.all([
      identityOf('azure'),
      identityOf('vcenter'),
      identityOf('azure', 'another passphrase'),
    ]);
    assert.equal(one.authority, other.authority);
    assert.notEqual(one.authority, foreign.authority);
    const shown = `${inspect(one, { depth: 9, showHidden: true })}${JSON.stringify(one)}`;
    assert.doesNotMatch(shown, /PRIVATE|passphrase/);
  });

  it('needs a role and a passphrase', async () => {
    await assert.rejects(identityOf('Azure, CN=vcenter'), { code: 'HW-NODE-ROLE' });
    await assert.rejects(identityOf('azure', ''), { code: 'HW-NODE-PASSPHRASE' });
  });
});

describe('channel among strangers', () => {
  let nodes: Nodes;
  let vcenter: Channel;
  beforeEach(async () => {
    nodes = new Nodes();
    vcenter = await nodes.open('vcenter', { limits: { helloMs: 300, connectionsMax: 8 } });
  });
  afterEach(() => nodes.close());

  const peersOf = (role: string): readonly string[] => nodes.told.get(role)?.peers ?? [];
  const refusedOf = (role: string): readonly string[] => nodes.told.get(role)?.refused ?? [];
  const stillAnswers = async (): Promise<void> => {
    const azure = await nodes.open('azure');
    assert.deepEqual(await azure.ask('vcenter', 1), { from: 'azure', message: 1 });
  };
  const plain = async (): Promise<Socket> => {
    const socket = connectPlain(vcenter.port, HOST);
    socket.on('error', () => {}).resume();
    nodes.closing(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const refusal = (code: string) => (error: unknown) => {
    assert.ok(error instanceof ChannelBroken);
    assert.equal(error.kind, 'refused');
    assert.equal(error.cause?.code, code);
    assert.ok(!inspect(error).includes(PASSPHRASE));
    return true;
  };

  it('refuses a node with another passphrase, on both sides', async () => {
    const identity = await identityOf('azure', 'another passphrase');
    const azure = await nodes.open('azure', { identity });
    await assert.rejects(azure.ask('vcenter', 1), refusal('HW-NODE-IDENTITY'));
    await assert.rejects(azure.ask('vcenter', 1), refusal('HW-NODE-IDENTITY'));
    await until(() => refusedOf('vcenter').some((why) => why.startsWith('HW-NODE-IDENTITY')));
    assert.equal(peersOf('azure').length, 1);
  });

  it('refuses a client with a certificate of another authority, which asks for no proof itself', async () => {
    const { key, cert } = (await identityOf('azure', 'another passphrase')).credentials();
    const socket = await nodes.call('vcenter', 'azure', { key, cert });
    socket.write(helloFrame('azure'));
    await until(() => socket.destroyed);
    assert.deepEqual(peersOf('vcenter'), []);
    await stillAnswers();
  });

  it('refuses a TLS client without a certificate', async () => {
    const socket = connect({ ...TLS, host: HOST, port: vcenter.port, rejectUnauthorized: false });
    socket.on('error', () => {});
    await until(() => socket.destroyed);
    assert.deepEqual(peersOf('vcenter'), []);
    await stillAnswers();
  });

  it('does not take another role for the one it calls', async () => {
    await nodes.stand('master-target', () => {}, await identityOf('process-server'));
    const azure = await nodes.open('azure');
    await assert.rejects(azure.ask('master-target', 1), refusal('HW-NODE-IDENTITY'));
  });

  it('refuses who claims another role than its certificate has', async () => {
    const socket = await nodes.call('vcenter', 'azure');
    socket.write(helloFrame('master-target'));
    await until(() => peersOf('vcenter').some((told) => told.startsWith('azure down: HW-NODE-IDENTITY')));
  });

  for (const [what, options, code] of [
    ['version', { version: '1.2.4' }, 'HW-NODE-VERSION'],
    ['estate', { estate: 'e2' }, 'HW-NODE-ESTATE'],
  ] as const)
    it(`refuses a node of another ${what}; both say so, and do not try again at once`, async () => {
      const azure = await nodes.open('azure', options);
      await assert.rejects(azure.ask('vcenter', 1), refusal(code));
      await assert.rejects(azure.ask('vcenter', 2), refusal(code));
      await until(() => peersOf('vcenter').length > 0);
      await wait(300);
      assert.equal(peersOf('vcenter').length, 1);
      assert.equal(peersOf('azure').length, 1);
      assert.match(peersOf('vcenter')[0] ?? '', new RegExp(`azure down: ${code}`));
      assert.match(peersOf('azure')[0] ?? '', new RegExp(`vcenter down: ${code}`));
    });

  it('refuses a node of another protocol', async () => {
    const socket = await nodes.call('vcenter', 'azure');
    socket.write(helloFrame('azure', 'control', { protocol: 2 }));
    await until(() => peersOf('vcenter').some((told) => told.startsWith('azure down: HW-NODE-VERSION')));
  });

  it('ends a client that speaks plain TCP', async () => {
    const socket = await plain();
    socket.write('GET / HTTP/1.1\r\nHost: vcenter\r\n\r\n');
    await until(() => socket.destroyed);
    await stillAnswers();
  });

  it('ends a handshake that takes too long, before TLS and before the hello', async () => {
    const before = await plain();
    const within = await nodes.call('vcenter', 'azure');
    await until(() => before.destroyed && within.destroyed);
    await stillAnswers();
  });

  it('bounds the connections of a flood, and takes others when it is over', async () => {
    const sockets = await Promise.all(Array.from({ length: 40 }, plain));
    await wait(50);
    assert.ok(sockets.filter((socket) => !socket.destroyed).length <= 8);
    await until(() => sockets.every((socket) => socket.destroyed));
    await stillAnswers();
  });
});
