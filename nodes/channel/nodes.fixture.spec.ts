import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ConnectionOptions, connect, createServer, type Server, type TLSSocket } from 'node:tls';
import type { Block } from '../block';
import { smallFrame } from './frames';
import { TLS } from './greeting';
import { Channel, type ChannelOptions, deriveIdentity, type Identity } from './index';

export const PASSPHRASE = 'the passphrase of the specs';
export const HOST = '127.0.0.1';
const identities = new Map<string, Promise<Identity>>();

/** Each is derived once: a derivation takes its time. */
export function identityOf(role: string, passphrase = PASSPHRASE): Promise<Identity> {
  const key = `${role} ${passphrase}`;
  const identity = identities.get(key) ?? deriveIdentity(passphrase, role);
  identities.set(key, identity);
  return identity;
}

/** What a channel told. */
export interface Told {
  readonly peers: string[];
  readonly refused: string[];
}

/** Channels of one spec that know of each other, and all that is to be closed when it is over. */
export class Nodes {
  readonly addresses = new Map<string, { readonly host: string; readonly port: number }>();
  readonly told = new Map<string, Told>();
  readonly #over: (() => unknown)[] = [];

  async open(role: string, options: Partial<ChannelOptions> = {}): Promise<Channel> {
    const told: Told = { peers: [], refused: [] };
    this.told.set(role, told);
    const channel = await Channel.open({
      role,
      identity: await identityOf(role),
      version: '1.2.3',
      estate: 'e1',
      listen: { host: HOST, port: 0 },
      peers: () => this.addresses,
      handle: async (from, message) => ({ from, message }),
      told: (peer, state, why) => told.peers.push(`${peer} ${state}${why === undefined ? '' : `: ${why}`}`),
      refused: (_address, why) => told.refused.push(why),
      ...options,
    });
    this.addresses.set(role, { host: HOST, port: channel.port });
    this.closing(() => channel.close());
    return channel;
  }

  /** A TLS server in the place of a node. */
  async stand(role: string, met: (socket: TLSSocket) => void, identity?: Identity): Promise<Server> {
    const own = identity ?? (await identityOf(role));
    const server = createServer({ ...TLS, ...own.credentials(), requestCert: true }, (socket) => {
      socket.on('error', () => {});
      this.closing(() => socket.destroy());
      met(socket);
    }).listen(0, HOST);
    this.closing(() => server.close());
    await once(server, 'listening');
    this.addresses.set(role, { host: HOST, port: portOf(server) });
    return server;
  }

  /** A TLS client in the place of a node. */
  async call(to: string, from: string, options: ConnectionOptions = {}): Promise<TLSSocket> {
    const own = (await identityOf(from)).credentials();
    const at = this.addresses.get(to);
    const socket = connect({ ...TLS, ...own, ...at, servername: to, ...options });
    socket.on('error', () => {}).resume();
    this.closing(() => socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  }

  closing(over: () => unknown): void {
    this.#over.push(over);
  }

  async close(): Promise<void> {
    for (const over of this.#over.reverse()) await over();
  }
}

export function helloFrame(role: string, kind = 'control', fields: object = {}): Buffer {
  return smallFrame(1, { protocol: 1, version: '1.2.3', estate: 'e1', role, kind, ...fields });
}

export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

export function block(extent: number, packed: Buffer = randomBytes(64)): Block {
  return { disk: 'erp-db-01/0', extent, version: extent + 1, packed };
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Until it holds, at most 5 s. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 5_000) throw new Error('it does not come to hold');
    await wait(10);
  }
}
