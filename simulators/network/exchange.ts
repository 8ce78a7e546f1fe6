import { type Component, type Happening, type Kernel, Pending, type Process } from '../kernel';
import type { Endpoint, Handler } from './endpoint';
import { NetworkFailure, Refusal } from './failures';
import type { Message, Network, RequestOptions } from './network';

export const DEFAULT_TIMEOUT_MS = 30_000;

type Phase = 'question' | 'working' | 'answer';

/** One question on its way, worked on, and its answer on the way back. It is its own event in the kernel's agenda, so that
 *  a request makes few objects: there are many. */
export class Exchange implements Happening {
  readonly answer = new Pending<unknown>();
  cancelled = false;
  private readonly network: Network;
  private readonly from: Endpoint;
  private readonly to: string;
  private readonly port: number;
  private readonly message: Message;
  private readonly options: RequestOptions;
  private readonly number: number | undefined;
  private phase: Phase = 'question';
  private target: Endpoint | undefined;
  private worker: Component | undefined;
  private result: unknown;
  private failure: Error | undefined;

  constructor(
    network: Network,
    from: Endpoint,
    to: string,
    port: number,
    message: Message,
    options: RequestOptions,
  ) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.port = port;
    this.message = message;
    this.options = options;
    this.number = options.order?.takeNumber();
  }

  /** Sends the question. */
  begin(): void {
    this.network.carry(this.from, this.to, this.port, this.message.kind, this.options.bytes ?? 0, this);
  }

  /** Nothing was heard for `timeoutMs`. True if it is worth waiting on: the other side lives, works on it and can be reached. */
  stillWorking(): boolean {
    return (
      this.options.keepAlive === true &&
      this.phase === 'working' &&
      this.network.way(this.from, this.to, this.port) !== undefined
    );
  }

  timeOut(): void {
    this.answer.fail(this.networkFailure('timeout'));
  }

  /** The question, or the answer, has landed. */
  act(): void {
    const [from, to] =
      this.phase === 'answer' ? [this.target as Endpoint, this.from.address] : [this.from, this.to];
    if (!this.network.way(from, to, this.port)) {
      this.network.noteLost(from, to, this.port, this.message.kind);
      return;
    }
    if (this.phase === 'answer') {
      if (this.failure) this.answer.fail(this.failure);
      else this.answer.keep(this.result);
    } else if (this.number !== undefined) this.options.order?.arrived(this.number, () => this.arrive());
    else this.arrive();
  }

  /** The component that worked on it died. */
  reset(): void {
    this.reply(undefined, this.networkFailure('reset'));
  }

  private arrive(): void {
    const target = this.network.endpointAt(this.to) as Endpoint;
    this.target = target;
    const listener = target.listenerFor(this.port, this.message.kind);
    if (!listener || listener.component.state === 'stopped') {
      this.reply(undefined, this.networkFailure('refused'));
      return;
    }
    this.phase = 'working';
    this.worker = listener.component;
    target.openCall(listener.component, this);
    if (listener.component.state === 'running') this.handle(listener.component, listener.handler);
    else listener.component.when(() => this.handle(listener.component, listener.handler));
  }

  private handle(component: Component, handler: Handler): void {
    let result: unknown;
    try {
      result = handler(this.message as never, this.from.address);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.finish(undefined, error);
      return;
    }
    if (isProcess(result)) component.run(this.message.kind, this.work(result));
    else this.finish(result, undefined);
  }

  private *work(body: Process<unknown>): Process {
    try {
      this.finish(yield* body, undefined);
    } catch (error) {
      if (error instanceof NetworkFailure) this.finish(undefined, error.asRefusal());
      else if (error instanceof Refusal) this.finish(undefined, error);
      else throw error;
    }
  }

  private finish(result: unknown, failure: Error | undefined): void {
    (this.target as Endpoint).closeCall(this.worker as Component, this);
    this.reply(result, failure);
  }

  private reply(result: unknown, failure: Error | undefined): void {
    this.phase = 'answer';
    this.result = result;
    this.failure = failure;
    const bytes = failure ? 0 : (this.options.answerBytes?.(result as never) ?? 0);
    this.network.carry(this.target as Endpoint, this.from.address, this.port, this.message.kind, bytes, this);
  }

  private networkFailure(kind: NetworkFailure['kind']): NetworkFailure {
    return new NetworkFailure(kind, this.from.address, this.to, this.port, this.message.kind);
  }
}

/** Ends an exchange that nobody answers. */
export class Deadline implements Happening {
  cancelled = false;
  private readonly kernel: Kernel;
  private readonly exchange: Exchange;
  private readonly timeoutMs: number;

  constructor(kernel: Kernel, exchange: Exchange, timeoutMs: number) {
    this.kernel = kernel;
    this.exchange = exchange;
    this.timeoutMs = timeoutMs;
  }

  act(): void {
    if (this.exchange.stillWorking()) this.kernel.file(this.timeoutMs, this);
    else {
      this.cancelled = true;
      this.exchange.timeOut();
    }
  }
}

function isProcess(value: unknown): value is Process<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;
}
