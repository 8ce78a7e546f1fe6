import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Component, Kernel, type Process } from '../kernel';
import { type Endpoint, type LinkOptions, Network, NetworkFailure, Refusal } from '.';

interface Bench {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly component: Component;
}

const WAN: LinkOptions = {
  name: 'wan',
  kind: 'vpn',
  from: 'site',
  to: 'vnet',
  mbitPerSecond: 8,
  latencyMs: 20,
};

/** A client on the site and a server in a virtual network, joined by a VPN. */
function bench(link: Partial<LinkOptions> = {}): Bench {
  const kernel = new Kernel(1);
  const network = new Network(kernel);
  network.addLink({ ...WAN, ...link });
  const client = network.attach('10.0.0.1', 'site');
  const server = network.attach('10.9.0.1', 'vnet');
  const component = kernel.component('server', {}) as Component;
  component.onBoot(() => {
    server.listen(component, 443, {
      echo: (message: { text: string }) => message.text,
      refuse: () => {
        throw new Refusal({ code: 'NO', message: 'no', recommendedAction: '', about: [] });
      },
      *slow(): Process<string> {
        yield 100_000;
        return 'done';
      },
    });
  });
  component.start();
  return { kernel, network, client, server, component };
}

/** What an asker gets: the answer, or the kind or code of what went wrong; and when. */
function ask(
  { kernel, client }: Bench,
  kind: string,
  options = {},
  port = 443,
): { outcome?: unknown; at?: number } {
  const seen: { outcome?: unknown; at?: number } = {};
  kernel.spawn(
    undefined,
    'asker',
    (function* (): Process {
      try {
        seen.outcome = yield* client.request(
          '10.9.0.1',
          port,
          { kind, text: 'hello' } as { kind: string },
          options,
        );
      } catch (error) {
        seen.outcome = error instanceof NetworkFailure ? error.kind : (error as Refusal).code;
      }
      seen.at = kernel.now;
    })(),
  );
  return seen;
}

describe('network', () => {
  it('brings a question over and its answer back, one latency each', () => {
    const world = bench();
    const seen = ask(world, 'echo');
    world.kernel.run();
    assert.deepEqual(seen, { outcome: 'hello', at: 40 });
  });

  it('tells the asker what was refused, by whom nobody listens, and what is unknown there', () => {
    const world = bench();
    const answers = [ask(world, 'refuse'), ask(world, 'unknown'), ask(world, 'echo', {}, 9443)];
    world.kernel.run();
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['NO', 'refused', 'refused'],
    );
  });

  it('lets the asker wait in vain when the link is down, and when it goes down on the way', () => {
    const world = bench();
    world.network.links.get('wan')?.setUp(false);
    const before = ask(world, 'echo', { timeoutMs: 5_000 });
    world.kernel.run(6_000);
    world.network.links.get('wan')?.setUp(true);
    const under = ask(world, 'echo', { timeoutMs: 5_000 });
    world.kernel.run(6_010);
    world.network.links.get('wan')?.setUp(false);
    world.kernel.run();
    assert.deepEqual(
      [before.outcome, before.at, under.outcome, under.at],
      ['timeout', 5_000, 'timeout', 11_000],
    );
  });

  it('cuts one direction only', () => {
    const world = bench();
    world.network.block('answers lost', { from: 'vnet', to: 'site' });
    let handled = 0;
    world.server.listen(world.component, 80, { count: () => ++handled });
    const seen = ask(world, 'count', { timeoutMs: 1_000 }, 80);
    world.kernel.run();
    assert.deepEqual([seen.outcome, handled], ['timeout', 1]);
  });

  it('cuts one pair or one port and leaves the others', () => {
    const world = bench();
    world.network.block('pair', { from: '10.0.0.1', to: '10.9.0.1', port: 443 });
    const other = world.network.attach('10.0.0.2', 'site');
    const cut = ask(world, 'echo', { timeoutMs: 1_000 });
    const open = ask({ ...world, client: other }, 'echo');
    world.kernel.run();
    world.network.unblock('pair');
    const healed = ask(world, 'echo');
    world.kernel.run();
    assert.deepEqual([cut.outcome, open.outcome, healed.outcome], ['timeout', 'hello', 'hello']);
  });

  it('resets what a component was working on when it dies', () => {
    const world = bench();
    const seen = ask(world, 'slow', { timeoutMs: 500_000 });
    world.kernel.run(1_000);
    world.component.kill();
    world.kernel.run();
    assert.deepEqual(seen, { outcome: 'reset', at: 1_020 });
  });

  it('waits on with keep-alive while the other side works, and no longer', () => {
    const world = bench();
    const patient = ask(world, 'slow', { timeoutMs: 1_000, keepAlive: true });
    const hasty = ask(world, 'slow', { timeoutMs: 1_000 });
    world.kernel.run();
    assert.deepEqual([patient.outcome, hasty.outcome, hasty.at], ['done', 'timeout', 1_000]);
  });

  it('sends what is lost again, so that loss costs time', () => {
    const world = bench({ loss: 0.9 });
    const seen = ask(world, 'echo', { timeoutMs: 10_000_000 });
    world.kernel.run();
    assert.equal(seen.outcome, 'hello');
    assert.ok((seen.at ?? 0) > 400, `answered after ${seen.at} ms`);
  });

  it('prefers ExpressRoute to a VPN, and takes the VPN while ExpressRoute is down', () => {
    const { network, client } = bench();
    network.addLink({ ...WAN, name: 'circuit', kind: 'expressroute' });
    assert.equal(network.way(client, '10.9.0.1', 443)?.name, 'circuit');
    network.links.get('circuit')?.setUp(false);
    assert.equal(network.way(client, '10.9.0.1', 443)?.name, 'wan');
  });

  it('does not let an interface that is gone send or receive', () => {
    const world = bench();
    world.network.detach(world.client);
    const seen = ask(world, 'echo', { timeoutMs: 1_000 });
    world.kernel.run();
    assert.equal(seen.outcome, 'timeout');
  });
});

describe('bandwidth', () => {
  const MB = 1_000_000;

  it('is shared fairly by what flows at the same time', () => {
    const world = bench();
    const [small, large] = [
      ask(world, 'echo', { bytes: MB, timeoutMs: 1e9 }),
      ask(world, 'echo', { bytes: 2 * MB, timeoutMs: 1e9 }),
    ];
    world.kernel.run();
    // 8 Mbit/s are 1,000 bytes a millisecond: both share it until the small one is through after 2 s, the large one ends at 3 s.
    assert.deepEqual([small.at, large.at], [2_040, 3_040]);
  });

  it('stalls while the link is down, and goes on where it stood', () => {
    const world = bench();
    const seen = ask(world, 'echo', { bytes: 2 * MB, timeoutMs: 1e9 });
    world.kernel.run(1_000);
    world.network.links.get('wan')?.setUp(false);
    world.kernel.run(61_000);
    world.network.links.get('wan')?.setUp(true);
    world.kernel.run();
    assert.deepEqual([seen.outcome, seen.at], ['hello', 62_040]);
  });

  it('lets nobody time out whose bytes are moving, and takes the bytes of one who gave up out of the way', () => {
    const world = bench();
    const slow = ask(world, 'echo', { bytes: 10 * MB, timeoutMs: 1_000 });
    world.kernel.run(2_000);
    world.network.links.get('wan')?.setUp(false);
    world.kernel.run(5_000);
    assert.equal(slow.outcome, 'timeout');
    world.network.links.get('wan')?.setUp(true);
    const next = ask(world, 'echo', { bytes: MB, timeoutMs: 500 });
    world.kernel.run();
    assert.deepEqual([next.outcome, next.at], ['hello', 6_040]);
  });

  it('can be changed under way', () => {
    const world = bench();
    const seen = ask(world, 'echo', { bytes: 2 * MB, timeoutMs: 1e9 });
    world.kernel.run(1_000);
    world.network.links.get('wan')?.setBandwidth(4);
    world.kernel.run();
    assert.equal(seen.at, 3_040);
  });
});

describe('stream', () => {
  function stream(
    world: Bench,
    chunks: readonly number[],
    windowBytes: number,
  ): { got: number[]; result: { end?: unknown } } {
    const got: number[] = [];
    const result: { end?: unknown } = {};
    world.server.listen(world.component, 9443, {
      chunk: (message: { n: number }) => {
        got.push(message.n);
        return {};
      },
    });
    world.kernel.spawn(
      undefined,
      'writer',
      (function* (): Process {
        const out = world.client.openStream('10.9.0.1', 9443, windowBytes);
        try {
          for (const [n, bytes] of chunks.entries())
            yield* out.write({ kind: 'chunk', n } as { kind: string }, bytes, 60_000);
          yield* out.finish();
          result.end = world.kernel.now;
        } catch (error) {
          result.end = (error as NetworkFailure).kind;
        }
      })(),
    );
    return { got, result };
  }

  it('hands chunks over in the order of writing, though small ones overtake large ones', () => {
    const world = bench();
    const { got } = stream(world, [500_000, 20_000, 100, 300_000, 1], 10_000_000);
    world.kernel.run();
    assert.deepEqual(got, [0, 1, 2, 3, 4]);
  });

  it('keeps several chunks under way, so that latency is paid once', () => {
    const [together, oneByOne] = [10_000_000, 1].map((window) => {
      const world = bench({ latencyMs: 1_000 });
      const { result } = stream(world, [20_000, 20_000, 20_000, 20_000], window);
      world.kernel.run();
      return result.end as number;
    });
    assert.deepEqual([together, oneByOne], [2_080, 8_080]);
  });

  it('fails when a chunk is lost, and hands over nothing after the gap', () => {
    const world = bench();
    const { got, result } = stream(world, [20_000, 2_000_000, 20_000], 10_000_000);
    world.kernel.run(500);
    world.network.links.get('wan')?.setUp(false);
    world.kernel.run();
    assert.deepEqual([got, result.end], [[0], 'timeout']);
  });
});
