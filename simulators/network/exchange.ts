import { type Component, type Happening, type Kernel, Pending, type Process } from '../kernel';
import type { Outcome } from './elsewhere';
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
  /** It says again what another exchange has said. */
  isEcho = false;
  /** The question or the answer is on its way, and not lost so far as anyone can know. */
  underway = false;
  /** Stops the bulk transfer that is under way; undefined while none is. */
  transfer: (() => void) | undefined;
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
  /** It came from another process, where its outcome is awaited. */
  private abroad: ((outcome: Outcome) => void) | undefined;

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

  /** What is asked, by whom, of whom; and whether this is the answer's way. */
  get facts(): {
    readonly from: Endpoint;
    readonly to: string;
    readonly port: number;
    readonly kind: string;
    readonly answering: boolean;
  } {
    const { from, to, port, message } = this;
    const { kind, method } = message as Message & { readonly method?: string };
    const full = method === undefined ? kind : `${kind} ${method}`;
    return { from, to, port, kind: full, answering: this.phase === 'answer' };
  }

  /** Somebody on the way ends it: the asker is told so, and the other side never hears of it. */
  breakOff(refusal: Refusal | undefined): void {
    this.answer.fail(refusal ?? this.networkFailure('reset'));
  }

  /** Asks the same once more, for nobody. */
  repeat(): void {
    const echo = new Exchange(this.network, this.from, this.to, this.port, this.message, {});
    echo.isEcho = true;
    echo.begin();
  }

  /** Sends the question. */
  begin(): void {
    this.network.carry(this.from, this.to, this.port, this.message.kind, this.options.bytes ?? 0, this);
  }

  /** The question has come from another process. */
  comeIn(abroad: (outcome: Outcome) => void): void {
    this.abroad = abroad;
    if (this.network.endpointAt(this.to)) this.arrive();
    else abroad({ broken: 'lost' });
  }

  /** Nothing was heard for `timeoutMs`. True if it is worth waiting on: bytes are moving, or (with keep-alive) the other side
   *  lives and works on it, and it can be reached. */
  stillWorking(): boolean {
    const worked = this.options.keepAlive === true && this.phase === 'working';
    return (this.underway || worked) && this.network.way(this.from, this.to, this.port) !== undefined;
  }

  /** Gives the exchange up; what was still being transferred is not sent on. */
  timeOut(): void {
    this.transfer?.();
    this.transfer = undefined;
    this.answer.fail(this.networkFailure('timeout'));
  }

  /** The question, or the answer, has landed. */
  act(): void {
    const { network, port } = this;
    this.underway = false;
    if (this.phase !== 'answer') {
      if (!network.way(this.from, this.to, port))
        network.noteLost(this.from, this.to, port, this.message.kind);
      else if (this.number === undefined) this.arrive();
      else this.options.order?.arrived(this.number, () => this.arrive());
      return;
    }
    const target = this.target as Endpoint;
    if (!network.way(target, this.from.address, port))
      network.noteLost(target, this.from.address, port, this.message.kind);
    else if (this.failure) this.answer.fail(this.failure);
    else this.answer.keep(this.result);
  }

  /** The component that worked on it died. */
  reset(): void {
    this.reply(undefined, this.networkFailure('reset'));
  }

  private arrive(): void {
    const { network, to, port, message } = this;
    const target = network.endpointAt(to) as Endpoint;
    this.target = target;
    if (network.elsewhere?.holds(to, message.kind)) {
      this.phase = 'working';
      const question = { from: this.from.address, to, port, message };
      network.elsewhere.hand(question, (outcome) => this.comeBack(outcome));
      return;
    }
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

  /** Its outcome has come from another process. */
  private comeBack(outcome: Outcome): void {
    if ('result' in outcome) this.reply(outcome.result, undefined);
    else if ('refusal' in outcome) this.reply(undefined, outcome.refusal);
    else if (outcome.broken !== 'lost') this.reply(undefined, this.networkFailure(outcome.broken));
    else {
      this.phase = 'question';
      this.network.noteLost(this.from, this.to, this.port, this.message.kind);
    }
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
    if (this.abroad) {
      this.abroad(outcomeOf(result, failure));
      return;
    }
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

function outcomeOf(result: unknown, failure: Error | undefined): Outcome {
  if (failure instanceof Refusal) return { refusal: failure };
  if (failure instanceof NetworkFailure) return { broken: failure.kind === 'refused' ? 'refused' : 'reset' };
  return { result };
}

function isProcess(value: unknown): value is Process<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;
}
