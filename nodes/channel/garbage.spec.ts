import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import {
  ANSWER,
  ASK,
  ASK_WITH_BLOCKS,
  BLOCK,
  END,
  FrameReader,
  idFrame,
  jsonFrame,
  QUESTIONS_WITH_BLOCKS,
} from './frames';
import { ChannelBroken } from './index';
import { helloFrame, Nodes, until, wait } from './nodes.fixture.spec';

const raw = (type: number, payload: Buffer, length = payload.length): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, payload]);
};

describe('frames', () => {
  it('are the same however the bytes come, for any cut', () => {
    const frames = [
      jsonFrame(ASK_WITH_BLOCKS, 7, { a: 'x'.repeat(300) }),
      raw(BLOCK, Buffer.alloc(200, 3)),
      idFrame(END, 7),
      jsonFrame(ASK_WITH_BLOCKS, 8, undefined),
    ];
    const bytes = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const got: Buffer[] = [];
        const reader = new FrameReader((type, payload) => got.push(raw(type, Buffer.from(payload))));
        reader.expected = QUESTIONS_WITH_BLOCKS;
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        for (const [at, to] of places.entries()) {
          // What is pushed may be written over afterwards.
          const chunk = Buffer.from(bytes.subarray(places[at - 1] ?? 0, to));
          reader.push(chunk);
          chunk.fill(0xee);
        }
        assert.deepEqual(Buffer.concat(got), bytes);
      }),
    );
  });

  it('are a violation, and nothing else, for any bytes that are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const reader = new FrameReader(() => {});
        reader.expected = QUESTIONS_WITH_BLOCKS;
        try {
          reader.push(Buffer.from(bytes));
        } catch (error) {
          assert.ok(error instanceof Misuse && error.code === 'HW-NODE-PROTOCOL');
        }
      }),
    );
  });
});

describe('channel that is sent garbage', () => {
  let nodes: Nodes;
  let seen: unknown[];
  let handled: unknown[];
  beforeEach(async () => {
    nodes = new Nodes();
    seen = [];
    handled = [];
    await nodes.open('vcenter', {
      handle: async (_from, message, blocks) => {
        handled.push(message);
        const got: Block[] = [];
        try {
          for await (const each of blocks) got.push(each);
        } catch (error) {
          seen.push(error);
          throw error;
        }
        seen.push(got.length);
      },
    });
  });
  afterEach(() => nodes.close());

  const peer = async (kind: string): Promise<TLSSocket> => {
    const socket = await nodes.call('vcenter', 'azure');
    socket.resume();
    socket.write(helloFrame('azure', kind));
    await until(() => nodes.told.get('vcenter')?.peers.at(-1) === 'azure up');
    return socket;
  };

  for (const [what, kind, bytes] of [
    ['a frame of an unknown type', 'control', raw(99, Buffer.alloc(4))],
    ['a second hello', 'control', helloFrame('azure')],
    ['blocks over control', 'control', raw(BLOCK, Buffer.alloc(100))],
    ['a frame that is too long', 'control', raw(ASK, Buffer.alloc(4), 2 ** 31)],
    ['a block that is too long', 'data', raw(BLOCK, Buffer.alloc(4), 300_000)],
    ['a frame that is too short', 'control', raw(ASK, Buffer.alloc(3))],
    ['text that is no JSON', 'control', raw(ASK, Buffer.from('\0\0\0\x01{"a":'))],
    ['a refusal without a code', 'control', raw(2, Buffer.from('{}'))],
    ['blocks of no question', 'data', idFrame(END, 5)],
    ['an answer to who has not asked', 'control', jsonFrame(ANSWER, 1, 1)],
    [
      'a question among the blocks of another',
      'data',
      Buffer.concat([jsonFrame(ASK_WITH_BLOCKS, 1, 1), jsonFrame(ASK_WITH_BLOCKS, 2, 1)]),
    ],
    [
      'a block that ends within the name of its disk',
      'data',
      Buffer.concat([
        jsonFrame(ASK_WITH_BLOCKS, 1, 1),
        raw(BLOCK, Buffer.from(`${'0'.repeat(34)}ffff`, 'hex')),
      ]),
    ],
  ] as const)
    it(`says what came and ends the connection: ${what}`, async () => {
      const socket = await peer(kind);
      socket.write(bytes);
      await until(() => socket.destroyed);
      assert.match(
        nodes.told.get('vcenter')?.peers.at(-1) ?? '',
        /^azure down: .*frame of the nodes' protocol/,
      );
      await wait(10);
      assert.ok(seen.every((each) => each instanceof ChannelBroken));
    });

  it('takes a frame that breaks off for no question', async () => {
    const socket = await peer('control');
    socket.write(jsonFrame(ASK, 1, 'x'.repeat(1_000)).subarray(0, 500));
    await wait(50);
    socket.destroy();
    await until(() => nodes.told.get('vcenter')?.peers.at(-1)?.startsWith('azure down') === true);
    assert.deepEqual(handled, []);
  });

  it('takes an answer to an unknown question for garbage', async () => {
    await nodes.stand('process-server', (socket) => {
      socket.write(helloFrame('process-server'));
      socket.on('data', () => socket.write(jsonFrame(ANSWER, 77, 'x')));
    });
    const azure = await nodes.open('azure');
    await assert.rejects(azure.ask('process-server', 1), (error) => {
      assert.ok(error instanceof ChannelBroken);
      assert.equal(error.cause?.code, 'HW-NODE-PROTOCOL');
      return true;
    });
  });
});
