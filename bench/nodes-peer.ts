import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import type { Block } from '../nodes/block';
import { borrowed, Channel, deriveIdentity } from '../nodes/channel';
import { TLS } from '../nodes/channel/greeting';

/** What `nodes.ts` asks of its processes, and what they say. */
export interface Order {
  readonly bytes: number;
  readonly blockBytes: number;
}

const HOST = '127.0.0.1';
const PASSPHRASE = 'a passphrase of the bench';
const SENT = 64;
const BLOCKS_IN_QUESTION = 256;
const QUESTIONS_AT_ONCE = 2;

/** Where each node listens. */
export type Peers = { readonly [role: string]: { readonly host: string; readonly port: number } };

/** One process of the bench: `plain-receiver`, `plain-sender`, or a node. Each says its port; a sender then takes orders, and says
 *  what is done. */
async function main(role: string, plainPort: number): Promise<void> {
  if (role === 'plain-receiver') return receivePlain();
  if (role === 'plain-sender') return sendPlain(plainPort);
  let peers: Peers = {};
  const channel = await Channel.open({
    role,
    identity: await deriveIdentity(PASSPHRASE, role),
    version: 'bench',
    estate: 'bench',
    listen: { host: HOST, port: 0 },
    peers: () => new Map(Object.entries(peers)),
    handle: async (_from, message, blocks) =>
      role === 'master-target'
        ? count(borrowed(blocks))
        : channel.ask('master-target', message, borrowed(blocks)),
    told: () => {},
  });
  process.on('message', (told: Order | Peers) => {
    if ('blockBytes' in told) void sendThrough(channel, told as Order);
    else peers = told;
  });
  process.send?.(channel.port);
}

async function count(blocks: AsyncIterable<Block>): Promise<number> {
  let bytes = 0;
  for await (const { packed } of blocks) bytes += packed.length;
  return bytes;
}

async function sendThrough(channel: Channel, { bytes, blockBytes }: Order): Promise<void> {
  const sources = Array.from({ length: SENT }, () => randomBytes(blockBytes));
  let [sent, arrived] = [0, 0];
  const blocksOf = function* (): Iterable<Block> {
    for (let each = 0; each < BLOCKS_IN_QUESTION && sent < bytes; each += 1) {
      const extent = sent / blockBytes;
      sent += blockBytes;
      yield { disk: 'erp-db-01/0', extent, version: 1, packed: sources[extent % SENT] as Buffer };
    }
  };
  const askOn = async (): Promise<void> => {
    while (sent < bytes) {
      const counted = await channel.ask('process-server', {}, blocksOf());
      arrived += Number(counted);
    }
  };
  await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, askOn));
  if (arrived !== sent) throw new Error(`${arrived} bytes arrived of ${sent}`);
  process.send?.('done');
}

async function receivePlain(): Promise<void> {
  const identity = await deriveIdentity(PASSPHRASE, 'plain');
  const server = createServer({ ...TLS, ...identity.credentials() }, (socket) => {
    let [expected, received] = [0, 0];
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received < expected) return;
      received -= expected;
      process.send?.('done');
    });
    process.on('message', ({ bytes }: Order) => {
      expected = bytes;
    });
  });
  server.listen(0, HOST, () => process.send?.((server.address() as { readonly port: number }).port));
}

async function sendPlain(port: number): Promise<void> {
  const { ca } = (await deriveIdentity(PASSPHRASE, 'plain')).credentials();
  const socket = connect({ ...TLS, host: HOST, port, ca, servername: 'plain' }, () => process.send?.(0));
  socket.setNoDelay(true);
  process.on('message', ({ bytes, blockBytes }: Order) => {
    const sources = Array.from({ length: SENT }, () => randomBytes(blockBytes));
    let sent = 0;
    const write = (): void => {
      while (sent < bytes) {
        const source = sources[(sent / blockBytes) % SENT] as Buffer;
        sent += source.length;
        if (!socket.write(source)) {
          socket.once('drain', write);
          return;
        }
      }
    };
    write();
  });
}

process.once('disconnect', () => process.exit());
void main(process.argv[2] ?? '', Number(process.argv[3]));
