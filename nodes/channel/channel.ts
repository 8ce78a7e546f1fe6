import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Misuse } from '../../simulators/kernel';
import { Answering, type Handle } from './answering';
import type { Blocks } from './asking';
import { ChannelBroken } from './broken';
import type { Connection, Talk, Traffic } from './connection';
import { accept, dial, type Greeter, TLS } from './greeting';
import { CALLED_BACK, type Hello, type Kind, PROTOCOL, stranger } from './hello';
import type { Identity } from './identity';
import { LIMITS, type Limits } from './limits';
import { Link } from './link';

export interface ChannelOptions {
  readonly role: string;
  readonly identity: Identity;
  /** Which software: peers that say another are refused. */
  readonly version: string;
  /** Which estate, as a digest: peers that say another are refused. */
  readonly estate: string;
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Role → where it listens; asked at each call. */
  readonly peers: () => ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** Answers one question. Shape: a thrown `Said` travels back as it is, a Misuse with its code, anything else as HW-NODE-HANDLER.
   *  `blocks` comes in the order they were sent, and throws ChannelBroken unless all of them came; what is not read is dropped when
   *  the answer is there. */
  readonly handle: Handle;
  /** Told when a peer comes within reach or is lost, and why. Shape: `down` again only for another reason. */
  readonly told: (peer: string, state: 'up' | 'down', why?: string) => void;
  /** Told of callers that are no nodes of this estate; at most once a second. */
  readonly refused?: (address: string, why: string) => void;
  readonly limits?: Partial<Limits>;
}

interface Peer {
  readonly traffic: Traffic;
  readonly connections: Set<Connection>;
  /** What it asks us comes over these. */
  readonly incoming: Map<Kind, Connection>;
  link: Link | undefined;
  why: string | undefined;
}

const QUIET_MS = 1_000;

/** A node's way to the other nodes: mutual TLS, questions and their answers, and blocks of disks. A question is asked at most once. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #greeter: Greeter;
  readonly #server: Server;
  readonly #peers = new Map<string, Peer>();
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #closed = false;
  #refusedAt = Number.NEGATIVE_INFINITY;

  /** Errors: HW-NODE-LISTEN; HW-NODE-ROLE, when the identity is another role's. */
  static async open(options: ChannelOptions): Promise<Channel> {
    const { role, identity } = options;
    if (identity.role !== role)
      throw new Misuse(
        'HW-NODE-ROLE',
        `expected an identity of ${role}, got one of ${identity.role}`,
        'Derive the identity for the role that the channel has.',
      );
    const channel = new Channel(options);
    await channel.#listen();
    return channel;
  }

  private constructor(options: ChannelOptions) {
    this.#options = options;
    const { identity, version, estate, role } = options;
    const limits = { ...LIMITS, ...options.limits };
    this.#greeter = {
      identity,
      hello: { protocol: PROTOCOL, version, estate, role },
      limits,
      trafficOf: (peer) => this.#peer(peer).traffic,
    };
    this.#server = createServer({
      ...TLS,
      ...identity.credentials(),
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: limits.helloMs,
    });
    this.#server.maxConnections = limits.connectionsMax;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      this.#refuse(
        socket,
        stranger(`expected a node with the same passphrase, got none (${error.code ?? 'TLS'})`),
      );
      // After a handshake that took too long it would stay open.
      socket.destroy();
    });
    this.#server.on('secureConnection', (socket) => this.#accept(socket));
  }

  /** Where it listens. */
  get port(): number {
    return this.#port;
  }

  /** Peer → bytes of frames sent to it since the channel was opened. */
  get sentBytes(): ReadonlyMap<string, number> {
    return new Map([...this.#peers].map(([name, { traffic }]) => [name, traffic.sentBytes]));
  }

  /** Peer → bytes of frames that came from it since the channel was opened. */
  get receivedBytes(): ReadonlyMap<string, number> {
    return new Map([...this.#peers].map(([name, { traffic }]) => [name, traffic.receivedBytes]));
  }

  /** Asks a peer, and gives its answer. Shape: `message` is a JSON value; with `blocks` – also with none – it goes over the data
   *  connection, behind the questions with blocks before it.
   *  Errors: ChannelBroken; Said and Misuse, when the peer's handler threw them; HW-NODE-TOO-LARGE; what `blocks` throws. */
  async ask(to: string, message: unknown, blocks?: Blocks): Promise<unknown> {
    if (this.#closed) throw new ChannelBroken('refused', to, 'this side was closed');
    return this.#link(to).ask(message, blocks);
  }

  /** Stops listening and ends every connection: open questions reject with `reset`, and so do blocks that are being read. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const over = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { link, connections } of this.#peers.values()) {
      link?.close();
      for (const connection of connections) connection.end('this side was closed');
    }
    for (const socket of this.#sockets) socket.destroy();
    await over;
  }

  #listen(): Promise<void> {
    const { host, port } = this.#options.listen;
    return new Promise((resolve, reject) => {
      this.#server.once('error', ({ code = '', message }: NodeJS.ErrnoException) =>
        reject(
          new Misuse(
            'HW-NODE-LISTEN',
            `cannot listen on ${host}:${port} (${code || message})`,
            'Choose another port, or 0 for a free one; the host must be an address of this machine.',
          ),
        ),
      );
      this.#server.listen({ host, port }, () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address) this.#port = address.port;
        resolve();
      });
    });
  }

  #peer(name: string): Peer {
    let peer = this.#peers.get(name);
    if (!peer) {
      const traffic = { sentBytes: 0, receivedBytes: 0 };
      peer = { traffic, connections: new Set(), incoming: new Map(), link: undefined, why: undefined };
      this.#peers.set(name, peer);
    }
    return peer;
  }

  #link(name: string): Link {
    const peer = this.#peer(name);
    peer.link ??= new Link({
      greeter: this.#greeter,
      peer: name,
      where: () => this.#options.peers().get(name),
      up: (connection) => this.#up(peer, connection),
      down: (connection, broken) => this.#down(peer, connection, broken.cause?.message ?? broken.message),
      unreachable: (broken) => this.#unreachable(peer, name, broken),
    });
    return peer.link;
  }

  #accept(socket: TLSSocket): void {
    const met = (connection: Connection, kind: Hello['kind']): void => {
      const peer = this.#peer(connection.peer);
      if (kind === CALLED_BACK) {
        if (!peer.link?.calledBack(connection)) connection.end('nobody waits for it');
        return;
      }
      connection.begin(kind, this.#answering(peer, connection, kind));
      this.#answers(peer, connection, kind);
      peer.link?.seen();
    };
    accept(this.#greeter, socket, met, (peer, cause) => this.#refuse(socket, cause, peer));
  }

  #answering(peer: Peer, connection: Connection, kind: Kind): Talk {
    const callBack = (): Promise<boolean> => this.#callBack(peer, connection.peer);
    const answering = new Answering(connection, kind, this.#options.handle, callBack);
    return {
      expected: answering.expected,
      take: (type, payload) => answering.take(type, payload),
      lost: (broken) => {
        answering.lost(broken);
        if (peer.incoming.get(kind) === connection) peer.incoming.delete(kind);
        this.#down(peer, connection, broken.cause?.message ?? broken.message);
      },
    };
  }

  /** The newest connection of a kind is the one that counts: a peer that was started again has lost the others. */
  #answers(peer: Peer, connection: Connection, kind: Kind): void {
    const before = peer.incoming.get(kind);
    peer.incoming.set(kind, connection);
    this.#up(peer, connection);
    before?.end('it has called again');
  }

  async #callBack(peer: Peer, name: string): Promise<boolean> {
    const at = this.#options.peers().get(name);
    if (!at) return false;
    try {
      const connection = await dial(this.#greeter, name, at, CALLED_BACK, (made) =>
        this.#answering(peer, made, 'data'),
      );
      this.#answers(peer, connection, 'data');
      if (this.#closed) connection.end('this side was closed');
      return true;
    } catch (error) {
      if (error instanceof ChannelBroken) return false;
      throw error;
    }
  }

  #up(peer: Peer, connection: Connection): void {
    const first = peer.connections.size === 0;
    peer.connections.add(connection);
    peer.why = undefined;
    if (first) this.#options.told(connection.peer, 'up');
  }

  #down(peer: Peer, connection: Connection, why: string): void {
    peer.connections.delete(connection);
    if (peer.connections.size > 0 || this.#closed) return;
    peer.why = why;
    this.#options.told(connection.peer, 'down', why);
  }

  #unreachable(peer: Peer, name: string, { message, cause }: ChannelBroken): void {
    const why = cause ? `${cause.code}: ${cause.message}` : message;
    if (peer.connections.size > 0 || peer.why === why) return;
    peer.why = why;
    this.#options.told(name, 'down', why);
  }

  #refuse(socket: TLSSocket, cause: Misuse, peer?: string): void {
    const why = `${cause.code}: ${cause.message}`;
    const known = peer === undefined ? undefined : this.#peer(peer);
    if (known && peer !== undefined && known.connections.size === 0) {
      if (known.why !== why) this.#options.told(peer, 'down', why);
      known.why = why;
      return;
    }
    const now = performance.now();
    if (now - this.#refusedAt < QUIET_MS) return;
    this.#refusedAt = now;
    this.#options.refused?.(`${socket.remoteAddress ?? 'unknown'}`, why);
  }
}
