import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel, type Process } from '../kernel';
import { type Endpoint, type Message, Network, Refusal } from '../network';
import { ExtentMap, type Run } from '../storage';
import { PORT } from '../wire';
import { MasterTarget } from './master-target';

const PAIR = 'erp-db-01/to-site-1';
const ROUTE = { pair: PAIR, machine: 'erp-db-01' };

/** A master target, a host whose one disk it writes, and somebody who asks it. */
function world() {
  const kernel = new Kernel(1);
  const network = new Network(kernel);
  network.addLink({ name: 'lan', kind: 'lan', from: 'site', to: 'site', mbitPerSecond: 1_000, latencyMs: 1 });
  const nic = (address: string): Endpoint => network.attach(address, 'site');
  const host = kernel.component('host', {});
  const disk = { holds: ExtentMap.empty };
  nic('10.0.0.2').listen(host, PORT.disk, {
    'disk.view': () => disk.holds,
    'disk.write': ({ runs }: Message & { runs: readonly Run[] }) => {
      disk.holds = disk.holds.writeAll(runs);
      return {};
    },
  });
  host.start();
  const target = new MasterTarget(kernel, nic('10.0.0.3'), {
    name: 'mt-01',
    vm: 'mt-01',
    retentionDrives: [],
    configurationServer: '10.0.0.9',
    passphrase: 'open sesame',
    ports: { control: PORT.control, data: PORT.data },
  });
  target.component.start();
  const asker = nic('10.0.0.4');
  const ask = (kind: string, fields: object): unknown => {
    const talk = kernel.spawn(undefined, kind, outcome(asker, { kind, ...fields } as Message));
    kernel.run(kernel.now + 60_000, () => talk.done.settled);
    return talk.done.take();
  };
  return { ask, disk };
}

/** The answer, or the code of the refusal. */
function* outcome(asker: Endpoint, message: Message): Process<unknown> {
  try {
    return yield* asker.request('10.0.0.3', PORT.data, message, { keepAlive: true });
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** A drain of one extent, as the process server brings it. */
function bring({ ask }: ReturnType<typeof world>, drain: number): unknown {
  const runs = [{ start: 0, count: 1, version: drain }];
  ask('replica.batch', { route: ROUTE, batch: { drain, batch: 0, disk: 0, runs } });
  const marker = { drain, batches: 1, seq: drain, takenAtMs: 0, consistency: 'crash', group: null };
  return ask('replica.marker', { route: ROUTE, marker });
}

function attach({ ask }: ReturnType<typeof world>, askedAtMs = 0): unknown {
  return ask('mt.attach', {
    askedAtMs,
    pair: PAIR,
    machine: 'erp-db-01',
    vm: 'erp-db-01',
    host: '10.0.0.2',
    disks: 1,
    retentionMs: 86_400_000,
  });
}

function attached(): ReturnType<typeof world> {
  const made = world();
  attach(made);
  return made;
}

describe('master target', () => {
  it('writes nothing over a recovery point that the disks were brought to', () => {
    const made = attached();
    bring(made, 1);
    const { holds } = made.disk;
    bring(made, 2);
    made.ask('mt.roll', { pair: PAIR, point: `${PAIR}/1` });
    assert.equal(bring(made, 3), 'SIM-RESYNC-REQUIRED');
    assert(made.disk.holds.equals(holds));
  });

  it('receives again once the disks were compared anew', () => {
    const made = attached();
    bring(made, 1);
    made.ask('mt.roll', { pair: PAIR, point: `${PAIR}/1` });
    made.ask('replica.checksums', { route: ROUTE });
    assert.deepEqual(bring(made, 2), {});
  });

  it('does not take up what was asked for before the machine was released', () => {
    const made = world();
    made.ask('mt.release', { machine: 'erp-db-01', askedAtMs: 5_000 });
    assert.equal(attach(made, 4_000), 'SIM-OUT-OF-ORDER');
    assert.equal(bring(made, 1), 'SIM-UNKNOWN');
    assert.deepEqual(attach(made, 6_000), {});
    assert.deepEqual(bring(made, 1), {});
  });
});
