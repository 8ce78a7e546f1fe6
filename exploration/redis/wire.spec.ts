import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { codeDigest } from './code-digest';
import { placeOf } from './place';
import { pack, readHeader, readJob, readStanding, readTold, unpack } from './wire';

describe('what campaigns and workers send', () => {
  it('comes as it went, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(unpack(pack(value, 1_000_000), 1_000_000), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is refused where JSON would say something else, or where it is too large, packed or not', () => {
    assert.throws(() => pack({ lastedMs: Number.POSITIVE_INFINITY }, 1_000), /cannot say lastedMs/);
    assert.throws(() => pack('x'.repeat(1_000), 1_000));
    assert.throws(() => unpack(gzipSync(Buffer.alloc(10_000_000)), 1_000_000));
    assert.throws(() => unpack(Buffer.from('no gzip'), 1_000));
  });

  it('is nothing where it is anything else, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(readHeader(text), undefined);
        assert.equal(readStanding(text), undefined);
        assert.equal(typeof readJob(text), 'string');
        assert.throws(() => readTold(Buffer.from(text)));
      }),
    );
  });
});

describe('the place of a Redis', () => {
  it('is read from a URL, and shown without user and password', () => {
    const { shown, ...place } = placeOf('rediss://me:p%40ss%25@redis.example/3', {});
    assert.equal(shown, 'rediss://redis.example:6379/3');
    const tls = { servername: 'redis.example' };
    assert.deepEqual(place, {
      host: 'redis.example',
      port: 6_379,
      db: 3,
      username: 'me',
      password: 'p@ss%',
      tls,
    });
    assert.equal(placeOf('redis://[::1]:7000', {}).host, '::1');
  });

  it('takes the password of the environment where the URL has none', () => {
    const environment = { HOMEWARD_REDIS_PASSWORD: 'from-there' };
    assert.equal(placeOf('redis://me@host', environment).password, 'from-there');
    assert.equal(placeOf('redis://:here@host', environment).password, 'here');
  });
});

describe('the digest of the program text', () => {
  it('is the same twice', () => {
    assert.match(codeDigest(), /^[0-9a-f]{64}$/);
    assert.equal(codeDigest(), codeDigest());
  });
});
