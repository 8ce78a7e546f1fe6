import type { Block } from '../block';
import type { ChannelBroken } from './broken';

/** Bookkeeping of a block beside its bytes. */
const BLOCK_OVERHEAD_BYTES = 256;

export function heldBytes({ packed }: Block): number {
  return packed.length + BLOCK_OVERHEAD_BYTES;
}

/** The blocks of one question, between the connection and the handler that reads them. For one reader. */
export class ArrivingBlocks implements AsyncIterableIterator<Block> {
  readonly #gone: (bytes: number) => void;
  readonly #read: () => void;
  readonly #reuse: (packed: Buffer) => void;
  #held: Block[] = [];
  #waiting:
    | { resolve: (result: IteratorResult<Block>) => void; reject: (error: unknown) => void }
    | undefined;
  #ended = false;
  #dropped = false;
  #broken: ChannelBroken | undefined;

  /** `gone` is told of the bytes that are no longer held; `read`, once, that nothing will be read any more; `reuse`, that nobody
   *  looks at the bytes of a block any more. */
  constructor(gone: (bytes: number) => void, read: () => void, reuse: (packed: Buffer) => void) {
    this.#gone = gone;
    this.#read = read;
    this.#reuse = reuse;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Block>> {
    const block = this.#held.shift();
    if (block) {
      this.#gone(heldBytes(block));
      return Promise.resolve({ done: false, value: block });
    }
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#ended || this.#dropped) {
      this.#finish();
      return Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Block>> {
    this.drop();
    return Promise.resolve({ done: true, value: undefined });
  }

  reuse({ packed }: Block): void {
    this.#reuse(packed);
  }

  push(block: Block): void {
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      this.#gone(heldBytes(block));
      waiting.resolve({ done: false, value: block });
    } else if (this.#dropped) this.#gone(heldBytes(block));
    else this.#held.push(block);
  }

  end(): void {
    this.#ended = true;
    if (!this.#waiting) return;
    this.#waiting.resolve({ done: true, value: undefined });
    this.#waiting = undefined;
    this.#finish();
  }

  /** What was held is not handed out any more: half of the blocks are none. */
  fail(broken: ChannelBroken): void {
    if (this.#ended || this.#broken) return;
    this.#broken = broken;
    this.#forget();
    this.#waiting?.reject(broken);
    this.#waiting = undefined;
    this.#finish();
  }

  /** Nobody reads the rest. */
  drop(): void {
    this.#dropped = true;
    this.#forget();
    this.#finish();
  }

  #forget(): void {
    const held = this.#held;
    this.#held = [];
    for (const block of held) this.#gone(heldBytes(block));
  }

  #finished = false;
  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#read();
  }
}

/** The same blocks with less work: the bytes of each are the reader's only until it asks for the next. For who passes blocks on, or
 *  has written each before it goes on; what is kept must be copied. */
export function borrowed(blocks: AsyncIterable<Block>): AsyncIterable<Block> {
  return blocks instanceof ArrivingBlocks ? new BorrowedBlocks(blocks) : blocks;
}

class BorrowedBlocks implements AsyncIterableIterator<Block> {
  readonly #blocks: ArrivingBlocks;
  #last: Block | undefined;
  readonly #kept = (step: IteratorResult<Block>): IteratorResult<Block> => {
    this.#last = step.done === true ? undefined : step.value;
    return step;
  };

  constructor(blocks: ArrivingBlocks) {
    this.#blocks = blocks;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Block>> {
    if (this.#last) this.#blocks.reuse(this.#last);
    this.#last = undefined;
    return this.#blocks.next().then(this.#kept);
  }

  return(): Promise<IteratorResult<Block>> {
    return this.#blocks.return();
  }
}
