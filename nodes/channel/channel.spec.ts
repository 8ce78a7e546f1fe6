import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import { borrowed, ChannelBroken, Said } from './index';
import { block, HOST, identityOf, Nodes, until, wait } from './nodes.fixture.spec';

const EXTENT_BYTES = 65_536;

describe('channel', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  it('gives an answer, and drops what is undefined', async () => {
    await nodes.open('vcenter');
    const azure = await nodes.open('azure');
    assert.deepEqual(await azure.ask('vcenter', { a: 1, b: undefined }), {
      from: 'azure',
      message: { a: 1 },
    });
    assert.deepEqual(await azure.ask('vcenter', 'ü\u2028'), { from: 'azure', message: 'ü\u2028' });
    assert.deepEqual(nodes.told.get('azure')?.peers, ['vcenter up']);
    assert.deepEqual(nodes.told.get('vcenter')?.peers, ['azure up']);
  });

  it('carries a no, a misuse and a failure back', async () => {
    await nodes.open('vcenter', {
      handle: async (_from, message) => {
        if (message === 'no') throw new Said({ code: 'NotFound', causes: [1] });
        if (message === 'misuse') throw new Misuse('HW-X', 'expected a, got b', 'do c');
        throw new Error('broken');
      },
    });
    const azure = await nodes.open('azure');
    await assert.rejects(azure.ask('vcenter', 'no'), {
      name: 'Said',
      said: { code: 'NotFound', causes: [1] },
    });
    await assert.rejects(azure.ask('vcenter', 'misuse'), { name: 'Misuse', code: 'HW-X', next: 'do c' });
    await assert.rejects(azure.ask('vcenter', 0), { name: 'Misuse', code: 'HW-NODE-HANDLER' });
  });

  for (const [how, known] of [
    ['called back', true],
    ['called', false],
  ] as const)
    it(`carries blocks over a data connection that was ${how}`, async () => {
      const got: Block[] = [];
      await nodes.open('master-target', {
        ...(!known && { peers: () => new Map() }),
        handle: async (_from, _message, blocks) => {
          for await (const each of blocks) got.push(each);
          return got.length;
        },
      });
      const server = await nodes.open('process-server');
      const sent = Array.from({ length: 300 }, (_none, at) => ({
        ...block(at * 7_000_000_000, randomBytes([0, 1, 1_000, EXTENT_BYTES, 200_000][at % 5] ?? 0)),
        disk: `maschine-ä-${at % 3}/0`,
      }));
      assert.equal(await server.ask('master-target', {}, sent), 300);
      assert.deepEqual(got, sent);
      assert.ok((server.sentBytes.get('master-target') ?? 0) > 15_000_000);
    });

  it('starts questions with blocks one after the other, as soon as the blocks before were read', async () => {
    const log: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await nodes.open('master-target', {
      handle: async (_from, message, blocks) => {
        log.push(`start ${message}`);
        for await (const { extent } of blocks) if (extent === 9) log.push(`read ${message}`);
        if (message === 0) await held;
        return message;
      },
    });
    const server = await nodes.open('process-server');
    const ten = (): Block[] => Array.from({ length: 10 }, (_none, at) => block(at));
    const first = server.ask('master-target', 0, ten());
    const rest = [1, 2, 3].map((each) => server.ask('master-target', each, ten()));
    assert.deepEqual(await Promise.all(rest), [1, 2, 3]);
    release();
    assert.equal(await first, 0);
    assert.deepEqual(
      log,
      [0, 1, 2, 3].flatMap((each) => [`start ${each}`, `read ${each}`]),
    );
  });

  it('answers control while bulk stands still', async () => {
    let release = (): void => {};
    await nodes.open('master-target', {
      handle: async (_from, message, blocks) => {
        if (message === 'control') return 'at once';
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        for await (const _block of blocks);
        return 'late';
      },
    });
    const server = await nodes.open('process-server');
    const packed = randomBytes(EXTENT_BYTES);
    const bulk = server.ask(
      'master-target',
      'bulk',
      Array.from({ length: 500 }, (_none, at) => block(at, packed)),
    );
    await wait(100);
    assert.equal(await server.ask('master-target', 'control'), 'at once');
    release();
    assert.equal(await bulk, 'late');
  });

  it('drops blocks that the handler does not read, and stops the one who sends them', async () => {
    await nodes.open('master-target', {
      handle: async (_from, message, blocks) => {
        if (message === 'break') for await (const _block of blocks) break;
        return 'enough';
      },
    });
    const server = await nodes.open('process-server');
    let stopped = 0;
    const endless = async function* (): AsyncIterable<Block> {
      try {
        for (let at = 0; ; at += 1) yield block(at, Buffer.alloc(1_000));
      } finally {
        stopped += 1;
      }
    };
    assert.equal(await server.ask('master-target', 'none', endless()), 'enough');
    assert.equal(await server.ask('master-target', 'break', endless()), 'enough');
    await until(() => stopped === 2);
  });

  it('hands on nothing as whole when the source of the blocks fails', async () => {
    let seen: unknown;
    await nodes.open('master-target', {
      handle: async (_from, _message, blocks) => {
        try {
          for await (const _block of blocks);
        } catch (error) {
          seen = error;
        }
      },
    });
    const server = await nodes.open('process-server');
    const failing = async function* (): AsyncIterable<Block> {
      yield block(1);
      throw new Error('disk gone');
    };
    await assert.rejects(server.ask('master-target', {}, failing()), { message: 'disk gone' });
    await until(() => seen instanceof ChannelBroken);
    assert.deepEqual(await server.ask('master-target', {}, [block(1)]), undefined);
  });

  it('refuses what is too large before it is sent', async () => {
    await nodes.open('vcenter');
    const azure = await nodes.open('azure');
    await assert.rejects(azure.ask('vcenter', 'x'.repeat(17 * 2 ** 20)), { code: 'HW-NODE-TOO-LARGE' });
    await assert.rejects(azure.ask('vcenter', 1n), { code: 'HW-NODE-TOO-LARGE' });
    await assert.rejects(azure.ask('vcenter', 0, [block(1, Buffer.alloc(300_000))]), {
      code: 'HW-NODE-TOO-LARGE',
    });
    assert.deepEqual(await azure.ask('vcenter', 1), { from: 'azure', message: 1 });
  });

  it('says that a peer is not there, and finds it when it has come', async () => {
    const azure = await nodes.open('azure');
    await assert.rejects(azure.ask('vcenter', 1), { name: 'ChannelBroken', kind: 'refused' });
    nodes.addresses.set('vcenter', { host: HOST, port: 1 });
    const { port } = await nodes.open('vcenter');
    await until(() => nodes.told.get('azure')?.peers.includes('vcenter up') === true);
    assert.deepEqual(await azure.ask('vcenter', 1), { from: 'azure', message: 1 });
    assert.ok(port > 0);
  });

  it('fails open questions with a reset when the peer closes, and calls it again', async () => {
    let started = 0;
    const handle = (): Promise<unknown> => {
      started += 1;
      return new Promise(() => {});
    };
    const first = await nodes.open('vcenter', { handle });
    const azure = await nodes.open('azure');
    const asked = [azure.ask('vcenter', 1), azure.ask('vcenter', 2, [])];
    await until(() => started === 2);
    await first.close();
    for (const each of asked) await assert.rejects(each, { name: 'ChannelBroken', kind: 'reset' });
    await nodes.open('vcenter');
    await until(() => nodes.told.get('azure')?.peers.at(-1) === 'vcenter up');
    assert.deepEqual(await azure.ask('vcenter', 1), { from: 'azure', message: 1 });
  });

  it('fails its own open questions when it is closed', async () => {
    await nodes.open('vcenter', { handle: () => new Promise(() => {}) });
    const azure = await nodes.open('azure');
    const asked = azure.ask('vcenter', 1);
    const failed = assert.rejects(asked, { kind: 'reset' });
    await until(() => nodes.told.get('azure')?.peers[0] === 'vcenter up');
    await azure.close();
    await failed;
    await assert.rejects(azure.ask('vcenter', 1), { kind: 'refused' });
  });

  it('keeps asking in both directions apart', async () => {
    const [vcenter, azure] = [await nodes.open('vcenter'), await nodes.open('azure')];
    const asked = Array.from({ length: 50 }, (_none, at) => [
      azure.ask('vcenter', at),
      vcenter.ask('azure', at),
    ]).flat();
    const answers = await Promise.all(asked);
    assert.deepEqual(answers.slice(0, 2), [
      { from: 'azure', message: 0 },
      { from: 'vcenter', message: 0 },
    ]);
  });

  it('cannot listen where another does', async () => {
    const { port } = await nodes.open('vcenter');
    await assert.rejects(nodes.open('azure', { listen: { host: HOST, port } }), { code: 'HW-NODE-LISTEN' });
    await assert.rejects(nodes.open('azure', { identity: await identityOf('vcenter') }), {
      code: 'HW-NODE-ROLE',
    });
  });
});

describe('borrowed blocks', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  it('are the same when a node passes them on', async () => {
    const digest = createHash('sha256');
    await nodes.open('master-target', {
      handle: async (_from, _message, blocks) => {
        for await (const { packed } of borrowed(blocks)) digest.update(packed);
        return digest.digest('hex');
      },
    });
    const server = await nodes.open('process-server', {
      handle: async (_from, message, blocks) => server.ask('master-target', message, borrowed(blocks)),
    });
    const azure = await nodes.open('azure');
    const sent = Array.from({ length: 400 }, (_none, at) =>
      block(at, randomBytes(1 + ((at * 5_557) % 70_000))),
    );
    const expected = createHash('sha256');
    for (const { packed } of sent) expected.update(packed);
    assert.equal(await azure.ask('process-server', {}, sent), expected.digest('hex'));
  });
});
