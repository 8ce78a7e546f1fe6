import type { Kernel, Process } from '../kernel';
import type { Elsewhere, Outcome, Question } from './elsewhere';
import { Endpoint } from './endpoint';
import { DEFAULT_TIMEOUT_MS, Deadline, Exchange } from './exchange';
import { type Interference, Interferences } from './interference';
import { Link, type LinkKind, type LinkOptions } from './link';
import type { ArrivalOrder } from './stream';
import { Subnet, type SubnetOptions } from './subnet';

/** Messages up to this size travel beside the bulk transfers and take no share of the bandwidth. */
const SMALL_BYTES = 16 * 1024;
const NO_OPTIONS: RequestOptions = Object.freeze({});
const RETRANSMIT_MS = 200;
/** Which way is taken where there are several. */
const PREFERENCE: readonly LinkKind[] = ['lan', 'expressroute', 'vpn', 'internet'];

export interface RequestOptions {
  readonly timeoutMs?: number;
  /** Wait on past `timeoutMs` as long as the other side lives, works on it and can be reached. */
  readonly keepAlive?: boolean;
  /** The size of the question; of the answer. */
  readonly bytes?: number;
  readonly answerBytes?: (answer: never) => number;
  /** Set for the chunks of a stream. */
  readonly order?: ArrivalOrder;
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
  /** Those who run in other processes; undefined where nobody does. */
  elsewhere: Elsewhere | undefined;
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly routes = new Map<string, Map<string, Link[]>>();
  private readonly rules = new Map<string, Rule>();
  private readonly interferences: Interferences;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.interferences = new Interferences(kernel);
  }

  addLink(options: LinkOptions): Link {
    const link = new Link(this.kernel, options);
    this.links.set(link.name, link);
    this.routes.clear();
    const { from, to, kind: line } = link;
    this.kernel.record('link.added', link.name, { from, to, line });
    return link;
  }

  /** Puts the far end of a link elsewhere; transfers under way stall for good. Errors: a broken invariant if there is no such link. */
  moveLink(name: string, to: string): void {
    const link = this.links.get(name);
    if (!link) throw new Error(`no link is called ${name}`);
    link.setUp(false);
    this.addLink({ ...link.options, to });
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

  /** Lets something happen to some messages, under a name, until `leaveAlone`. */
  interfere(name: string, interference: Interference): void {
    this.interferences.begin(name, interference);
  }

  leaveAlone(name: string): void {
    this.interferences.end(name);
  }

  /** The link that would carry a message now; undefined if there is none. */
  way(from: Endpoint, toAddress: string, port: number): Link | undefined {
    const to = this.endpoints.get(toAddress) ?? this.standIn(toAddress);
    if (!to || this.endpoints.get(from.address) !== from) return undefined;
    if (this.rules.size > 0 && this.isBlocked(from, to, port)) return undefined;
    return this.route(from.zone, to.zone);
  }

  /** The best link between two zones that is up. */
  route(fromZone: string, toZone: string): Link | undefined {
    let byTarget = this.routes.get(fromZone);
    if (!byTarget) {
      byTarget = new Map();
      this.routes.set(fromZone, byTarget);
    }
    let candidates = byTarget.get(toZone);
    if (!candidates) {
      candidates = [...this.links.values()]
        .filter((link) => link.joins(fromZone, toZone))
        .sort((a, b) => PREFERENCE.indexOf(a.kind) - PREFERENCE.indexOf(b.kind));
      byTarget.set(toZone, candidates);
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
    options: RequestOptions = NO_OPTIONS,
  ): Process<A> {
    const { exchange, deadline } = this.start(from, to, port, message, options);
    try {
      return (yield exchange.answer) as A;
    } finally {
      this.kernel.cancel(deadline);
    }
  }

  /** Sends a question without waiting. The asker waits for `exchange.answer`, and cancels `deadline` when it is through. */
  start(
    from: Endpoint,
    to: string,
    port: number,
    message: Message,
    options: RequestOptions,
  ): { exchange: Exchange; deadline: Deadline } {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    const exchange = new Exchange(this, from, to, port, message, options);
    const deadline = new Deadline(this.kernel, exchange, timeoutMs);
    exchange.begin();
    this.kernel.file(timeoutMs, deadline);
    return { exchange, deadline };
  }

  /** Sends without waiting for an answer; it may be lost. */
  send(from: Endpoint, to: string, port: number, message: Message): void {
    new Exchange(this, from, to, port, message, NO_OPTIONS).begin();
  }

  /** Puts a question from another process to whoever listens here; `came` is called with its outcome, once. */
  takeIn({ from, to, port, message }: Question, came: (outcome: Outcome) => void): void {
    const asker = this.endpoints.get(from) ?? this.standIn(from) ?? new Endpoint(this, from, '');
    new Exchange(this, asker, to, port, message, NO_OPTIONS).comeIn(came);
  }

  /** Brings one message over, if there is a way; `landing` happens when all of it has arrived. */
  carry(from: Endpoint, to: string, port: number, kind: string, bytes: number, landing: Exchange): void {
    const link = this.way(from, to, port);
    if (!link) {
      this.noteLost(from, to, port, kind);
      return;
    }
    let wait = link.loss > 0 ? this.delay(link) : link.latencyMs;
    if (this.interferences.any) {
      const meddled = this.interferences.meddle(landing);
      if (meddled === 'over') return;
      wait += meddled;
    }
    landing.underway = true;
    if (bytes <= SMALL_BYTES) {
      this.kernel.file(wait, landing);
      return;
    }
    const pipe = link.pipeFrom(from.zone);
    const flow = pipe.send(bytes, () => {
      landing.transfer = undefined;
      this.kernel.file(wait, landing);
    });
    landing.transfer = () => pipe.stop(flow);
  }

  noteLost(from: Endpoint, to: string, port: number, kind: string): void {
    this.kernel.record('message.lost', `${from.address}>${to}:${port}`, { message: kind });
  }

  endpointAt(address: string): Endpoint | undefined {
    return this.endpoints.get(address);
  }

  /** Stands for an interface that another process has. */
  private standIn(address: string): Endpoint | undefined {
    const zone = this.elsewhere?.zoneOf(address);
    return zone === undefined ? undefined : this.attach(address, zone);
  }

  /** The latency, longer for each time the message is lost on the way and sent again. */
  private delay(link: Link): number {
    let wait = link.latencyMs;
    const draws = this.kernel.random(`loss ${link.name}`);
    for (let again = RETRANSMIT_MS; draws.chance(link.loss) && again < 60_000; again *= 2) wait += again;
    return wait;
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
