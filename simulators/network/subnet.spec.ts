import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel, Misuse } from '../kernel';
import { parseRange, Subnet } from '.';

const options = { name: 'lan', zone: 'site', cidr: '10.1.0.0/24', dhcp: { from: 100, to: 101 } };

describe('subnet', () => {
  it('says why an address cannot be had', () => {
    const subnet = new Subnet(new Kernel(1), { ...options, reservedLow: 4 });
    assert.equal(subnet.claim('10.2.0.9', 'a'), 'outside-subnet');
    assert.equal(subnet.claim('10.1.0.3', 'a'), 'reserved');
    assert.equal(subnet.claim('10.1.0.255', 'a'), 'reserved');
    assert.equal(subnet.claim('10.1.0.9', 'a'), undefined);
    assert.equal(subnet.claim('10.1.0.9', 'b'), 'taken');
    assert.equal(subnet.holderOf('10.1.0.9'), 'a');
  });

  it('leases by DHCP until its scope is exhausted, and gives a returning holder its old address', () => {
    const subnet = new Subnet(new Kernel(1), options);
    assert.deepEqual(
      [subnet.lease('a'), subnet.lease('b'), subnet.lease('c')],
      ['10.1.0.100', '10.1.0.101', undefined],
    );
    subnet.release('10.1.0.100', 'a');
    subnet.release('10.1.0.101', 'b');
    assert.equal(subnet.lease('b'), '10.1.0.101');
  });

  it('leases nothing without a scope, and does not lease an address that somebody holds fixed', () => {
    const { dhcp: _dhcp, ...plain } = options;
    assert.equal(new Subnet(new Kernel(1), plain).lease('a'), undefined);
    const subnet = new Subnet(new Kernel(1), options);
    subnet.claim('10.1.0.100', 'fixed');
    assert.equal(subnet.lease('a'), '10.1.0.101');
  });

  it('refuses what is no range or address', () => {
    for (const cidr of ['10.1.0.0', '10.1.0.0/33', '10.1.0/24', '10.1.0.300/24', 'x']) {
      assert.throws(() => parseRange(cidr), Misuse);
    }
  });
});
