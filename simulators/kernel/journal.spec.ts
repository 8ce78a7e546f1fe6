import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Kernel } from '.';

describe('journal', () => {
  it('writes one JSON object a line, and its digest is that of the bytes written', () => {
    const kernel = new Kernel(1);
    let written = '';
    kernel.journal.writeTo((chunk) => {
      written += chunk;
    });
    kernel.record('said', 'Ünïcode "quoted"\n', { n: 1, list: ['a', null], deep: { yes: true } });
    kernel.journal.digestSoFar();
    kernel.record('bare', 'x');
    const soFar = kernel.journal.digestSoFar();
    const digest = kernel.journal.digest();
    const lines = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(lines, [
      { t: 0, k: 'said', s: 'Ünïcode "quoted"\n', n: 1, list: ['a', null], deep: { yes: true } },
      { t: 0, k: 'bare', s: 'x' },
    ]);
    assert.equal(digest, createHash('sha256').update(written).digest('hex'));
    assert.equal(kernel.journal.digest(), digest);
    assert.equal(soFar, digest);
  });

  it('never stores a secret', () => {
    const kernel = new Kernel(1);
    let written = '';
    kernel.journal.writeTo((chunk) => {
      written += chunk;
    });
    kernel.journal.conceal('opensesame');
    kernel.record('slip', 'x', { password: 'opensesame' });
    assert.throws(() => kernel.journal.digest(), /secret/);
    assert.equal(written, '');
  });

  it('takes nothing after its end', () => {
    const kernel = new Kernel(1);
    kernel.journal.digest();
    kernel.record('late', 'x');
    assert.throws(() => {
      for (let entry = 0; entry < 10_000; entry += 1) kernel.record('late', 'x');
    }, /has ended/);
  });
});
