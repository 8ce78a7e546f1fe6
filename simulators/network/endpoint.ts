import type { Component, Process } from '../kernel';
import type { Exchange } from './exchange';
import type { Message, Network, RequestOptions } from './network';
import { Stream } from './stream';

/** Answers one kind of message: with a value, or a process that ends in one; or throws a Refusal. */
export type Handler = (message: never, fromAddress: string) => unknown;

interface Listener {
  readonly component: Component;
  readonly handler: Handler;
}

/** A network interface: one address in one zone, with the ports that components have opened on it.
 *  Several components may share it (the roles of a management server). */
export class Endpoint {
  readonly address: string;
  readonly zone: string;
  private readonly network: Network;
  private readonly ports = new Map<number, Map<string, Listener>>();
  private readonly calls = new Map<Component, Set<Exchange>>();

  constructor(network: Network, address: string, zone: string) {
    this.network = network;
    this.address = address;
    this.zone = zone;
  }

  /** Opens `port` for the kinds of messages that `handlers` names; what it does not name is refused. */
  listen(component: Component, port: number, handlers: { readonly [kind: string]: Handler }): void {
    let kinds = this.ports.get(port);
    if (!kinds) {
      kinds = new Map();
      this.ports.set(port, kinds);
    }
    for (const [kind, handler] of Object.entries(handlers)) kinds.set(kind, { component, handler });
  }

  /** Closes every port of `component`. */
  silence(component: Component): void {
    for (const kinds of this.ports.values()) {
      for (const [kind, listener] of kinds) if (listener.component === component) kinds.delete(kind);
    }
  }

  listenerFor(port: number, kind: string): Listener | undefined {
    return this.ports.get(port)?.get(kind);
  }

  request<A>(to: string, port: number, message: Message, options?: RequestOptions): Process<A> {
    return this.network.request<A>(this, to, port, message, options);
  }

  openStream(to: string, port: number, windowBytes: number): Stream {
    return new Stream(this.network, this, to, port, windowBytes);
  }

  send(to: string, port: number, message: Message): void {
    this.network.send(this, to, port, message);
  }

  /** Notes what `component` works on, so that whoever asked learns of it if the component dies first. */
  openCall(component: Component, exchange: Exchange): void {
    let open = this.calls.get(component);
    if (!open) {
      open = new Set();
      this.calls.set(component, open);
      component.onDeath(() => this.resetCalls(component));
    }
    open.add(exchange);
  }

  closeCall(component: Component, exchange: Exchange): void {
    this.calls.get(component)?.delete(exchange);
  }

  private resetCalls(component: Component): void {
    const open = this.calls.get(component);
    if (!open) return;
    const lost = [...open];
    open.clear();
    for (const exchange of lost) exchange.reset();
  }
}
