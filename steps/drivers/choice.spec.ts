import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driverCalled } from './choice';
import { openDirect } from './direct';
import { openSdk } from './sdk';

describe('choice of a driver', () => {
  it('takes the Azure SDK where no name is given', () => {
    assert.equal(driverCalled(undefined), openSdk);
    assert.equal(driverCalled('sdk'), openSdk);
    assert.equal(driverCalled('direct'), openDirect);
  });

  it('refuses an unknown name, naming the known ones', () => {
    for (const name of ['sdk2', '', 'toString'])
      assert.throws(() => driverCalled(name), /one of sdk, direct\b/);
  });
});
