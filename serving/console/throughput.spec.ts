import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEstateFile } from '../estate-file';
import { WatchedEstate } from '../fronted-estate';
import { ROOT } from '../servers.fixture.spec';
import { Throughput } from './throughput';

describe('throughput', () => {
  it('is what was sent over a line since an interval ago, each way', () => {
    const watched = new WatchedEstate(readEstateFile(join(ROOT, 'examples', 'estates', 'drill.yaml')), {
      seed: 1,
    });
    const { kernel, network, vault, names } = watched.estate;
    const throughput = new Throughput(network);
    assert.equal(throughput.look(kernel.now).size, 0, 'nothing is measured at the first look');
    const line = network.links.get('internet');
    assert(line);
    const sent = (): number => line.pipeFrom(line.from).sentBytes;
    for (const name of watched.estate.machines.keys())
      vault.enableReplication(name, { group: 'PG1', vnet: names.vnet, physical: false });
    kernel.run(kernel.now + 60_000);
    let [was, peak] = [sent(), 0];
    throughput.look(kernel.now);
    for (let minute = 0; minute < 60; minute += 1) {
      kernel.run(kernel.now + 60_000);
      const measured = throughput.look(kernel.now).get('internet');
      assert.deepEqual([measured?.outMbit, measured?.overMs], [(sent() - was) / 60_000 / 125, 60_000]);
      assert((measured?.outMbit ?? 0) <= line.bandwidth);
      peak = Math.max(peak, measured?.outMbit ?? 0);
      was = sent();
    }
    assert(peak > 1, `${peak} Mbit/s at most: the initial replication is not seen`);
  });
});
