import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sample } from '../readiness/inventory/fixture.spec';

const ROOT = resolve(__dirname, '..');
const FILES = [
  ...sample('govc'),
  ...sample('asr'),
  ...sample('planner'),
  ...sample('azure-migrate').slice(0, 1),
];
/** Licence keys and annotations of the samples are never in any output; these are its names. */
const NAMES = /erp-db|web-01|build 01|san-01|nfs-01|esx-0|harbour|svc-asr|VM Network|10\.20\.|10\.60\./i;

describe('--redact', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-redact-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  const homeward = (...words: readonly string[]) => {
    const register = join(ROOT, 'node_modules', 'ts-node', 'register');
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['-r', register, join(ROOT, 'cli', 'main.ts'), ...words],
      { cwd: work, env, encoding: 'utf8', maxBuffer: 2 ** 26 },
    );
    return { status, text: stdout + stderr };
  };

  it('leaves no name in any file or line of a readiness run', () => {
    const assume = ['--assume', 'no-snapshots=erp-db-01', '--assume', 'licence=esx-02.harbour.example:paid'];
    const { status, text } = homeward(
      'readiness',
      ...FILES,
      ...assume,
      '--redact',
      'map.json',
      '--out',
      'run',
    );
    assert.equal(status, 0, text);
    assert.doesNotMatch(text, NAMES);
    const files = readdirSync(join(work, 'run'), { recursive: true, encoding: 'utf8' });
    for (const file of files) {
      assert.doesNotMatch(file, NAMES);
      const path = join(work, 'run', file);
      if (statSync(path).isFile()) assert.doesNotMatch(readFileSync(path, 'utf8'), NAMES, file);
    }
    assert.match(text, /vm-0001/);
  });

  it('keeps a map that its owner alone reads, and that leads back', () => {
    assert.equal(statSync(join(work, 'map.json')).mode & 0o777, 0o600);
    const { names } = JSON.parse(readFileSync(join(work, 'map.json'), 'utf8'));
    assert.deepEqual([names['vm-0001'], names['host-01']], ['erp-db-01', 'esx-01.harbour.example']);
  });

  it('gives the estate of homeward import the same pseudonyms, and no name', () => {
    const before = readFileSync(join(work, 'map.json'), 'utf8');
    const account = ['--account', 'HARBOUR\\svc-asr'];
    const { status, text } = homeward('import', ...FILES, ...account, '--redact', 'map.json', '--json');
    assert.equal(status, 0, text);
    assert.doesNotMatch(text, NAMES);
    const { estate } = JSON.parse(text);
    assert.deepEqual(
      estate.machines.map(({ name }: { readonly name: string }) => name),
      ['vm-0001', 'vm-0002', 'vm-0003'],
    );
    assert.equal(readFileSync(join(work, 'map.json'), 'utf8'), before);
  });

  it('refuses a map that is none, and leaves it as it is', () => {
    for (const text of ['mine', '{"schema":"homeward.redaction/1","names":{"x":"y"}}', '[]']) {
      writeFileSync(join(work, 'other.json'), text);
      const { status, text: said } = homeward('import', ...FILES, '--redact', 'other.json');
      assert.deepEqual([status, /^error HW-REDACT-MAP: /.test(said)], [2, true], said);
      assert.equal(readFileSync(join(work, 'other.json'), 'utf8'), text);
    }
  });

  it('leads back to the names of a run without it', () => {
    const named = homeward('readiness', ...FILES, '--out', 'named', '--seed', '1');
    assert.equal(named.status, 0, named.text);
    const redacted = homeward(
      'readiness',
      ...FILES,
      '--redact',
      'map.json',
      '--out',
      'hidden',
      '--seed',
      '1',
    );
    assert.equal(redacted.status, 0, redacted.text);
    const back = homeward('unredact', 'map.json', join('hidden', 'report.json'), '-o', 'back.json');
    assert.deepEqual([back.status, back.text], [0, '']);
    const names = (file: string) => machineNames(JSON.parse(readFileSync(join(work, file), 'utf8')));
    assert.deepEqual(names('back.json'), names(join('named', 'report.json')));
    const page = homeward('unredact', 'map.json', join('hidden', 'index.html'));
    for (const name of names('back.json')) assert.ok(page.text.includes(name), name);
  });

  it('refuses to lead back without the map that belongs to a file, and to replace a file', () => {
    writeFileSync(join(work, 'empty.json'), '{"schema":"homeward.redaction/1","names":{}}');
    writeFileSync(join(work, 'bytes.pdf'), Buffer.from([0x25, 0xff, 0xfe]));
    const report = join('hidden', 'report.json');
    for (const [code, ...words] of [
      ['HW-REDACT-MAP', 'none.json', report],
      ['HW-REDACT-MAP', report, report],
      ['HW-REDACT-OTHER', 'empty.json', report],
      ['HW-INPUT-MISSING', 'map.json', 'none.txt'],
      ['HW-INPUT-ENCODING', 'map.json', 'bytes.pdf'],
      ['HW-OUT-EXISTS', 'map.json', report, '-o', 'back.json'],
    ] as const) {
      const { status, text } = homeward('unredact', ...words);
      assert.deepEqual([status, text.split(':', 1)[0]], [2, `error ${code}`], text);
    }
  });
});

/** Of a report, sorted. */
function machineNames(report: {
  readonly machines: readonly { readonly name: string }[];
}): readonly string[] {
  return report.machines.map(({ name }) => name).sort();
}
