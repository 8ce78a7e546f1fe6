import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { makeXlsx } from '../readiness/inventory/fixture.spec';
import { digestsOf } from '../reports/statement/statement';

const ROOT = resolve(__dirname, '..');

describe('homeward report and verify', () => {
  let work = '';
  const homeward = (...words: readonly string[]) => {
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const register = join(ROOT, 'node_modules', 'ts-node', 'register');
    const program = join(ROOT, 'cli', 'main.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', register, program, ...words], {
      cwd: work,
      env,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const keys = (name: string): void => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(work, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(work, `${name}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  };
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-report-'));
    writeFileSync(join(work, 'small.xlsx'), makeXlsx(SMALL_ESTATE));
    keys('mine');
    keys('other');
    const { code, err } = homeward('readiness', 'small.xlsx', '--out', 'run');
    assert.equal(code, 0, err);
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  it('renders every file again byte for byte, in place and elsewhere', () => {
    const written = digestsOf(join(work, 'run'));
    writeFileSync(join(work, 'run', 'index.html'), 'changed');
    rmSync(join(work, 'run', 'report.sarif'));
    const again = homeward('report', 'run');
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /not signed: no --sign/);
    assert.deepEqual(digestsOf(join(work, 'run')), written);
    assert.equal(homeward('report', 'run', '--out', 'copy').code, 0);
    assert.deepEqual(digestsOf(join(work, 'copy')), written);
  });

  it('renders in place through a link to the run, which stays a link', () => {
    symlinkSync('run', join(work, 'latest'), 'dir');
    const { code, err } = homeward('report', 'latest', '--format', 'junit', '--out', 'latest');
    assert.equal(code, 0, err);
    assert.ok(lstatSync(join(work, 'latest')).isSymbolicLink());
    assert.ok(digestsOf(join(work, 'run')).some(({ name }) => name === 'index.html'));
  });

  it('renders only what is asked for', () => {
    const made = statSync(join(work, 'run', 'report.json')).size;
    const { code, out } = homeward('report', 'run', '--format', 'html', '--lang', 'en', '--out', 'only');
    assert.equal(code, 0);
    assert.match(out, /^rendered: index\.html\n/);
    const names = digestsOf(join(work, 'only')).map(({ name }) => name);
    assert.deepEqual(names, [
      'drills.json',
      'host.json',
      'index.html',
      'journal.ndjson',
      'report.json',
      'run.json',
      'twin.json',
    ]);
    assert.equal(statSync(join(work, 'only', 'report.json')).size, made);
  });

  it('refuses a folder without a report, or with a damaged one, and changes nothing', () => {
    cpSync(join(work, 'run'), join(work, 'damaged'), { recursive: true });
    writeFileSync(join(work, 'damaged', 'report.json'), '{"schema":"homeward.report/1"}');
    const before = digestsOf(join(work, 'damaged'));
    const damaged = homeward('report', 'damaged');
    assert.equal(damaged.code, 2);
    assert.match(damaged.err, /^error HW-RUN-DAMAGED: .*report\.json/);
    assert.deepEqual(digestsOf(join(work, 'damaged')), before);
    const none = homeward('report', '.');
    assert.equal(none.code, 2);
    assert.match(none.err, /^error HW-RUN-MISSING: /);
  });

  it('writes a feature for each blocker, which is red now and green after the fix', () => {
    const feature = 'run/blockers/m-erp-db-01.sim-snapshot.feature';
    const accept = () => homeward('accept', feature, '--profile', 'direct');
    const red = accept();
    assert.equal(red.code, 1, red.err);
    assert.match(red.out, /erp-db-01 is blocked: it has a snapshot: nightly-backup/);
    writeFileSync(join(work, 'small.xlsx'), makeXlsx({ ...SMALL_ESTATE, vSnapshot: [['VM', 'Name']] }));
    const green = accept();
    writeFileSync(join(work, 'small.xlsx'), makeXlsx(SMALL_ESTATE));
    assert.equal(green.code, 0, green.out + green.err);
  });

  it('signs all files, and verifies signature and digests', () => {
    assert.equal(homeward('report', 'run', '--sign', 'mine.pem', '--out', 'signed').code, 0);
    const good = homeward('verify', 'signed', '--key', 'mine.pub.pem');
    assert.equal(good.code, 0, good.out);
    const envelope = JSON.parse(readFileSync(join(work, 'signed', 'statement.dsse.json'), 'utf8'));
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    assert.equal(statement.predicateType, 'https://in-toto.io/attestation/test-result/v0.1');
    assert.equal(statement.predicate.result, 'FAILED');
    assert.deepEqual(statement.predicate.passedTests, ['web-01']);
    assert.equal(homeward('report', 'signed').code, 0);
    assert.equal(
      homeward('verify', 'signed', '--key', 'mine.pub.pem').code,
      0,
      'a statement that is true stays',
    );
  });

  it('says what differs: another key, a changed, a missing and a foreign file, and no statement', () => {
    assert.equal(homeward('report', 'run', '--sign', 'mine.pem', '--out', 'touched').code, 0);
    const other = homeward('verify', 'touched', '--key', 'other.pub.pem');
    assert.equal(other.code, 1);
    assert.match(other.out, /the signature is not of this key/);
    appendFileSync(join(work, 'touched', 'report.md'), '\n');
    rmSync(join(work, 'touched', 'junit.xml'));
    writeFileSync(join(work, 'touched', 'index.fr.html'), '');
    const { code, out } = homeward('verify', 'touched', '--key', 'mine.pub.pem');
    assert.equal(code, 1);
    for (const line of [
      'report.md was changed',
      'junit.xml is missing',
      'index.fr.html is not in the statement',
    ])
      assert.ok(out.includes(line), out);
    const none = homeward('verify', 'run', '--key', 'mine.pub.pem');
    assert.equal(none.code, 1);
    assert.match(none.out, /was not signed/);
  });

  it('refuses what is no key of that kind', () => {
    for (const key of ['mine.pem', 'absent.pem', 'small.xlsx']) {
      const { code, err } = homeward('verify', 'run', '--key', key);
      assert.equal(code, 2);
      assert.match(err, /^error HW-KEY: /);
    }
    assert.equal(homeward('report', 'run', '--sign', 'mine.pub.pem').code, 2);
  });
});
