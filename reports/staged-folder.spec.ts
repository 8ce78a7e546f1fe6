import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { misuse } from '../readiness/inventory/fixture.spec';
import { StagedFolder } from './staged-folder';

describe('staged folder', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'homeward-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is not there before it is whole', () => {
    const folder = new StagedFolder(join(root, 'run'));
    folder.append('journal.ndjson', 'one\n');
    folder.append('journal.ndjson', 'two\n');
    assert.equal(existsSync(join(root, 'run')), false);
    folder.write('run.json', '{}');
    folder.commit();
    assert.equal(readFileSync(join(root, 'run', 'journal.ndjson'), 'utf8'), 'one\ntwo\n');
    assert.deepEqual(readdirSync(root), ['run']);
  });

  it('leaves nothing behind when it is abandoned, not even the folders above it', () => {
    const folder = new StagedFolder(join(root, 'a', 'b', 'run'));
    folder.append('journal.ndjson', 'one\n');
    folder.abandon();
    assert.deepEqual(readdirSync(root), []);
  });

  it('leaves alone what others have put into the folders above it meanwhile', () => {
    const folder = new StagedFolder(join(root, 'runs', 'one'));
    const other = new StagedFolder(join(root, 'runs', 'two'));
    other.write('run.json', '{}');
    other.commit();
    folder.abandon();
    assert.deepEqual(readdirSync(join(root, 'runs')), ['two']);
  });

  it('replaces an earlier run whole', () => {
    mkdirSync(join(root, 'run'));
    writeFileSync(join(root, 'run', 'run.json'), '{"schema":"homeward.run/1"}');
    writeFileSync(join(root, 'run', 'left-over.txt'), 'old');
    const folder = new StagedFolder(join(root, 'run'));
    folder.write('run.json', 'new');
    folder.commit();
    assert.deepEqual(readdirSync(join(root, 'run')), ['run.json']);
    assert.deepEqual(readdirSync(root), ['run']);
  });

  it('refuses a folder that holds something else, and changes nothing', () => {
    mkdirSync(join(root, 'photos'));
    writeFileSync(join(root, 'photos', 'cat.jpg'), 'meow');
    writeFileSync(join(root, 'photos', 'run.json'), '{"schema":"somebody-else"}');
    assert.throws(() => new StagedFolder(join(root, 'photos')), misuse('HW-OUT-EXISTS', 'photos'));
    assert.throws(
      () => new StagedFolder(join(root, 'photos', 'cat.jpg')),
      misuse('HW-OUT-EXISTS', 'cat.jpg'),
    );
    assert.equal(readFileSync(join(root, 'photos', 'cat.jpg'), 'utf8'), 'meow');
    assert.deepEqual(readdirSync(root), ['photos']);
  });

  it('says that a place cannot be written', () => {
    writeFileSync(join(root, 'file'), '');
    assert.throws(
      () => new StagedFolder(join(root, 'file', 'below', 'run')),
      misuse('HW-OUT-WRITE', 'ENOTDIR'),
    );
    assert.deepEqual(readdirSync(root), ['file']);
  });
});
