import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import type { Block } from '../block';
import { Channel, type ChannelOptions, deriveIdentity, Said } from './index';

const PASSPHRASE = 'a passphrase of the specs';

async function open(role: string, options: Partial<ChannelOptions> = {}): Promise<Channel> {
  return Channel.open({
    role,
    identity: await deriveIdentity(PASSPHRASE, role),
    version: '1',
    estate: 'e',
    listen: { host: '127.0.0.1', port: 0 },
    peers: () => new Map(),
    handle: async () => undefined,
    told: () => {},
    ...options,
  });
}

function block(extent: number, packed: Buffer): Block {
  return { disk: 'erp-db-01/0', extent, version: extent + 1, packed };
}

describe('channel', () => {
  const channels: Channel[] = [];
  after(() => Promise.all(channels.map((channel) => channel.close())));

  it('asks and answers', async () => {
    const b = await open('process-server', {
      handle: async (from, message, blocks) => {
        if (message === 'no') throw new Said({ code: 'no' });
        let n = 0;
        for await (const each of blocks) n += each.packed.length;
        return { from, message, n };
      },
    });
    const a = await open('azure', {
      peers: () => new Map([['process-server', { host: '127.0.0.1', port: b.port }]]),
      told: () => {},
    });
    channels.push(a, b);
    assert.deepEqual(await a.ask('process-server', { x: 1 }), { from: 'azure', message: { x: 1 }, n: 0 });
    await assert.rejects(a.ask('process-server', 'no'), (error) => {
      assert.ok(error instanceof Said);
      assert.deepEqual(error.said, { code: 'no' });
      return true;
    });
    const packed = randomBytes(65536);
    const blocks = Array.from({ length: 100 }, (_, i) => block(i, packed));
    assert.deepEqual(await a.ask('process-server', 1, blocks), { from: 'azure', message: 1, n: 6553600 });
  });
});
