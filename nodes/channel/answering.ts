import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import { ArrivingBlocks, heldBytes } from './blocks';
import { ChannelBroken, Said } from './broken';
import type { Connection, Talk } from './connection';
import {
  ANSWER,
  ASK,
  ASK_WITH_BLOCKS,
  BLOCK,
  BlockReader,
  CALL_BACK,
  END,
  type Expected,
  FAILED,
  GONE,
  idFrame,
  jsonFrame,
  NOT_CALLED,
  QUESTIONS,
  QUESTIONS_WITH_BLOCKS,
  readJson,
  readQuestion,
  SAID,
  violation,
} from './frames';
import type { Kind } from './hello';

export type Handle = (from: string, message: unknown, blocks: AsyncIterable<Block>) => Promise<unknown>;

/** Beyond, the connection is not read on. */
const BLOCKS_BYTES_MAX = 2 * 2 ** 20;
const QUESTIONS_MAX = 1_024;
const QUESTIONS_BYTES_MAX = 32 * 2 ** 20;
const ANSWERS_BYTES_MAX = 4 * 2 ** 20;

interface Question {
  readonly id: number;
  readonly message: unknown;
  readonly blocks: ArrivingBlocks;
  readonly bytes: number;
}

/** The side of a connection that answers: starts its handler for each question in the order they were asked, the next one when the
 *  blocks of the one before have been read. */
export class Answering implements Talk {
  readonly expected: Expected;
  readonly #connection: Connection;
  readonly #kind: Kind;
  readonly #handle: Handle;
  readonly #callBack: () => Promise<boolean>;
  readonly #reader = new BlockReader();
  readonly #waiting: Question[] = [];
  readonly #started = new Set<Question>();
  /** Its blocks are still coming. */
  #arriving: Question | undefined;
  /** Its blocks are being read. */
  #reading: Question | undefined;
  #blocksBytes = 0;
  #questionsBytes = 0;

  constructor(connection: Connection, kind: Kind, handle: Handle, callBack: () => Promise<boolean>) {
    this.#callBack = callBack;
    this.#connection = connection;
    this.#handle = handle;
    this.#kind = kind;
    this.expected = kind === 'data' ? QUESTIONS_WITH_BLOCKS : QUESTIONS;
  }

  take(type: number, payload: Buffer): void {
    const id = readQuestion(payload);
    if (type === ASK || type === ASK_WITH_BLOCKS) {
      if (this.#arriving) throw violation('a question among the blocks of another');
      this.#ask(id, payload, type === ASK_WITH_BLOCKS);
      return;
    }
    if (type === CALL_BACK) {
      void this.#callAsker(id);
      return;
    }
    const question = this.#arriving;
    if (question?.id !== id) throw violation('blocks of no question');
    if (type === BLOCK) {
      const block = this.#reader.read(payload);
      this.#blocksBytes += heldBytes(block);
      question.blocks.push(block);
      this.#pace();
      return;
    }
    this.#arriving = undefined;
    if (type === END) question.blocks.end();
    else if (type === GONE)
      question.blocks.fail(new ChannelBroken('reset', this.#connection.peer, 'its blocks ended too early'));
  }

  lost(broken: ChannelBroken): void {
    this.#waiting.length = 0;
    this.#arriving?.blocks.fail(broken);
    this.#arriving = undefined;
  }

  #ask(id: number, payload: Buffer, withBlocks: boolean): void {
    const blocks = new ArrivingBlocks(
      (bytes) => {
        this.#blocksBytes -= bytes;
        this.#pace();
      },
      () => {
        if (this.#reading !== question) return;
        this.#reading = undefined;
        this.#next();
      },
      (packed) => this.#connection.reuse(packed),
    );
    const question: Question = { id, message: readJson(payload), blocks, bytes: payload.length };
    this.#questionsBytes += question.bytes;
    if (withBlocks) this.#arriving = question;
    else blocks.end();
    this.#waiting.push(question);
    this.#next();
    this.#pace();
  }

  async #callAsker(id: number): Promise<void> {
    if (!(await this.#callBack())) this.#connection.send(idFrame(NOT_CALLED, id));
  }

  #next(): void {
    while (!this.#reading) {
      const question = this.#waiting.shift();
      if (!question) return;
      if (this.#kind === 'data') this.#reading = question;
      this.#started.add(question);
      void this.#answer(question);
    }
  }

  async #answer(question: Question): Promise<void> {
    const frame = await this.#frameOf(question);
    question.blocks.drop();
    this.#connection.send(frame);
    this.#started.delete(question);
    this.#questionsBytes -= question.bytes;
    while (this.#connection.waitingBytes > ANSWERS_BYTES_MAX && !this.#connection.broken)
      await this.#connection.room();
    this.#pace();
  }

  async #frameOf({ id, message, blocks }: Question): Promise<Buffer> {
    try {
      return jsonFrame(ANSWER, id, await this.#handle(this.#connection.peer, message, blocks));
    } catch (error) {
      return error instanceof Said ? said(id, error) : failed(id, error);
    }
  }

  #pace(): void {
    const tooMuch =
      this.#blocksBytes > BLOCKS_BYTES_MAX ||
      this.#started.size + this.#waiting.length > QUESTIONS_MAX ||
      this.#questionsBytes > QUESTIONS_BYTES_MAX ||
      this.#connection.waitingBytes > ANSWERS_BYTES_MAX;
    if (tooMuch) this.#connection.pause();
    else this.#connection.resume();
  }
}

function said(id: number, { said }: Said): Buffer {
  try {
    return jsonFrame(SAID, id, said);
  } catch (error) {
    return failed(id, error);
  }
}

function failed(id: number, error: unknown): Buffer {
  const misuse =
    error instanceof Misuse
      ? error
      : new Misuse(
          'HW-NODE-HANDLER',
          `expected an answer, got an error (${error instanceof Error ? error.message.slice(0, 500) : 'of an unknown kind'})`,
          'See what the node that was asked has written; a node that is out of reach for it is the likeliest cause.',
        );
  return jsonFrame(FAILED, id, { code: misuse.code, message: misuse.message, next: misuse.next });
}
