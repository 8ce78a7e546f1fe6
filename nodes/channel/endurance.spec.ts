import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Block } from '../block';
import { jsonFrame } from './frames';
import { ChannelBroken } from './index';
import { block, helloFrame, Nodes, until, wait } from './nodes.fixture.spec';

const MIB = 2 ** 20;
const QUICK = { beatMs: 50, beatsMissedMax: 3, helloMs: 1_000, dialMs: 1_000 };

describe('channel under strain', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  it('holds little while a reader stalls and 1 GiB waits, and loses nothing', {
    timeout: 60_000,
  }, async () => {
    let go = (): void => {};
    const stalled = new Promise<void>((resolve) => {
      go = resolve;
    });
    await nodes.open('master-target', {
      limits: QUICK,
      handle: async (_from, _message, blocks) => {
        await stalled;
        let bytes = 0;
        for await (const { packed } of blocks) bytes += packed.length;
        return bytes;
      },
    });
    const server = await nodes.open('process-server', { limits: QUICK });
    const packed = randomBytes(65_536);
    let [given, most] = [0, 0];
    const before = process.memoryUsage().rss;
    const source = function* (): Iterable<Block> {
      for (; given < 1_024 * MIB; given += packed.length) {
        if (given % (64 * MIB) === 0) most = Math.max(most, process.memoryUsage().rss - before);
        yield block(given / packed.length, packed);
      }
    };
    const asked = server.ask('master-target', {}, source());
    // Longer than a silent peer is waited for: it is alive, and says so.
    await wait(600);
    const held = given;
    assert.ok(held < 32 * MIB, `${held / MIB} MiB were taken from the source`);
    go();
    assert.equal(await asked, 1_024 * MIB);
    assert.ok(most < 300 * MIB, `${most / MIB} MiB more than before`);
    assert.deepEqual(nodes.told.get('process-server')?.peers, ['master-target up']);
  });

  it('notices a peer that no longer answers', async () => {
    await nodes.stand('vcenter', (socket) => {
      socket.write(helloFrame('vcenter'));
      socket.resume();
    });
    const azure = await nodes.open('azure', { limits: QUICK });
    await assert.rejects(azure.ask('vcenter', 1), (error) => {
      assert.ok(error instanceof ChannelBroken);
      assert.equal(error.kind, 'reset');
      assert.match(error.message, /for 150 ms/);
      return true;
    });
  });

  it('notices a peer that is alive and takes nothing', async () => {
    const beat = Buffer.from(`0300000007${'00'.repeat(7)}`, 'hex');
    await nodes.stand('vcenter', (socket) => {
      socket.write(helloFrame('vcenter'));
      const beats = setInterval(() => socket.write(beat), 50);
      nodes.closing(() => clearInterval(beats));
    });
    const azure = await nodes.open('azure', { limits: QUICK });
    await assert.rejects(azure.ask('vcenter', 1), /took nothing for/);
  });

  it('says that a peer which does not say hello was not there in time', async () => {
    await nodes.stand('vcenter', (socket) => socket.resume());
    const azure = await nodes.open('azure', { limits: { dialMs: 200 } });
    await assert.rejects(azure.ask('vcenter', 1), { name: 'ChannelBroken', kind: 'timeout' });
  });

  it('makes a peer wait that asks more than is answered', async () => {
    let open = 0;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await nodes.open('vcenter', {
      handle: async () => {
        open += 1;
        await held;
      },
    });
    const azure = await nodes.open('azure');
    const asked = Array.from({ length: 40 }, () => azure.ask('vcenter', 'x'.repeat(2 * MIB)));
    await until(() => open >= 16);
    await wait(200);
    assert.ok(open >= 16 && open <= 18, `${open} questions of 2 MiB are open`);
    release();
    await Promise.all(asked);
  });

  it('bounds what waits for a peer that does not read its answers', { timeout: 30_000 }, async () => {
    let answered = 0;
    await nodes.open('vcenter', {
      handle: async () => {
        answered += 1;
        return 'x'.repeat(MIB);
      },
    });
    const socket = await nodes.call('vcenter', 'azure');
    socket.pause();
    socket.write(helloFrame('azure'));
    for (let at = 0; at < 20_000; at += 1) socket.write(jsonFrame(4, at, 'x'.repeat(100)));
    await wait(500);
    assert.ok(answered < 1_500, `${answered} questions were answered`);
  });

  it('lets no blocks pass for whole when the peer is killed while it sends', {
    timeout: 30_000,
  }, async () => {
    let [read, whole] = [0, 0];
    let broken: unknown;
    const target = await nodes.open('master-target', {
      handle: async (_from, _message, blocks) => {
        try {
          for await (const { packed } of blocks) {
            assert.equal(packed.length, 65_536);
            read += 1;
          }
          whole += 1;
        } catch (error) {
          broken = error;
        }
      },
    });
    const child = fork(require.resolve('./peer.fixture.spec'), ['send', `${target.port}`], {
      execArgv: ['--require=ts-node/register'],
    });
    nodes.closing(() => child.kill('SIGKILL'));
    for (let waited = 0; read < 100 && waited < 20_000; waited += 10) await wait(10);
    child.kill('SIGKILL');
    await until(() => broken !== undefined);
    assert.ok(broken instanceof ChannelBroken && broken.kind === 'reset');
    assert.equal(whole, 0);
    await until(
      () => nodes.told.get('master-target')?.peers.at(-1)?.startsWith('process-server down') === true,
    );
  });
});
