import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { After, Given, Then, When } from '@cucumber/cucumber';
import type { FailbackTopology, StartedRunbook } from '../containers';
import type { HomewardWorld } from './world';

/** Containers take their time. Units: ms of wall time. */
const STEP = { timeout: 300_000 };

interface Scene {
  readonly topology: FailbackTopology;
  runbook: StartedRunbook | undefined;
  exitCode: number | undefined;
}

const scenes = new WeakMap<HomewardWorld, Scene>();

Given(
  'an estate in a container, with every machine in Azure, {int} times as fast as the clock',
  STEP,
  async function (this: HomewardWorld, speed: number) {
    // Loaded here only: it takes half a second, and few scenarios need it.
    const { FailbackTopology: Topology } = require('../containers') as typeof import('../containers');
    const topology = await Topology.start({ seed: this.seed, speed });
    scenes.set(this, { topology, runbook: undefined, exitCode: undefined });
  },
);

Given('the reference runbook in another container', STEP, async function (this: HomewardWorld) {
  const scene = sceneOf(this);
  scene.runbook = await scene.topology.runbook();
});

When('the runbook says {string}', STEP, async function (this: HomewardWorld, what: string) {
  await runbookOf(this).says(new RegExp(what));
});

When('{string} is killed and started again', STEP, async function (this: HomewardWorld, name: string) {
  const { topology } = sceneOf(this);
  await topology.kill(name);
  await topology.startAgain(name);
});

When(
  '{string} is paused for {int} second(s)',
  STEP,
  async function (this: HomewardWorld, name: string, seconds: number) {
    const { topology } = sceneOf(this);
    await topology.pause(name);
    await wait(seconds * 1_000);
    await topology.resume(name);
  },
);

When(
  '{string} is disconnected for {int} second(s)',
  STEP,
  async function (this: HomewardWorld, name: string, seconds: number) {
    const { topology } = sceneOf(this);
    await topology.disconnect(name);
    await wait(seconds * 1_000);
    await topology.connect(name);
  },
);

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

/** What was really done to which container is shown, and nothing of it is left running. */
After({ tags: '@containers', timeout: STEP.timeout }, async function (this: HomewardWorld) {
  const scene = scenes.get(this);
  if (!scene) return;
  const { title } = this;
  const { done } = scene.topology.acts;
  const told = done.map(
    ({ atMs, container, what }) =>
      `  ${(atMs / 1_000).toFixed(1).padStart(6)} s  ${container.padEnd(10)} ${what}`,
  );
  process.stdout.write(`\n${title}\n${told.join('\n') || '  nothing was done to any container'}\n`);
  this.attach(JSON.stringify(done), { mediaType: 'application/json', fileName: 'acts.json' });
  await scene.topology.stop();
});

function sceneOf(world: HomewardWorld): Scene {
  const scene = scenes.get(world);
  assert(scene, 'first say: Given an estate in a container, with every machine in Azure');
  return scene;
}

function runbookOf(world: HomewardWorld): StartedRunbook {
  const { runbook } = sceneOf(world);
  assert(runbook, 'first say: Given the reference runbook in another container');
  return runbook;
}
