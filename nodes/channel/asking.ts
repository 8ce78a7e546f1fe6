import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import { type ChannelBroken, Said } from './broken';
import type { Connection, Talk } from './connection';
import {
  ANSWER,
  ANSWERS,
  ASK,
  ASK_WITH_BLOCKS,
  END,
  GONE,
  idFrame,
  jsonFrame,
  readJson,
  readQuestion,
  SAID,
  violation,
} from './frames';

export type Blocks = AsyncIterable<Block> | Iterable<Block>;

interface Open {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** It has been answered, or cannot be any more: who sends its blocks is to stop. */
  over: boolean;
  wake: (() => void) | undefined;
}

const OVER = { done: true, value: undefined } as const;
const IDS = 2 ** 32;

/** The side of a connection that asks. Questions with blocks go one after the other, each with all its blocks. */
export class Asking implements Talk {
  readonly expected = ANSWERS;
  readonly connection: Connection;
  readonly #open = new Map<number, Open>();
  #lastId = 0;
  #before: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  ask(message: unknown, blocks?: Blocks): Promise<unknown> {
    if (this.connection.broken) return Promise.reject(this.connection.broken);
    this.#lastId = (this.#lastId + 1) % IDS;
    const id = this.#lastId;
    // Made first: a message that cannot be sent is no open question.
    const frame = jsonFrame(blocks ? ASK_WITH_BLOCKS : ASK, id, message);
    return new Promise((resolve, reject) => {
      const open: Open = { resolve, reject, over: false, wake: undefined };
      this.#open.set(id, open);
      if (!blocks) {
        this.connection.send(frame);
        return;
      }
      this.#before = this.#before.then(() => this.#pour(id, open, frame, blocks));
    });
  }

  take(type: number, payload: Buffer): void {
    const id = readQuestion(payload);
    const open = this.#open.get(id);
    if (!open) throw violation('an answer to no question');
    const value = readJson(payload);
    this.#close(id, open);
    if (type === ANSWER) open.resolve(value);
    else if (type === SAID) open.reject(new Said(value));
    else open.reject(asMisuse(value));
  }

  lost(broken: ChannelBroken): void {
    for (const [id, open] of [...this.#open]) {
      this.#close(id, open);
      open.reject(broken);
    }
  }

  #close(id: number, open: Open): void {
    this.#open.delete(id);
    open.over = true;
    open.wake?.();
  }

  async #pour(id: number, open: Open, frame: Buffer, blocks: Blocks): Promise<void> {
    if (open.over) return;
    this.connection.send(frame);
    let iterator: ReturnType<typeof iteratorOf> | undefined;
    try {
      iterator = iteratorOf(blocks);
      while (!open.over) {
        const step = iterator.next();
        const { done, value } = step instanceof Promise ? await unlessOver(open, step) : step;
        if (done) break;
        const room = this.connection.sendBlock(id, value);
        if (room !== undefined) await room;
      }
      if (open.over) stop(iterator);
      this.connection.send(idFrame(END, id));
    } catch (error) {
      this.connection.send(idFrame(GONE, id));
      if (iterator) stop(iterator);
      open.reject(error);
    }
  }
}

function iteratorOf(blocks: Blocks): AsyncIterator<Block> | Iterator<Block> {
  return Symbol.asyncIterator in blocks ? blocks[Symbol.asyncIterator]() : blocks[Symbol.iterator]();
}

function unlessOver(open: Open, step: Promise<IteratorResult<Block>>): Promise<IteratorResult<Block>> {
  return new Promise((resolve, reject) => {
    open.wake = () => resolve(OVER);
    step.then(resolve, reject);
  });
}

/** It is not waited for: a source that hangs must not hold up the next question. */
function stop(iterator: AsyncIterator<Block> | Iterator<Block>): void {
  void (async () => iterator.return?.())().catch(() => {});
}

function asMisuse(value: unknown): Misuse {
  const { code, message, next } = (value ?? {}) as { readonly [field: string]: unknown };
  return new Misuse(String(code), String(message), String(next));
}
