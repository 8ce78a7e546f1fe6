import type { Component, Kernel, Proc, Process } from '../kernel';
import { type Endpoint, type Message, type Network, NetworkFailure, Refusal } from '../network';
import { CHECKSUM_BYTES } from '../storage';
import {
  asrRefusal,
  type Checksums,
  type Heartbeat,
  note,
  type PairRoute,
  type Ports,
  type Register,
  type ReplicaBatch,
  type ReplicaChecksums,
  type ReplicaMarker,
  type ToProcessServer,
} from '../wire';
import { SERVER_VERSION } from './cs-database';

const HEARTBEAT_MS = 300_000;
const CACHE_BYTES = 600 * 2 ** 30;
/** Whoever waits for a pair's last data gives up when nothing of it could be delivered for so long, and in any case after the
 *  second time. Source: assumed. */
const STALL_MS_MAX = 10 * 60_000;
const FLUSH_MS_MAX = 2 * 3_600_000;

interface Queue {
  readonly route: PairRoute;
  readonly items: (ReplicaBatch | ReplicaMarker)[];
  resyncRequired: boolean;
}

/** Why a pair cannot be passed on, and since when. */
interface Stall {
  readonly refusal: Refusal;
  readonly sinceMs: number;
}

/** What the cache disk of a process server holds. */
export interface ProcessServerDurable {
  queues: Map<string, Queue>;
  cachedBytes: number;
}

/** With what a server finds its configuration server. */
export interface ServerOptions {
  /** Of a process server: how much its cache disk holds; 600 GiB if absent. */
  readonly cacheBytes?: number;
  readonly configurationServer: string;
  readonly passphrase: string;
  readonly ports: Ports;
}

/** Takes replication data from agents, keeps them on its cache disk, and passes them on in order.
 *  An answer to an agent means: it is on the cache disk. A pair whose target found a gap is to be compared anew.
 *  State machine: unregistered → registered; each pair: flowing ⇄ stalled → resync required → flowing.
 *  Not modelled: compression, encryption, CPU and memory load. */
export class ProcessServer {
  readonly name: string;
  readonly component: Component<ProcessServerDurable>;
  private readonly endpoint: Endpoint;
  /** Undefined until somebody logged in for the first time. */
  private options: ServerOptions | undefined;
  private registrationState = 'not configured';
  private readonly forwarding = new Map<string, Proc>();
  /** Pairs that cannot be passed on at present. */
  private readonly stalled = new Map<string, Stall>();

  constructor(kernel: Kernel, endpoint: Endpoint, options: { name: string } & Partial<ServerOptions>) {
    const { name, configurationServer, passphrase, ports, cacheBytes } = options;
    this.name = name;
    this.endpoint = endpoint;
    if (configurationServer && passphrase && ports)
      this.options = {
        configurationServer,
        passphrase,
        ports,
        ...(cacheBytes === undefined ? {} : { cacheBytes }),
      };
    const life = kernel.count(`process server ${name}`);
    const called = life > 1 ? `process server ${name} ${life}` : `process server ${name}`;
    this.component = kernel.component<ProcessServerDurable>(called, {
      queues: new Map(),
      cachedBytes: 0,
    });
    this.component.onBoot(() => this.onBoot());
  }

  get address(): string {
    return this.endpoint.address;
  }

  /** Pairs with data on the cache disk. */
  get busyPairs(): readonly string[] {
    return [...this.component.durable.queues].flatMap(([pair, queue]) =>
      queue.items.length > 0 ? [pair] : [],
    );
  }

  /** `registered`, `not configured`, or the code that says why it is not registered. */
  get registration(): string {
    return this.registrationState;
  }

  /** Switches the server off for good; its address is free. */
  retire(network: Network): void {
    this.component.kill();
    network.detach(this.endpoint);
  }

  /** Enters how the configuration server is found, and tries to register with it. */
  configure(options: ServerOptions): void {
    this.component.kernel.journal.conceal(options.passphrase);
    this.options = options;
    this.component.kill();
    this.component.start();
  }

  private onBoot(): void {
    this.forwarding.clear();
    this.stalled.clear();
    this.endpoint.silence(this.component as Component);
    const { options } = this;
    if (!options) return;
    this.endpoint.listen(this.component as Component, options.ports.data, {
      'ps.batch': ({ route, batch, bytes }: ToProcessServer<ReplicaBatch>) =>
        this.accept({ kind: 'replica.batch', route, batch, bytes }),
      'ps.marker': ({ route, marker }: ToProcessServer<ReplicaMarker>) =>
        this.accept({ kind: 'replica.marker', route, marker }),
      'ps.checksums': ({ route }: ToProcessServer<ReplicaChecksums>) =>
        this.passOn({ kind: 'replica.checksums', route }),
      'ps.alive': () => ({}),
      'ps.flush': (message: { pair: string }) => this.flush(message.pair),
      'ps.forget': (message: { pair: string }) => this.forget(message.pair),
    });
    this.component.run(
      'process server control',
      keepRegistered(this.endpoint, options, {
        registration: () => ({ role: 'process-server', name: this.name, address: this.address }),
        heartbeat: () => ({
          stalled: [...this.stalled].map(([pair, { refusal }]) => ({ pair, code: refusal.code })),
          backlogMs: 0,
        }),
        told: (state) => {
          this.registrationState = state;
        },
      }),
    );
    for (const pair of this.component.durable.queues.keys()) this.kick(pair);
  }

  private accept(message: ReplicaBatch | ReplicaMarker): Record<string, never> {
    const { durable } = this.component;
    const { pair } = message.route;
    let queue = durable.queues.get(pair);
    if (!queue) {
      queue = { route: message.route, items: [], resyncRequired: false };
      durable.queues.set(pair, queue);
    }
    if (queue.resyncRequired) throw asrRefusal('SIM-RESYNC-REQUIRED', [message.route.machine]);
    const bytes = bytesOf(message);
    const room = (this.options?.cacheBytes ?? CACHE_BYTES) - durable.cachedBytes;
    if (durable.cachedBytes > 0 && bytes > room) throw asrRefusal('SIM-THROTTLED', [this.name]);
    if (queue.items.some((item) => sameItem(item, message))) return {};
    queue.items.push(message);
    durable.cachedBytes += bytes;
    this.kick(pair);
    return {};
  }

  private kick(pair: string): void {
    if (this.forwarding.has(pair)) return;
    this.forwarding.set(pair, this.component.run('forward', this.forward(pair)) as Proc);
  }

  private *forward(pair: string): Process {
    const { durable } = this.component;
    const queue = durable.queues.get(pair);
    while (queue && queue.items.length > 0) {
      const item = queue.items[0] as ReplicaBatch | ReplicaMarker;
      const problem = yield* this.deliver(queue.route, item);
      if (problem !== undefined) {
        queue.resyncRequired = true;
        for (const lost of queue.items.splice(0)) durable.cachedBytes -= bytesOf(lost);
      } else if (queue.items[0] === item) {
        queue.items.shift();
        durable.cachedBytes -= bytesOf(item);
      }
    }
    this.forwarding.delete(pair);
    if (!durable.queues.has(pair)) this.stalled.delete(pair);
  }

  /** Brings one item to the target, however often it must be tried. Gives the code if the target cannot use what is cached. */
  private *deliver(route: PairRoute, item: ReplicaBatch | ReplicaMarker): Process<string | undefined> {
    const bytes = bytesOf(item);
    for (let wait = 5_000; ; wait = Math.min(60_000, wait * 2)) {
      try {
        yield* this.endpoint.request(route.target, route.port, item, {
          bytes,
          timeoutMs: 30_000 + Math.ceil(bytes / 1_000),
          // A drain is written before its marker is answered, and that may take a while.
          keepAlive: item.kind === 'replica.marker',
        });
        this.setStalled(route, undefined);
        return undefined;
      } catch (error) {
        if (!(error instanceof Refusal || error instanceof NetworkFailure)) throw error;
        const refusal = error instanceof Refusal ? error : error.asRefusal();
        const { code } = refusal;
        if (code === 'SIM-RESYNC-REQUIRED' || code === 'SIM-UNKNOWN') return code;
        this.setStalled(route, refusal);
      }
      yield wait;
    }
  }

  private setStalled({ pair, machine }: PairRoute, refusal: Refusal | undefined): void {
    const { kernel } = this.component;
    const before = this.stalled.get(pair);
    if (refusal) {
      if (!before) note(kernel, 'pair.stalled', machine, { pair, code: refusal.code });
      this.stalled.set(pair, { refusal, sinceMs: before?.sinceMs ?? kernel.now });
    } else if (this.stalled.delete(pair)) note(kernel, 'pair.flowing', machine, { pair });
  }

  /** Asks the target what it holds. What is still cached goes first, so that nothing older arrives after the comparison. */
  private *passOn(message: ReplicaChecksums): Process<Checksums> {
    const { durable } = this.component;
    const { pair } = message.route;
    yield* this.emptied(pair);
    const views = yield* this.endpoint.request<Checksums>(message.route.target, message.route.port, message, {
      keepAlive: true,
      answerBytes: (answer: Checksums) =>
        answer.reduce((sum, view) => sum + view.written() * CHECKSUM_BYTES, 0),
    });
    const queue = durable.queues.get(pair);
    if (queue) queue.resyncRequired = false;
    return views;
  }

  /** Waits until nothing of the pair is on the cache disk any more. Errors: what keeps it there; SIM-MASTER-TARGET-BUSY – it
   *  goes on, but not soon enough; SIM-RESYNC-REQUIRED – the target could not use what was there, and it is gone. */
  private *flush(pair: string): Process<Record<string, never>> {
    const { kernel } = this.component;
    for (const sinceMs = kernel.now; this.isQueued(pair); yield 1_000) {
      this.kick(pair);
      const stall = this.stalled.get(pair);
      if (stall && kernel.now - Math.max(stall.sinceMs, sinceMs) >= STALL_MS_MAX) throw stall.refusal;
      if (kernel.now - sinceMs >= FLUSH_MS_MAX)
        throw asrRefusal('SIM-MASTER-TARGET-BUSY', [pair], `(${pair})`);
    }
    if (this.component.durable.queues.get(pair)?.resyncRequired)
      throw asrRefusal('SIM-RESYNC-REQUIRED', [pair]);
    return {};
  }

  /** The same, however long it takes. */
  private *emptied(pair: string): Process {
    while (this.isQueued(pair)) {
      this.kick(pair);
      const forwarder = this.forwarding.get(pair);
      if (forwarder) yield forwarder.ended;
    }
  }

  private isQueued(pair: string): boolean {
    return (this.component.durable.queues.get(pair)?.items.length ?? 0) > 0;
  }

  private forget(pair: string): Record<string, never> {
    const { durable } = this.component;
    const queue = durable.queues.get(pair);
    if (!queue) return {};
    for (const item of queue.items.splice(0)) durable.cachedBytes -= bytesOf(item);
    durable.queues.delete(pair);
    this.stalled.delete(pair);
    return {};
  }
}

/** What a server says of itself when it registers and with each heartbeat, and how it learns what came of it. */
interface Registrant {
  registration(): Omit<Register, 'kind' | 'passphrase'>;
  heartbeat(): Pick<Heartbeat, 'stalled' | 'backlogMs' | 'points'>;
  /** What of a heartbeat was heard. */
  heard?(heartbeat: Pick<Heartbeat, 'points'>): void;
  /** `registered`, or the code that says why not. */
  told(state: string): void;
}

/** Registers a server with its configuration server, and sends heartbeats from then on. */
export function* keepRegistered(endpoint: Endpoint, options: ServerOptions, registrant: Registrant): Process {
  const { configurationServer, passphrase, ports } = options;
  for (let registered = false; ; ) {
    const { role, name } = registrant.registration();
    try {
      const message = registered
        ? { kind: 'cs.heartbeat', role, name, ...registrant.heartbeat() }
        : { kind: 'cs.register', passphrase, version: SERVER_VERSION, ...registrant.registration() };
      yield* endpoint.request(configurationServer, ports.control, message as Message);
      if (registered) registrant.heard?.(message as Pick<Heartbeat, 'points'>);
      registered = true;
      registrant.told('registered');
    } catch (error) {
      if (error instanceof Refusal) registered = false;
      else if (!(error instanceof NetworkFailure)) throw error;
      if (!registered) registrant.told(error instanceof Refusal ? error.code : 'SIM-UNREACHABLE');
    }
    yield registered ? HEARTBEAT_MS : 60_000;
  }
}

function bytesOf(item: ReplicaBatch | ReplicaMarker): number {
  return item.kind === 'replica.batch' ? item.bytes : 0;
}

function sameItem(a: ReplicaBatch | ReplicaMarker, b: ReplicaBatch | ReplicaMarker): boolean {
  if (a.kind === 'replica.batch' && b.kind === 'replica.batch') {
    return a.batch.drain === b.batch.drain && a.batch.batch === b.batch.batch;
  }
  return a.kind === 'replica.marker' && b.kind === 'replica.marker' && a.marker.drain === b.marker.drain;
}
