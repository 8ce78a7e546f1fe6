import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './measure';
import type { Cost, Order, Peers } from './nodes-peer';

const ROUNDS = 5;
const EXTENT_BYTES = 65_536;
const GUEST_BYTES = 1_536 * 2 ** 20;
const WARM_UP_BYTES = 512 * 2 ** 20;
const HOST = '127.0.0.1';
/** What a process of the path may take at most; that of an idle one is about 80 MiB. */
const RSS_BYTES_MAX = 256 * 2 ** 20;
const MIB = 2 ** 20;

const PLAIN = 'plain TLS 1.3 between two processes, writes of 64 KiB';
const CHANNEL = 'channel alone: agent → process server → master target, blocks that do not shrink';
const HALVES = 'the same, blocks packed to half, in bytes of the guest';
const PATH = 'data path: disk read and packed → kept and passed on → kept, in bytes of the guest';

interface Node {
  readonly child: ChildProcess;
  readonly port: number;
}

/** How fast a way was in one round, and what each process used. Units: MB of the guest a second; CPU seconds for each GB. */
interface Run {
  readonly rate: number;
  readonly cpu: readonly number[];
}

/** The data path of three processes – an agent that reads and packs a guest's disk, a process server that keeps it and passes it on, a
 *  master target that keeps it – and the channel between them alone, beside plain TLS between two, on loopback, in wall time. They take
 *  turns; a ratio is that of neighbours. Before, a slow master target holds the others up, so that all that waits is in their memory.
 *  Errors: an error – a process of the path took more memory than it may. */
export async function benchNodes(): Promise<Row[]> {
  const parent = mkdtempSync(join(tmpdir(), 'bench-nodes-'));
  const nodes: Node[] = [];
  const start = async (role: string, plainPort = 0): Promise<Node> => {
    const folder = join(parent, role);
    mkdirSync(folder);
    const child = fork(require.resolve('./nodes-peer'), [role, `${plainPort}`, folder, `${GUEST_BYTES}`]);
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
    const path = [agent, relay, target];
    for (const node of path) await order(node, { do: 'know', peers });
    const through =
      (blockBytes: number) =>
      (guestBytes: number): Promise<unknown> =>
        order(agent, { do: 'send', bytes: (guestBytes / EXTENT_BYTES) * blockBytes, blockBytes });
    const ways: { what: string; by: readonly Node[]; go: (bytes: number) => Promise<unknown> }[] = [
      {
        what: PLAIN,
        by: [sender, receiver],
        go: (bytes) =>
          Promise.all(
            [receiver, sender].map((node) => order(node, { do: 'send', bytes, blockBytes: EXTENT_BYTES })),
          ),
      },
      { what: CHANNEL, by: path, go: through(EXTENT_BYTES) },
      { what: HALVES, by: path, go: through(EXTENT_BYTES / 2) },
      {
        what: PATH,
        by: path,
        go: (bytes) => order(agent, { do: 'send-disk', bytes, slow: bytes === WARM_UP_BYTES }),
      },
    ];
    const runs = new Map<string, Run[]>(ways.map(({ what }) => [what, []]));
    for (let round = -1; round < ROUNDS; round += 1)
      for (const { what, by, go } of ways) {
        const bytes = round < 0 ? WARM_UP_BYTES : GUEST_BYTES;
        const run = await measured(bytes, by, () => go(bytes));
        if (round >= 0) runs.get(what)?.push(run);
        await order(target, { do: 'clear' });
      }
    const memory = await Promise.all(path.map(costOf));
    return [...rows(runs), memoryRow(memory.map(({ peakRssBytes }) => peakRssBytes))];
  } finally {
    for (const { child } of nodes) {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    }
    rmSync(parent, { recursive: true });
  }
}

async function measured(guestBytes: number, by: readonly Node[], go: () => Promise<unknown>): Promise<Run> {
  const before = await Promise.all(by.map(costOf));
  const began = process.hrtime.bigint();
  await go();
  const micros = Number(process.hrtime.bigint() - began) / 1e3;
  const after = await Promise.all(by.map(costOf));
  const cpu = after.map(
    ({ cpuSeconds }, at) => (cpuSeconds - (before[at]?.cpuSeconds ?? 0)) / (guestBytes / 1e9),
  );
  return { rate: guestBytes / micros, cpu };
}

async function order({ child }: Node, what: Order): Promise<unknown> {
  const done = next(child);
  child.send(what);
  const [said] = await done;
  return said;
}

async function costOf(node: Node): Promise<Cost> {
  return (await order(node, { do: 'tell' })) as Cost;
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

function rows(runs: ReadonlyMap<string, readonly Run[]>): Row[] {
  const plains = (runs.get(PLAIN) ?? []).map(({ rate }) => rate);
  return [...runs].map(([what, list]) => {
    const rates = list.map(({ rate }) => rate);
    const ratios = rates.map((each, at) => (100 * each) / (plains[at] ?? each));
    const shares = (list[0]?.cpu ?? []).map((_, at) =>
      middleOf(list.map(({ cpu }) => cpu[at] ?? 0)).toFixed(2),
    );
    const ratio = what === PLAIN ? '' : `, ${told(ratios)} % of plain TLS`;
    const used = `${shares.join(' + ')} CPU s for each GB`;
    return {
      what,
      measured: `${told(rates)} MB/s${ratio}; ${used}`,
      goal: what === PATH ? '≥ 60 %' : '–',
    };
  });
}

function memoryRow(peaks: readonly number[]): Row {
  const mib = peaks.map((bytes) => (bytes / MIB).toFixed(0)).join(', ');
  if (Math.max(...peaks) > RSS_BYTES_MAX)
    throw new Error(`expected processes of at most ${RSS_BYTES_MAX / MIB} MiB, got ${mib}`);
  return {
    what: 'most memory that agent, process server and master target had (resident)',
    measured: `${mib} MiB`,
    goal: `≤ ${RSS_BYTES_MAX / MIB} MiB`,
  };
}

function told(values: readonly number[]): string {
  return `${middleOf(values).toFixed(0)} (${Math.min(...values).toFixed(0)} … ${Math.max(...values).toFixed(0)})`;
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
