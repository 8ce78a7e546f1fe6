import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseEnv } from 'node:util';
import { control, ROOT, Servers, type Started } from '../serving/servers.fixture.spec';
import { ROLES, type Role } from '../simulators/estate-parts';

const PASSPHRASE = 'correct horse battery staple';
const WAIT_MS = 90_000;
const LOOK_MS = 20;
const ESTATE = `
name: five processes
datastores: [{ name: ds-01, capacityGib: 64 }]
hosts: [{ name: esx-01, datastores: [ds-01] }]
machines:
  - { name: erp-db-01, os: windows, group: PG1, disks: [{ sizeGib: 0.0625, usedGib: 0.015625 }] }
  - { name: erp-app-01, group: PG1, disks: [{ sizeGib: 0.0625, usedGib: 0.015625 }] }
`;

describe('homeward node', () => {
  let servers: Servers;
  before(() => {
    servers = new Servers();
  });
  after(() => servers.end());

  it('brings machines home over five processes, though each is killed on the way', async () => {
    const nodes = new Nodes(servers, join(servers.work, 'killed'));
    await nodes.prepare({ speed: 60, failedOver: true });
    for (const role of ROLES) nodes.start(role);
    await until(() => nodes.letIn, nodes.told);
    const runbook = nodes.runbook();
    for (const [line, role] of [
      ['reprotect ', 'master-target'],
      ['reprotect ', 'process-server'],
      ['reprotect ', 'azure'],
      ['fail over ', 'vcenter'],
      ['fail over ', 'configuration-server'],
    ] as const) {
      await until(
        () => runbook.text().includes(line),
        () => `${runbook.text()}\n${nodes.told()}`,
      );
      assert.equal(runbook.child.exitCode, null, `the runbook has ended before ${role} was killed`);
      await nodes.kill(role);
      nodes.start(role);
    }
    assert.equal(await runbook.ended, 0, `${runbook.text()}\n${nodes.told()}`);
    const environment = nodes.environment();
    const { verdicts } = JSON.parse((await control({ environment }, '/verdicts')).body) as {
      verdicts: { checker: string; verdict: string }[];
    };
    assert.deepEqual(
      verdicts.filter(({ verdict }) => verdict !== 'valid'),
      [],
    );
    const { home } = JSON.parse((await control({ environment }, '/machines')).body) as { home: number };
    assert.equal(home, 2);
    for (const role of ROLES) assert.equal(await nodes.stop(role), 0, nodes.told());
    assert(!nodes.told().includes(PASSPHRASE));
    for (const [name, text] of nodes.files()) assert(!text.includes(PASSPHRASE), name);
  });

  it('does not let in a node with another passphrase, says so, and goes on when it has the right one', async () => {
    const nodes = new Nodes(servers, join(servers.work, 'stranger'));
    await nodes.prepare({ speed: 600 });
    for (const role of ROLES)
      nodes.start(role, role === 'process-server' ? 'another passphrase' : PASSPHRASE);
    await until(() => /azure: refused .*the same passphrase/.test(nodes.told()), nodes.told);
    await until(() => nodes.told().includes('azure: waiting for process-server\n'), nodes.told);
    assert(!nodes.letIn);
    assert.equal(await nodes.stop('process-server'), 0);
    nodes.start('process-server');
    await until(() => nodes.letIn, nodes.told);
    for (const role of ROLES) assert.equal(await nodes.stop(role), 0, nodes.told());
  });

  it('refuses a folder of another node or estate, a passphrase that is missing, and files that make no sense', async () => {
    const nodes = new Nodes(servers, join(servers.work, 'refused'));
    await nodes.prepare({ speed: 1 });
    nodes.start('master-target');
    await until(() => existsSync(join(nodes.folder, 'master-target', 'node.json')), nodes.told);
    assert.equal(await nodes.stop('master-target'), 0);
    const { topology } = nodes;
    const other = join(nodes.folder, 'other.yaml');
    writeFileSync(other, readFileSync(topology, 'utf8').replace('"seed":4', '"seed":5'));
    const wrong = join(nodes.folder, 'wrong.yaml');
    writeFileSync(wrong, readFileSync(topology, 'utf8').replace('process-server', 'printer'));
    const physical = join(nodes.folder, 'estate.yaml');
    const state = ['--state', join(nodes.folder, 'master-target')];
    const cases: readonly (readonly [code: string, words: readonly string[], passphrase?: string])[] = [
      ['HW-NODE-OTHER', ['vcenter', topology, ...state]],
      ['HW-NODE-OTHER', ['master-target', other, ...state]],
      ['HW-NODE-TOPOLOGY', ['master-target', wrong, ...state]],
      ['HW-NODE-TOPOLOGY', ['master-target', join(nodes.folder, 'none.yaml'), ...state]],
      ['HW-NODE-PASSPHRASE', ['master-target', topology, ...state], ''],
      ['HW-NODE-PASSPHRASE', ['master-target', topology, ...state, '--passphrase-file', 'none'], ''],
    ];
    for (const [code, words, passphrase = PASSPHRASE] of cases) {
      const { text, ended } = servers.run(['node', ...words], { HOMEWARD_PASSPHRASE: passphrase });
      assert.equal(await ended, 2, text());
      assert.match(text(), new RegExp(`^error ${code}: `));
      assert.equal(text().trimEnd().split('\n').length, 2, text());
    }
    writeFileSync(physical, ESTATE.replace('group: PG1, disks', 'group: PG1, physical: true, disks'));
    const { text, ended } = servers.run(['node', 'azure', topology, '--state', join(nodes.folder, 'new')], {
      HOMEWARD_PASSPHRASE: PASSPHRASE,
    });
    assert.equal(await ended, 2);
    assert.match(text(), /^error HW-NODE-TOPOLOGY: .* is a physical server/);
  });
});

/** Five nodes of an estate as processes of their own, and what they said in all their lives. */
class Nodes {
  readonly folder: string;
  readonly topology: string;
  private readonly servers: Servers;
  private readonly lives: { readonly role: Role; readonly started: Started }[] = [];
  private ports: readonly number[] = [];

  constructor(servers: Servers, folder: string) {
    this.servers = servers;
    this.folder = folder;
    this.topology = join(folder, 'topology.yaml');
    mkdirSync(folder);
  }

  async prepare(how: { readonly speed: number; readonly failedOver?: boolean }): Promise<void> {
    this.ports = await freePorts(ROLES.length + 2);
    const nodes = ROLES.map((role, index) => [role, { host: '127.0.0.1', port: this.ports[index] }]);
    writeFileSync(join(this.folder, 'estate.yaml'), ESTATE);
    const text = JSON.stringify({ estate: 'estate.yaml', seed: 4, ...how, nodes: Object.fromEntries(nodes) });
    writeFileSync(this.topology, text);
  }

  start(role: Role, passphrase = PASSPHRASE): void {
    const words = ['node', role, this.topology, '--state', join(this.folder, role)];
    const front = ROLES.length + (role === 'azure' ? 0 : 1);
    if (role === 'azure' || role === 'vcenter')
      words.push('--port', `${this.ports[front]}`, '--env-file', this.envFile(role));
    const started = this.servers.run(words, { HOMEWARD_PASSPHRASE: passphrase });
    this.lives.push({ role, started });
  }

  async kill(role: Role): Promise<void> {
    const started = this.last(role);
    started?.child.kill('SIGKILL');
    await started?.ended;
  }

  async stop(role: Role): Promise<number | null> {
    const started = this.last(role);
    started?.child.kill('SIGTERM');
    return (await started?.ended) ?? null;
  }

  get letIn(): boolean {
    return existsSync(this.envFile('azure')) && existsSync(this.envFile('vcenter'));
  }

  /** What clients read of both fronts. */
  environment(): NodeJS.ProcessEnv {
    const read = (role: Role) => parseEnv(readFileSync(this.envFile(role), 'utf8'));
    return { ...process.env, ...read('vcenter'), ...read('azure') } as NodeJS.ProcessEnv;
  }

  runbook(): Started {
    const main = ['-r', join(ROOT, 'node_modules', 'ts-node', 'register'), join(ROOT, 'runbooks', 'main.ts')];
    const env = { ...this.environment(), TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const child = spawn(process.execPath, main, { env });
    after(() => child.kill('SIGKILL'));
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    return { child, text: () => text, ended: new Promise((done) => child.on('close', done)) };
  }

  readonly told = (): string => this.lives.map(({ started }) => started.text()).join('');

  /** Every file of every node, and what it holds. */
  files(): readonly (readonly [name: string, text: string])[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/-flat[.]vmdk$|[.]vhd$/.test(entry.name))
      .map(({ name, path }) => [name, readFileSync(join(path, name), 'latin1')] as const);
  }

  private last(role: Role): Started | undefined {
    return this.lives.findLast((life) => life.role === role)?.started;
  }

  private envFile(role: Role): string {
    return join(this.folder, `${role}.env`);
  }
}

async function until(holds: () => boolean, told: () => string): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; !holds(); ) {
    assert(Date.now() < deadline, told());
    await new Promise((passed) => setTimeout(passed, LOOK_MS));
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const listening = servers.map(
    (server) =>
      new Promise<number>((done) => {
        server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port));
      }),
  );
  const ports = await Promise.all(listening);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
