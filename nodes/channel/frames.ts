import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';

/** The frames between two nodes: type (1 byte), length (4 bytes), payload. All numbers are big-endian. */
export const HELLO = 1;
export const REFUSAL = 2;
export const BEAT = 3;
export const ASK = 4;
export const ASK_WITH_BLOCKS = 5;
export const BLOCK = 6;
export const END = 7;
export const GONE = 8;
export const ANSWER = 9;
export const SAID = 10;
export const FAILED = 11;
/** The side that asks wants the side that answers to make their data connection. */
export const CALL_BACK = 12;
export const NOT_CALLED = 13;

const HEAD_BYTES = 5;
const ID_BYTES = 4;
/** Question (4), extent (6), version (6), length of the disk's name (2). */
const BLOCK_HEAD_BYTES = 18;
const DISK_BYTES_MAX = 1_024;
const PACKED_BYTES_MAX = 256 * 1_024;
const JSON_BYTES_MAX = 16 * 2 ** 20;
const SMALL_BYTES_MAX = 4_096;
/** A block of 64 KiB and its head: room is made once. */
const BODY_BYTES = 66 * 1_024;
const SPARE_MAX = 32;
const EMPTY = Buffer.alloc(0);

/** The types that may come next, and how long the payload of each may be. */
export type Expected = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

const json = { min: ID_BYTES, max: ID_BYTES + JSON_BYTES_MAX };
const small = { min: 0, max: SMALL_BYTES_MAX };
const beat = { min: 7, max: 7 };
const id = { min: ID_BYTES, max: ID_BYTES };
const block = { min: BLOCK_HEAD_BYTES, max: BLOCK_HEAD_BYTES + DISK_BYTES_MAX + PACKED_BYTES_MAX };

export const GREETING: Expected = new Map([
  [HELLO, small],
  [REFUSAL, small],
]);
export const QUESTIONS: Expected = new Map([
  [BEAT, beat],
  [REFUSAL, small],
  [ASK, json],
  [CALL_BACK, id],
]);
export const QUESTIONS_WITH_BLOCKS: Expected = new Map([
  [BEAT, beat],
  [REFUSAL, small],
  [ASK_WITH_BLOCKS, json],
  [BLOCK, block],
  [END, id],
  [GONE, id],
]);
export const ANSWERS: Expected = new Map([
  [BEAT, beat],
  [REFUSAL, small],
  [ANSWER, json],
  [SAID, json],
  [FAILED, json],
  [NOT_CALLED, id],
]);

/** What came is not what was agreed on. */
export function violation(what: string): Misuse {
  return new Misuse(
    'HW-NODE-PROTOCOL',
    `expected a frame of the nodes' protocol, got ${what}`,
    'Something else than a node of this version of Homeward is at the other end: check the addresses of the peers.',
  );
}

/** Cuts what a socket gives into frames. `take` is called for each, in order; a payload is the taker's own for blocks only, others
 *  must be read before it returns. Errors: HW-NODE-PROTOCOL, as soon as the head of a frame says a wrong type or length. */
export class FrameReader {
  expected: Expected = GREETING;
  readonly #take: (type: number, payload: Buffer) => void;
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #headBytes = 0;
  #type = 0;
  #length = 0;
  /** Of the payload that is not whole yet. Grows with what comes, not with what was said to come. */
  #body: Buffer = EMPTY;
  #bodyBytes = 0;
  readonly #spare: Buffer[] = [];
  /** Somebody gives buffers back: they have one size then, and else no more than their block. */
  #reused = false;

  constructor(take: (type: number, payload: Buffer) => void) {
    this.#take = take;
  }

  /** Shape: nothing of `chunk` is kept. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headBytes < HEAD_BYTES) {
        at = this.#readHead(chunk, at);
        if (this.#headBytes < HEAD_BYTES) return;
        if (this.#length === 0) {
          this.#finish(EMPTY);
          continue;
        }
      }
      const end = Math.min(chunk.length, at + this.#length - this.#bodyBytes);
      if (this.#bodyBytes === 0 && end - at === this.#length && this.#type !== BLOCK) {
        this.#finish(chunk.subarray(at, end));
      } else {
        this.#keep(chunk, at, end);
        if (this.#bodyBytes === this.#length) this.#finish(this.#body.subarray(0, this.#length));
      }
      at = end;
    }
  }

  #readHead(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + HEAD_BYTES - this.#headBytes);
    chunk.copy(this.#head, this.#headBytes, from, end);
    this.#headBytes += end - from;
    if (this.#headBytes < HEAD_BYTES) return end;
    this.#type = this.#head[0] ?? 0;
    this.#length = this.#head.readUInt32BE(1);
    const limits = this.expected.get(this.#type);
    if (!limits) throw violation(`type ${this.#type}`);
    if (this.#length < limits.min || this.#length > limits.max)
      throw violation(`${this.#length} bytes of type ${this.#type} (${limits.min} to ${limits.max})`);
    return end;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const needed = this.#bodyBytes + to - from;
    if (needed > this.#body.length) {
      const body: Buffer = this.#room(needed);
      this.#body.copy(body, 0, 0, this.#bodyBytes);
      this.#body = body;
    }
    chunk.copy(this.#body, this.#bodyBytes, from, to);
    this.#bodyBytes = needed;
  }

  /** Nobody looks at these bytes of a block any more. */
  reuse(packed: Buffer): void {
    const { buffer } = packed;
    this.#reused = true;
    if (buffer.byteLength === BODY_BYTES && this.#spare.length < SPARE_MAX)
      this.#spare.push(Buffer.from(buffer));
  }

  #room(needed: number): Buffer {
    if (this.#type === BLOCK && this.#length > SMALL_BYTES_MAX && this.#length <= BODY_BYTES)
      return this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#reused ? BODY_BYTES : this.#length);
    const room = Math.max(2 * this.#body.length, BODY_BYTES, needed);
    return Buffer.allocUnsafe(Math.min(this.#length, room));
  }

  #finish(payload: Buffer): void {
    this.#headBytes = 0;
    this.#bodyBytes = 0;
    this.#body = EMPTY;
    this.#take(this.#type, payload);
  }
}

/** Errors: HW-NODE-TOO-LARGE, when the value is no JSON, or more than 16 MiB. */
export function jsonFrame(type: number, question: number, value: unknown): Buffer {
  const text = asJson(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > JSON_BYTES_MAX)
    throw tooLarge(`expected a message of at most ${JSON_BYTES_MAX} bytes, got ${bytes}`);
  const frame = Buffer.allocUnsafe(HEAD_BYTES + ID_BYTES + bytes);
  frame.writeUInt8(type, 0);
  frame.writeUInt32BE(ID_BYTES + bytes, 1);
  frame.writeUInt32BE(question, HEAD_BYTES);
  frame.write(text, HEAD_BYTES + ID_BYTES);
  return frame;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    throw tooLarge(`expected a message of JSON values, got one that is not (${(error as Error).message})`);
  }
}

function tooLarge(message: string): Misuse {
  return new Misuse('HW-NODE-TOO-LARGE', message, 'Send fewer things in one message, and bytes as blocks.');
}

export function readQuestion(payload: Buffer): number {
  return payload.readUInt32BE(0);
}

/** The value of a payload after its question. Errors: HW-NODE-PROTOCOL. */
export function readJson(payload: Buffer, from = ID_BYTES): unknown {
  if (payload.length === from) return undefined;
  try {
    return JSON.parse(payload.toString('utf8', from));
  } catch {
    throw violation('text that is no JSON');
  }
}

export function smallFrame(type: number, value: object): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  const frame = Buffer.allocUnsafe(HEAD_BYTES + text.length);
  frame.writeUInt8(type, 0);
  frame.writeUInt32BE(text.length, 1);
  text.copy(frame, HEAD_BYTES);
  return frame;
}

export function idFrame(type: number, question: number): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + ID_BYTES);
  frame.writeUInt8(type, 0);
  frame.writeUInt32BE(ID_BYTES, 1);
  frame.writeUInt32BE(question, HEAD_BYTES);
  return frame;
}

/** How many bytes its sender had from us, and whether it made us wait since it last said so. */
export interface Beat {
  readonly receivedBytes: number;
  readonly paused: boolean;
}

export function beatFrame({ receivedBytes, paused }: Beat): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + 7);
  frame.writeUInt8(BEAT, 0);
  frame.writeUInt32BE(7, 1);
  frame.writeUIntBE(receivedBytes, HEAD_BYTES, 6);
  frame.writeUInt8(paused ? 1 : 0, HEAD_BYTES + 6);
  return frame;
}

export function readBeat(payload: Buffer): Beat {
  return { receivedBytes: payload.readUIntBE(0, 6), paused: payload[6] === 1 };
}

/** Room that a block takes in a stream of frames. Errors: HW-NODE-TOO-LARGE. */
export function blockBytes({ disk, packed }: Block): number {
  const name = Buffer.byteLength(disk);
  if (name > DISK_BYTES_MAX || packed.length > PACKED_BYTES_MAX)
    throw tooLarge(
      `expected a block of at most ${PACKED_BYTES_MAX} bytes of a disk with a short name, got ${packed.length} bytes and a name of ${name}`,
    );
  return HEAD_BYTES + BLOCK_HEAD_BYTES + name + packed.length;
}

/** Writes a block's frame, of `bytes` (`blockBytes`), at a place that has room for it. */
export function writeBlock(into: Buffer, at: number, bytes: number, question: number, each: Block): void {
  const name = bytes - HEAD_BYTES - BLOCK_HEAD_BYTES - each.packed.length;
  const body = at + HEAD_BYTES;
  into.writeUInt8(BLOCK, at);
  into.writeUInt32BE(bytes - HEAD_BYTES, at + 1);
  into.writeUInt32BE(question, body);
  into.writeUIntBE(each.extent, body + 4, 6);
  into.writeUIntBE(each.version, body + 10, 6);
  into.writeUInt16BE(name, body + 16);
  into.write(each.disk, body + BLOCK_HEAD_BYTES);
  into.set(each.packed, body + BLOCK_HEAD_BYTES + name);
}

/** Reads blocks; the name of a disk is made once for many of them. */
export class BlockReader {
  #name: Buffer = EMPTY;
  #disk = '';

  /** Shape: `packed` is a part of the payload. Errors: HW-NODE-PROTOCOL. */
  read(payload: Buffer): Block {
    const nameEnd = BLOCK_HEAD_BYTES + payload.readUInt16BE(16);
    if (nameEnd > payload.length) throw violation("a block that ends within its disk's name");
    const name = payload.subarray(BLOCK_HEAD_BYTES, nameEnd);
    if (!this.#name.equals(name)) {
      this.#name = Buffer.from(name);
      this.#disk = name.toString();
    }
    return {
      disk: this.#disk,
      extent: payload.readUIntBE(4, 6),
      version: payload.readUIntBE(10, 6),
      packed: payload.subarray(nameEnd),
    };
  }
}
