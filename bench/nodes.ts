import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Row } from './measure';
import type { Order, Peers } from './nodes-peer';

const ROUNDS = 5;
const EXTENT_BYTES = 65_536;
const GUEST_BYTES = 1_536 * 2 ** 20;
const WARM_UP_BYTES = 256 * 2 ** 20;
const HOST = '127.0.0.1';

interface Node {
  readonly child: ChildProcess;
  readonly port: number;
}

/** The data path of three processes – an agent that asks, a process server that relays, a master target that reads – beside plain TLS
 *  between two, on loopback, in wall time. They take turns; a ratio is that of neighbours. */
export async function benchNodes(): Promise<Row[]> {
  const nodes: Node[] = [];
  const start = async (role: string, plainPort = 0): Promise<Node> => {
    const child = fork(require.resolve('./nodes-peer'), [role, `${plainPort}`]);
    const [port] = await next(child);
    const node = { child, port: Number(port) };
    nodes.push(node);
    return node;
  };
  try {
    const receiver = await start('plain-receiver');
    const sender = await start('plain-sender', receiver.port);
    const target = await start('master-target');
    const relay = await start('process-server');
    const agent = await start('agent');
    const peers: Peers = {
      'master-target': { host: HOST, port: target.port },
      'process-server': { host: HOST, port: relay.port },
      agent: { host: HOST, port: agent.port },
    };
    for (const { child } of [target, relay, agent]) child.send(peers);
    const plain = (bytes: number): Promise<number> =>
      rate(bytes, { bytes, blockBytes: EXTENT_BYTES }, [receiver, sender], receiver);
    const nodesAt =
      (blockBytes: number) =>
      (guestBytes: number): Promise<number> =>
        rate(guestBytes, { bytes: (guestBytes / EXTENT_BYTES) * blockBytes, blockBytes }, [agent], agent);
    const paths = [nodesAt(EXTENT_BYTES), nodesAt(EXTENT_BYTES / 2)];
    for (const each of [plain, ...paths]) await each(WARM_UP_BYTES);
    const plains: number[] = [];
    const rates: number[][] = paths.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      plains.push(await plain(GUEST_BYTES));
      for (const [at, path] of paths.entries()) rates[at]?.push(await path(GUEST_BYTES));
    }
    return [
      {
        what: 'plain TLS 1.3 between two processes, writes of 64 KiB',
        measured: `${told(plains)} MB/s`,
        goal: '–',
      },
      row('agent → process server → master target, blocks that do not shrink', plains, rates[0] ?? []),
      row('the same, blocks packed to half, in bytes of the guest', plains, rates[1] ?? []),
    ];
  } finally {
    for (const { child } of nodes) child.disconnect();
  }
}

/** MB of the guest a second. */
async function rate(guestBytes: number, order: Order, takers: readonly Node[], last: Node): Promise<number> {
  const before = process.hrtime.bigint();
  const done = next(last.child);
  for (const { child } of takers) child.send(order);
  await done;
  return guestBytes / (Number(process.hrtime.bigint() - before) / 1e3);
}

async function next(child: ChildProcess): Promise<readonly unknown[]> {
  const over = new AbortController();
  const ended = once(child, 'exit', over).then(([code]) => {
    throw new Error(`a process ended (${code})`);
  });
  try {
    return await Promise.race([once(child, 'message', over), ended]);
  } finally {
    ended.catch(() => {});
    over.abort();
  }
}

function row(what: string, plains: readonly number[], rates: readonly number[]): Row {
  const ratios = rates.map((each, at) => (100 * each) / (plains[at] ?? each));
  return { what, measured: `${told(rates)} MB/s, ${told(ratios)} % of plain TLS`, goal: '≥ 60 %' };
}

function told(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${middle.toFixed(0)} (${low.toFixed(0)} … ${high.toFixed(0)})`;
}
