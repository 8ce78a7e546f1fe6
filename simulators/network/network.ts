import { type Component, type Kernel, Pending, type Process } from '../kernel';
import { Endpoint, type Handler } from './endpoint';
import { NetworkFailure, Refusal } from './failures';
import { Link, type LinkKind, type LinkOptions } from './link';
import { Subnet, type SubnetOptions } from './subnet';

/** Messages up to this size travel beside the bulk transfers and take no share of the bandwidth. */
const SMALL_BYTES = 16 * 1024;
const DEFAULT_TIMEOUT_MS = 30_000;
const RETRANSMIT_MS = 200;
/** Which way is taken where there are several. */
const PREFERENCE: readonly LinkKind[] = ['lan', 'expressroute', 'vpn', 'internet'];

/** A question under way. `open` while the other side works on it. */
interface Call {
  readonly answer: Pending<unknown>;
  open: boolean;
  readonly options: RequestOptions;
}

export interface RequestOptions {
  readonly timeoutMs?: number;
  /** Wait on past `timeoutMs` as long as the other side lives, works on it and can be reached. */
  readonly keepAlive?: boolean;
  /** The size of the question; of the answer. */
  readonly bytes?: number;
  readonly answerBytes?: (answer: never) => number;
}

/** Blocks messages from one side to the other; a side is a zone or an address, `*` any. One way only. */
export interface Rule {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
}

/** Zones, links, subnets, addresses and ports, and the messages that pass between them.
 *  A zone is a place inside which everything is one hop apart (the site, a VNet, Azure's public endpoints); two zones
 *  reach each other only over a link that joins them. Not modelled: transit through a third zone, DNS, MTU. */
export class Network {
  readonly kernel: Kernel;
  readonly links = new Map<string, Link>();
  readonly subnets = new Map<string, Subnet>();
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly routes = new Map<string, Link[]>();
  private readonly rules = new Map<string, Rule>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  addLink(options: LinkOptions): Link {
    const link = new Link(this.kernel, options);
    this.links.set(link.name, link);
    this.routes.clear();
    return link;
  }

  addSubnet(options: SubnetOptions): Subnet {
    const subnet = new Subnet(this.kernel, options);
    this.subnets.set(subnet.name, subnet);
    return subnet;
  }

  /** Puts a network interface on the network. */
  attach(address: string, zone: string): Endpoint {
    const endpoint = new Endpoint(this, address, zone);
    this.endpoints.set(address, endpoint);
    return endpoint;
  }

  detach(endpoint: Endpoint): void {
    if (this.endpoints.get(endpoint.address) === endpoint) this.endpoints.delete(endpoint.address);
  }

  /** Blocks by a named rule: a firewall, a closed port, a cut in one direction. */
  block(name: string, rule: Rule): void {
    this.rules.set(name, rule);
    this.kernel.record('network.blocked', name, { from: rule.from, to: rule.to, port: rule.port });
  }

  unblock(name: string): void {
    if (this.rules.delete(name)) this.kernel.record('network.unblocked', name);
  }

  /** The link that would carry a message now; undefined if there is none. */
  way(from: Endpoint, toAddress: string, port: number): Link | undefined {
    const to = this.endpoints.get(toAddress);
    if (!to || this.endpoints.get(from.address) !== from) return undefined;
    if (this.rules.size > 0 && this.isBlocked(from, to, port)) return undefined;
    return this.route(from.zone, to.zone);
  }

  /** The best link between two zones that is up. */
  route(fromZone: string, toZone: string): Link | undefined {
    const key = `${fromZone}>${toZone}`;
    let candidates = this.routes.get(key);
    if (!candidates) {
      candidates = [...this.links.values()]
        .filter((link) => link.joins(fromZone, toZone))
        .sort((a, b) => PREFERENCE.indexOf(a.kind) - PREFERENCE.indexOf(b.kind));
      this.routes.set(key, candidates);
    }
    for (const link of candidates) if (link.up) return link;
    return undefined;
  }

  /** Asks whoever listens at `to`:`port`, and waits for the answer.
   *  Errors: NetworkFailure – timeout, refused (nobody listens), reset (the other side died); Refusal – what the other side said. */
  *request<A>(
    from: Endpoint,
    to: string,
    port: number,
    message: Message,
    options: RequestOptions = {},
  ): Process<A> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, keepAlive = false, bytes = 0 } = options;
    const call: Call = { answer: new Pending<unknown>(), open: false, options };
    const fail = (kind: NetworkFailure['kind']): void =>
      call.answer.fail(new NetworkFailure(kind, from.address, to, port, message.kind));
    this.carry(from, to, port, message.kind, bytes, () => this.arrive(from, to, port, message, call, fail));
    const silent = (): void => {
      if (keepAlive && call.open && this.way(from, to, port)) timer = this.kernel.after(timeoutMs, silent);
      else fail('timeout');
    };
    let timer = this.kernel.after(timeoutMs, silent);
    try {
      return (yield call.answer) as A;
    } finally {
      timer.cancelled = true;
    }
  }

  /** Sends without waiting for an answer; it may be lost. */
  send(from: Endpoint, to: string, port: number, message: Message): void {
    const call: Call = { answer: new Pending<unknown>(), open: false, options: {} };
    this.carry(from, to, port, message.kind, 0, () => this.arrive(from, to, port, message, call, () => {}));
  }

  private carry(
    from: Endpoint,
    to: string,
    port: number,
    kind: string,
    bytes: number,
    arrived: () => void,
  ): void {
    const link = this.way(from, to, port);
    if (!link) {
      this.kernel.record('message.lost', `${from.address}>${to}:${port}`, { message: kind });
      return;
    }
    const wait = this.delay(link);
    const land = (): void => {
      if (this.way(from, to, port)) arrived();
      else this.kernel.record('message.lost', `${from.address}>${to}:${port}`, { message: kind });
    };
    if (bytes <= SMALL_BYTES) this.kernel.after(wait, land);
    else link.pipeFrom(from.zone).send(bytes, () => this.kernel.after(wait, land));
  }

  /** The latency, longer for each time the message is lost on the way and sent again. */
  private delay(link: Link): number {
    let wait = link.latencyMs;
    if (link.loss > 0) {
      const draws = this.kernel.random(`loss ${link.name}`);
      for (let again = RETRANSMIT_MS; draws.chance(link.loss) && again < 60_000; again *= 2) wait += again;
    }
    return wait;
  }

  private arrive(
    from: Endpoint,
    to: string,
    port: number,
    message: Message,
    call: Call,
    fail: (kind: NetworkFailure['kind']) => void,
  ): void {
    const target = this.endpoints.get(to) as Endpoint;
    const listener = target.listenerFor(port, message.kind);
    const back = (act: () => void, bytes = 0): void => {
      call.open = false;
      this.carry(target, from.address, port, `${message.kind} answer`, bytes, act);
    };
    if (!listener || listener.component.state === 'stopped') {
      back(() => fail('refused'));
      return;
    }
    const { component, handler } = listener;
    call.open = true;
    const reset = target.openCall(component, () => back(() => fail('reset')));
    const finish = (act: () => void, bytes = 0): void => {
      target.closeCall(component, reset);
      back(act, bytes);
    };
    component.when(() =>
      this.handle(component, handler, message, from, {
        answer: (value) =>
          finish(() => call.answer.keep(value), call.options.answerBytes?.(value as never) ?? 0),
        refuse: (refusal) => finish(() => call.answer.fail(refusal)),
      }),
    );
  }

  private handle(
    component: Component,
    handler: Handler,
    message: Message,
    from: Endpoint,
    reply: { answer: (value: unknown) => void; refuse: (refusal: Refusal) => void },
  ): void {
    try {
      const result = handler(message as never, from.address);
      if (isProcess(result)) component.run(message.kind, answering(result, reply));
      else reply.answer(result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply.refuse(error);
    }
  }

  private isBlocked(from: Endpoint, to: Endpoint, port: number): boolean {
    for (const rule of this.rules.values()) {
      const matches = (side: string, endpoint: Endpoint): boolean =>
        side === '*' || side === endpoint.address || side === endpoint.zone;
      if ((rule.port === undefined || rule.port === port) && matches(rule.from, from) && matches(rule.to, to))
        return true;
    }
    return false;
  }
}

/** What is sent: a kind that a listener knows, and the rest. */
export interface Message {
  readonly kind: string;
}

function isProcess(value: unknown): value is Process<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}

function* answering(
  body: Process<unknown>,
  reply: { answer: (value: unknown) => void; refuse: (refusal: Refusal) => void },
): Process {
  try {
    reply.answer(yield* body);
  } catch (error) {
    if (error instanceof NetworkFailure) reply.refuse(error.asRefusal());
    else if (error instanceof Refusal) reply.refuse(error);
    else throw error;
  }
}
