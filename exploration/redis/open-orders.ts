import { Misuse } from '../../simulators/kernel';
import type { Task } from './task';
import { readTold, type Told } from './wire';

/** An order whose answers or jobs are unusable is not tried for ever. */
const TRIES_MAX = 5;

interface Open<Order> {
  readonly order: Order;
  tries: number;
}

export interface OpenOrdersOptions<Order, Answer> {
  readonly task: Task<Order, Answer>;
  readonly next: () => Order | undefined;
  readonly done: (answer: Answer) => void;
  readonly say: (line: string) => void;
}

/** The orders of a campaign that are given and not answered yet, by their keys: whatever comes twice or late, each is answered once. */
export class OpenOrders<Order, Answer> {
  /** There is no further order. */
  exhausted = false;
  private readonly options: OpenOrdersOptions<Order, Answer>;
  private readonly open = new Map<string, Open<Order>>();
  private given = 0;

  constructor(options: OpenOrdersOptions<Order, Answer>) {
    this.options = options;
  }

  get size(): number {
    return this.open.size;
  }

  /** In the order in which they were given. */
  get keys(): readonly string[] {
    return [...this.open.keys()];
  }

  has(key: string): boolean {
    return this.open.has(key);
  }

  order(key: string): Order | undefined {
    return this.open.get(key)?.order;
  }

  /** Opens further orders until so many are open. Shape: the keys of the new ones. */
  fill(most: number): readonly string[] {
    const keys: string[] = [];
    while (!this.exhausted && this.open.size < most) {
      const order = this.options.next();
      if (order === undefined) this.exhausted = true;
      else {
        const key = `order-${this.given++}`;
        this.open.set(key, { order, tries: 0 });
        keys.push(key);
      }
    }
    return keys;
  }

  /** Nobody has begun it, and nobody will. */
  withdraw(key: string): void {
    this.open.delete(key);
  }

  /** Counts an answer, once. One that is none leaves the order open. Errors: HW-REDIS-ORDER; what a thread threw elsewhere. */
  take(key: string, packed: Buffer): void {
    const open = this.open.get(key);
    if (!open) return;
    const told = this.read(open.order, packed);
    if (!told) this.tryAgain(key, 'its answer is none');
    else if ('failed' in told) throw thrownElsewhere(told.failed);
    else {
      this.open.delete(key);
      this.options.done(told.answer as Answer);
    }
  }

  /** Errors: HW-REDIS-ORDER – it was tried often enough. */
  tryAgain(key: string, cause: string): void {
    const open = this.open.get(key);
    if (!open) return;
    open.tries += 1;
    if (open.tries >= TRIES_MAX || /stalled more than/.test(cause))
      throw new Misuse(
        'HW-REDIS-ORDER',
        `${key} cannot be had from any worker: ${cause}`,
        'Look at what the workers say; they may need more memory. Without --redis it runs here.',
      );
    this.options.say(`${key} goes to a worker again: ${cause}`);
  }

  private read(order: Order, packed: Buffer): Told | undefined {
    const { task } = this.options;
    try {
      const told = readTold(packed);
      if ('failed' in told) return told;
      const fits = task.answer.safeParse(told.answer).success && task.answers(order, told.answer as Answer);
      return fits ? told : undefined;
    } catch {
      return undefined;
    }
  }
}

function thrownElsewhere({ message, code, next }: Extract<Told, { failed: unknown }>['failed']): Error {
  return code !== undefined && next !== undefined ? new Misuse(code, message, next) : new Error(message);
}
