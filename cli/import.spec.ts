import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXPORTS, makeXlsx, sample } from '../readiness/inventory/fixture.spec';
import { openVim, readAll } from '../runbooks/vim25';
import { readEstateFile } from '../serving/estate-file';
import type { EstateDescription } from '../simulators/description';

const ROOT = resolve(__dirname, '..');
const ACCOUNT = ['--account', 'harbour\\svc-asr'];
const VM_INFO = join(EXPORTS, 'govc', 'vm.info.json');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('homeward import', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-import-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  const run = (...words: readonly string[]): Promise<Ended> =>
    new Promise((done) => {
      const register = join(ROOT, 'node_modules', 'ts-node', 'register');
      const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
      const main = join(ROOT, 'cli', 'main.ts');
      const child = spawn(process.execPath, ['-r', register, main, 'import', ...words], { cwd: work, env });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk) => (out += chunk));
      child.stderr.on('data', (chunk) => (err += chunk));
      child.on('close', (code) => done({ code, out, err }));
    });
  const machine = ({ machines }: EstateDescription, name: string) =>
    machines.find((each) => each.name === name);

  it('writes an estate with disks, power, snapshots, addresses, reach, licences and the role of the account', async () => {
    const { code, out, err } = await run(
      ...sample('govc'),
      ...ACCOUNT,
      '-o',
      'harbour.yaml',
      '--name',
      'harbour',
    );
    assert.deepEqual([code, out], [0, ''], err);
    const estate = readEstateFile(join(work, 'harbour.yaml'));
    const [erp, old] = [machine(estate, 'erp-db-01'), machine(estate, 'build 01 (old)')];
    assert.deepEqual(
      [
        estate.name,
        estate.account,
        estate.hosts.map(({ license, datastores }) => [license.editionKey, datastores]),
      ],
      [
        'harbour',
        { name: 'svc-asr', role: 'read-only' },
        [
          ['esx.standard.cpuPackage', ['san-01', 'nfs-01']],
          ['eval', ['nfs-01']],
        ],
      ],
    );
    assert.deepEqual(
      [
        erp?.os,
        erp?.host,
        erp?.datastore,
        erp?.snapshots,
        erp?.disks.map(({ sizeBytes }) => sizeBytes / 2 ** 30),
      ],
      ['windows', 'esx-01.harbour.example', 'san-01', ['before-patch', 'nightly-backup'], [64, 256]],
    );
    assert.deepEqual([typeof erp?.address, machine(estate, 'web-01')?.address], ['object', 'dhcp']);
    assert.deepEqual([old?.power, old?.datastore], ['poweredOff', 'nfs-01']);
  });

  it('names in the header and on stderr what it assumed, and what the form cannot say', async () => {
    const { err } = await run(VM_INFO, '-o', 'assumed.yaml');
    const text = readFileSync(join(work, 'assumed.yaml'), 'utf8');
    for (const assumed of [
      'the licence of the host allows failback',
      'datastores that only disks name are VMFS',
    ]) {
      assert.ok(text.includes(`# - ${assumed}`), text);
      assert.ok(err.includes(`- ${assumed}`), err);
    }
    assert.match(text, /name: erp-db-01, .* # its own address is 10\.20\.4\.17\n/);
  });

  it('makes the same bytes of both spellings of govc', async () => {
    const [old, today] = await Promise.all(['govc-0.30', 'govc'].map((folder) => run(...sample(folder))));
    assert.match(old?.out ?? '', /erp-db-01/);
    assert.equal(old?.out, today?.out);
  });

  it('makes estates of saved objects, of PowerCLI and of a workbook', async () => {
    const csv = sample('powercli').filter((file) => file.endsWith('.csv'));
    const runs = [[join(EXPORTS, 'saved')], csv, [join(ROOT, 'examples', 'rvtools-sample.xlsx')]];
    for (const [index, count] of [3, 3, 39].entries()) {
      const { code, err } = await run(...(runs[index] ?? []), '-o', `${index}.yaml`);
      assert.equal(code, 0, err);
      assert.equal(readEstateFile(join(work, `${index}.yaml`)).machines.length, count);
    }
  });

  it('shows its machines with names, power, disks and snapshots through the vSphere API', async () => {
    await run(...sample('govc'), ...ACCOUNT, '-o', 'listed.yaml');
    const { call, login } = openVim({ description: readEstateFile(join(work, 'listed.yaml')) });
    const as = await login();
    const root =
      '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>';
    const made = await call('ViewManager:ViewManager', 'CreateContainerView', root, as);
    const view = /<returnval type="ContainerView">([^<]*)</.exec(made.body)?.[1] ?? '';
    const paths = ['name', 'runtime.powerState', 'config.hardware.device', 'snapshot'];
    const args = `<specSet>${readAll('VirtualMachine', view, ...paths)}</specSet><options></options>`;
    const { body } = await call('PropertyCollector:propertyCollector', 'RetrievePropertiesEx', args, as);
    const listed = body
      .split('<objects>')
      .slice(1)
      .map((object) => ({
        name: /<name>name<\/name><val[^>]*>([^<]*)</.exec(object)?.[1],
        power: /powerState<\/name><val[^>]*>(\w+)</.exec(object)?.[1],
        disks: [...object.matchAll(/<capacityInKB>(\d+)</g)].map(([, kib]) => Number(kib) / 2 ** 20),
        snapshots: [...object.matchAll(/<\/vm><name>([^<]*)</g)].map(([, name]) => name),
      }));
    const of = (name: string) => listed.find((each) => each.name === name);
    assert.deepEqual(of('erp-db-01'), {
      name: 'erp-db-01',
      power: 'poweredOn',
      disks: [64, 256],
      snapshots: ['before-patch', 'nightly-backup'],
    });
    assert.deepEqual(of('build 01 (old)'), {
      name: 'build 01 (old)',
      power: 'poweredOff',
      disks: [100],
      snapshots: [],
    });
  });

  it('keeps names that a file cannot hold apart', async () => {
    const long = 'x'.repeat(90);
    const rows = [`${long}1`, `${long}2`, 'a/b', 'line\nbreak', '# no: comment'].map((name, index) => [
      name,
      'poweredOn',
      `vm-${index}`,
    ]);
    writeFileSync(join(work, 'names.xlsx'), makeXlsx({ vInfo: [['VM', 'Powerstate', 'VM ID'], ...rows] }));
    const { code, err } = await run('names.xlsx', '-o', 'names.yaml');
    assert.equal(code, 0, err);
    const names = readEstateFile(join(work, 'names.yaml')).machines.map(({ name }) => name);
    assert.deepEqual(names.slice(2), ['a%2fb', 'line break', '# no: comment']);
    assert.equal(new Set(names).size, 5);
  });

  it('prints one JSON object with --json', async () => {
    const { code, out } = await run(VM_INFO, '--json');
    const { estate, file, assumptions, notes } = JSON.parse(out);
    assert.deepEqual([code, file, estate.machines.length], [0, null, 3]);
    assert.ok(assumptions.length > 0 && notes.length > 0);
  });

  for (const [title, words, code] of [
    ['nothing', [], 'missing required argument'],
    ['a file that exists already', [VM_INFO, '-o', 'there.yaml'], 'HW-OUT-EXISTS'],
    ['a folder that does not exist', [VM_INFO, '-o', 'no/such/folder.yaml'], 'HW-OUT-WRITE'],
    ['an account without permissions', [VM_INFO, '--account', 'svc-asr'], 'HW-ACCOUNT'],
    ['an assumption about nobody', [VM_INFO, '--assume', 'no-snapshots=nobody'], 'HW-ASSUME'],
    ['hosts alone', [join(EXPORTS, 'govc', 'host.info.json'), '-o', 'none.yaml'], 'HW-INPUT-NO-MACHINES'],
  ] as const) {
    it(`refuses ${title} with one clear line and exit 2, and writes nothing`, async () => {
      writeFileSync(join(work, 'there.yaml'), 'mine');
      const before = readdirSync(work);
      const { code: exit, out, err } = await run(...words);
      assert.deepEqual([exit, out], [2, ''], err);
      assert.ok(err.includes(code), err);
      assert.deepEqual(readdirSync(work), before);
      assert.equal(readFileSync(join(work, 'there.yaml'), 'utf8'), 'mine');
    });
  }

  it('shows examples and exit codes in its help', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, /Exit codes:/);
    for (const [, path] of out.matchAll(/(examples\/[\w./-]+)\/\*/g))
      assert.ok(existsSync(join(ROOT, path ?? '')), path);
  });
});
