import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { After, type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { OWN_FEATURES } from '../acceptance/own-files';
import type { FailbackTopology, NodesTopology, StartedRunbook, Topology } from '../containers';
import type { HomewardWorld } from './world';

/** Containers take their time. Units: ms of wall time. */
const STEP = { timeout: 300_000 };

interface Scene {
  readonly title: string;
  readonly topology: FailbackTopology | NodesTopology;
  runbook: StartedRunbook | undefined;
  exitCode: number | undefined;
}

/** What the reference runbook says when disks are on their way home, and when the last has come. */
const COPYING = /copying home +done/;
const COPIED = /ready +done/;

const scenes = new WeakMap<HomewardWorld, Scene>();

Given(
  'an estate in a container, with every machine in Azure, {int} times as fast as the clock',
  STEP,
  async function (this: HomewardWorld, speed: number) {
    // Loaded here only: it takes half a second, and few scenarios need it.
    const { FailbackTopology: Topology } = require('../containers') as typeof import('../containers');
    scenes.set(this, sceneOn(await Topology.start({ seed: this.seed, speed }), this.title));
  },
);

Given(
  'each part of an estate in a container, with every machine in Azure, {int} times as fast as the clock',
  STEP,
  async function (this: HomewardWorld, speed: number) {
    const { NodesTopology: Topology } = require('../containers') as typeof import('../containers');
    const estate = join(OWN_FEATURES, 'containers', 'nodes.estate.yaml');
    scenes.set(this, sceneOn(await Topology.start({ estate, seed: this.seed, speed }), this.title));
  },
);

Given('the reference runbook in another container', STEP, async function (this: HomewardWorld) {
  const scene = sceneOf(this);
  scene.runbook = await scene.topology.runbook();
});

When('the runbook says {string}', STEP, async function (this: HomewardWorld, what: string) {
  await runbookOf(this).says(new RegExp(what));
});

When('the machines are being copied', STEP, async function (this: HomewardWorld) {
  await runbookOf(this).says(COPYING);
});

When(
  /^"(.+)" is (killed .+|paused .+|disconnected .+)$/,
  STEP,
  async function (this: HomewardWorld, name: string, what: string) {
    await happen(sceneOf(this).topology, name, what);
  },
);

When('this happens, one after the other:', STEP, async function (this: HomewardWorld, acts: DataTable) {
  for (const [name = '', what = ''] of acts.raw()) await happen(sceneOf(this).topology, name, what);
});

Then('the machines are still being copied', STEP, async function (this: HomewardWorld) {
  assert.doesNotMatch(await runbookOf(this).said(), COPIED, 'what was done came too late: the copy is over');
});

When('the runbook has ended', STEP, async function (this: HomewardWorld) {
  sceneOf(this).exitCode = await runbookOf(this).ended();
});

Then('the runbook has brought every machine home', STEP, async function (this: HomewardWorld) {
  const { topology, exitCode } = sceneOf(this);
  const said = await runbookOf(this).said();
  assert.equal(exitCode, 0, `the runbook ended with ${exitCode}; it said:\n${said}`);
  const away = (await topology.estate.machines()).filter(({ home }) => home !== true);
  assert.deepEqual(away, [], 'these are not home');
});

Then('no invariant was broken', STEP, async function (this: HomewardWorld) {
  const verdicts = await sceneOf(this).topology.estate.verdicts();
  assert.ok(verdicts.length > 5, 'the checkers say nothing');
  assert.deepEqual(
    verdicts.filter(({ verdict }) => verdict === 'invalid'),
    [],
  );
});

Then('each disk at home is the one that was in Azure', STEP, async function (this: HomewardWorld) {
  if (spawnSync('qemu-img', ['--version']).status !== 0) {
    process.stdout.write(
      `\nSKIPPED: the disks of "${sceneOf(this).title}" were not compared (qemu-img is not here)\n`,
    );
    return 'skipped';
  }
  const compared = await compareDisks(sceneOf(this).topology as NodesTopology);
  assert.ok(compared.size >= 3, `only ${compared.size} disks were found`);
  for (const [disk, said] of compared) assert.match(said, /identical/, disk);
  return undefined;
});

/** What was really done to which container is shown, and nothing of it is left running. */
After({ tags: '@containers', timeout: STEP.timeout }, async function (this: HomewardWorld) {
  const scene = scenes.get(this);
  if (!scene) return;
  const { title, topology } = scene;
  const { done } = topology.acts;
  const told = done.map(
    ({ atMs, container, what }) =>
      `  ${(atMs / 1_000).toFixed(1).padStart(6)} s  ${container.padEnd(20)} ${what}`,
  );
  process.stdout.write(`\n${title}\n${told.join('\n') || '  nothing was done to any container'}\n`);
  this.attach(JSON.stringify(done), { mediaType: 'application/json', fileName: 'acts.json' });
  await topology.stop();
});

function sceneOn(topology: Scene['topology'], title: string): Scene {
  return { title, topology, runbook: undefined, exitCode: undefined };
}

const ACTS = /^(killed and started again|paused|disconnected)(?: for (\d+) seconds?)?$/;

async function happen(topology: Topology, name: string, what: string): Promise<void> {
  const [, act, seconds = '0'] = ACTS.exec(what) ?? [];
  if (act === undefined)
    throw new Error(
      `"${what}" happens to no container; known: killed and started again, paused for 5 seconds, disconnected for 5 seconds`,
    );
  const before =
    act === 'paused' ? topology.pause : act === 'disconnected' ? topology.disconnect : topology.kill;
  const after =
    act === 'paused' ? topology.resume : act === 'disconnected' ? topology.connect : topology.startAgain;
  // What was killed before must live to be killed again.
  if (name !== 'runbook') await topology.healthy(name);
  await before.call(topology, name);
  await wait(Number(seconds) * 1_000);
  await after.call(topology, name);
}

/** What qemu-img says of each disk at home and the one in Azure. */
async function compareDisks(topology: NodesTopology): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-disks-'));
  try {
    const [azure, home] = [join(folder, 'azure'), join(folder, 'vcenter')];
    for (const each of [azure, home]) mkdirSync(each);
    const there = await topology.disks('azure', azure);
    const compared = [...(await topology.disks('vcenter', home))].map(([disk, path]) => {
      const words = ['compare', '-f', 'vmdk', '-F', 'vpc', path, there.get(disk) ?? 'none in Azure'];
      const { stdout, stderr } = spawnSync('qemu-img', words, { encoding: 'utf8' });
      return [disk, `${stdout}${stderr}`] as const;
    });
    return new Map(compared);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sceneOf(world: HomewardWorld): Scene {
  const scene = scenes.get(world);
  assert(scene, 'first say: Given an estate in a container, or each part of it');
  return scene;
}

function runbookOf(world: HomewardWorld): StartedRunbook {
  const { runbook } = sceneOf(world);
  assert(runbook, 'first say: Given the reference runbook in another container');
  return runbook;
}
