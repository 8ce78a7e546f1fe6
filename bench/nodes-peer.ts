import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import type { Block } from '../nodes/block';
import { borrowed, Channel, deriveIdentity } from '../nodes/channel';
import { TLS } from '../nodes/channel/greeting';
import { EXTENT_BYTES } from '../simulators/storage';
import { Agent, MasterTarget, type PathNode, ProcessServer } from './nodes-path';

/** What `nodes.ts` asks of its processes, and what they say. */
export type Order =
  /** Random bytes, through TLS or through the channel alone. */
  | { readonly do: 'send'; readonly bytes: number; readonly blockBytes: number }
  /** Bytes of a guest's disk, kept on their way. */
  | { readonly do: 'send-disk'; readonly bytes: number; readonly slow: boolean }
  | { readonly do: 'clear' }
  | { readonly do: 'tell' }
  | { readonly do: 'know'; readonly peers: Peers };

/** What a process has cost since it was started. */
export interface Cost {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Where each node listens. */
export type Peers = { readonly [role: string]: { readonly host: string; readonly port: number } };

const HOST = '127.0.0.1';
const PASSPHRASE = 'a passphrase of the bench';
const SENT = 64;
const BLOCKS_IN_QUESTION = 256;
const QUESTIONS_AT_ONCE = 2;

type Does = { readonly [what in Order['do']]?: (order: Extract<Order, { do: what }>) => unknown };

/** One process of the bench: `plain-receiver`, `plain-sender`, or a node, which has a folder. Each says its port; then it takes orders,
 *  and says when they are done. */
async function main(role: string, plainPort: number, folder: string, diskBytes: number): Promise<void> {
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
    handle: async (_from, message, blocks) => {
      if (!isAlone(message)) return node.handle(message, blocks);
      return role === 'master-target'
        ? count(borrowed(blocks))
        : channel.ask('master-target', message, borrowed(blocks));
    },
    told: () => {},
  });
  const node: PathNode =
    role === 'agent'
      ? new Agent(channel, folder, diskBytes / EXTENT_BYTES)
      : role === 'process-server'
        ? new ProcessServer(channel, folder)
        : new MasterTarget(folder);
  process.once('disconnect', () => node.close());
  take({
    know: (order) => {
      peers = order.peers;
    },
    send: (order) => sendThrough(channel, order),
    'send-disk': ({ bytes, slow }) => (node as Agent).send(bytes / EXTENT_BYTES, slow),
    clear: () => node.clear?.(),
  });
  process.send?.(channel.port);
}

/** Does what the bench orders, and says when it is done. */
function take(does: Does): void {
  const all: Does = { tell: cost, ...does };
  process.on('message', async (order: Order) => {
    const act = all[order.do] as ((order: Order) => unknown) | undefined;
    if (!act) throw new Error(`a process cannot ${order.do}`);
    process.send?.((await act(order)) ?? 'done');
  });
}

function cost(): Cost {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

function isAlone(message: unknown): boolean {
  return Object.keys(message as object).length === 0;
}

async function count(blocks: AsyncIterable<Block>): Promise<number> {
  let bytes = 0;
  for await (const { packed } of blocks) bytes += packed.length;
  return bytes;
}

async function sendThrough(
  channel: Channel,
  { bytes, blockBytes }: Extract<Order, { do: 'send' }>,
): Promise<void> {
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
}

async function receivePlain(): Promise<void> {
  const identity = await deriveIdentity(PASSPHRASE, 'plain');
  const server = createServer({ ...TLS, ...identity.credentials() }, (socket) => {
    let [expected, received] = [0, 0];
    let all = (): void => {};
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received < expected) return;
      received -= expected;
      all();
    });
    take({
      send: ({ bytes }) => {
        expected = bytes;
        return new Promise<void>((resolve) => {
          all = resolve;
        });
      },
    });
  });
  server.listen(0, HOST, () => process.send?.((server.address() as { readonly port: number }).port));
}

async function sendPlain(port: number): Promise<void> {
  const { ca } = (await deriveIdentity(PASSPHRASE, 'plain')).credentials();
  const socket = connect({ ...TLS, host: HOST, port, ca, servername: 'plain' }, () => process.send?.(0));
  socket.setNoDelay(true);
  take({
    send: async ({ bytes, blockBytes }) => {
      const sources = Array.from({ length: SENT }, () => randomBytes(blockBytes));
      for (let sent = 0; sent < bytes; sent += blockBytes)
        if (!socket.write(sources[(sent / blockBytes) % SENT] as Buffer))
          await new Promise((resolve) => socket.once('drain', resolve));
    },
  });
}

process.once('disconnect', () => process.exit());
const [, , role = '', plainPort, folder = '', diskBytes] = process.argv;
void main(role, Number(plainPort), folder, Number(diskBytes));
