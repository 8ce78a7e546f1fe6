import assert from 'node:assert/strict';
import type { DeploymentChoices, Driver, LinuxChoices, LogInChoices } from '../drivers/driver';
import type { Answer } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { jobSucceeds } from './jobs';
import { ask } from './requests';

const HOUR_MS = 3_600_000;
/** The packages that the document names. */
const PACKAGES = ['xfsprogs', 'perl', 'lsscsi', 'rsync', 'wget', 'kexec-tools'];

/** The servers that the last request was about take no part in the guards that look at machines. */
export async function deploy(
  world: HomewardWorld,
  choices: { readonly [K in keyof DeploymentChoices]?: string | undefined } = {},
): Promise<void> {
  const { processServers } = world.driver;
  const all = { ...processServers.usual, ...choices };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  await ask(world, all.name ?? '', () => processServers.deploy(sent));
}

/** Deploys a process server as it should be, and leaves the operator's last request as it was. */
export async function deployAside(world: HomewardWorld): Promise<string> {
  const { answer, asked, before } = world;
  await deploy(world);
  await jobSucceeds(world, HOUR_MS);
  Object.assign(world, { answer, asked, before });
  return world.driver.processServers.usual.name;
}

/** Deploys a process server, logs in to it, and waits until it is listed. */
export async function deployAndList(world: HomewardWorld): Promise<void> {
  const name = await deployAside(world);
  await logIn(world, name, {});
  assert.equal(world.answer?.refusal, undefined);
  await isListed(world, name, HOUR_MS);
}

/** A log-in that is refused is kept as the answer to the last request. */
export async function logIn(world: HomewardWorld, name: string, choices: LogInChoices): Promise<void> {
  keep(world, name, await world.driver.processServers.logIn(name, choices));
}

/** Keeps the refusal of something that is no job. */
export function keep(world: HomewardWorld, about: string, answer: Answer | undefined): void {
  if (!answer) return;
  world.answer = answer;
  world.asked = about;
}

export async function isRegistered(
  { driver }: HomewardWorld,
  name: string,
  withinMs: number,
  state = 'registered',
): Promise<void> {
  const { clock, processServers, masterTargets, names } = driver;
  const servers = names.masterTargets.includes(name) ? masterTargets : processServers;
  let got = '';
  const registered = async (): Promise<boolean> => {
    got = await servers.registration(name);
    return got === state;
  };
  assert(await clock.until(registered, withinMs), `${name} is ${got}, expected ${state}`);
}

/** It registers neither now nor while so much time passes, for one and the same reason. */
export async function staysUnregistered(
  world: HomewardWorld,
  name: string,
  code: string,
  forMs: number,
): Promise<void> {
  await isRegistered(world, name, 5 * 60_000, code);
  await world.driver.clock.run(forMs);
  await isRegistered(world, name, 0, code);
}

export async function isListed({ driver }: HomewardWorld, name: string, withinMs: number): Promise<void> {
  assert(await comesToBeListed(driver, name, withinMs), `${name} is not listed`);
}

export async function isNotListed({ driver }: HomewardWorld, name: string, forMs: number): Promise<void> {
  assert(!(await comesToBeListed(driver, name, forMs)), `${name} is listed`);
}

function comesToBeListed(
  { clock, processServers }: Driver,
  name: string,
  withinMs: number,
): Promise<boolean> {
  return clock.until(async () => (await processServers.listed()).includes(name), withinMs);
}

/** How a Linux server is left, of all that the document asks for. */
export type Omission = keyof typeof OMISSIONS;

/** What is left out or done otherwise → how the server is installed and prepared then. */
export const OMISSIONS = {
  nothing: {},
  'the operating system': { linux: { version: 'CentOS 6.5' } },
  'the partition for /': { linux: { partitions: { '/var/crash': 'ext4', '/home': 'ext4', '/': 'ext3' } } },
  'the partition for /var/crash': { linux: { partitions: { '/': 'ext4', '/home': 'ext4' } } },
  'the partition for /home': { linux: { partitions: { '/': 'ext4', '/var/crash': 'ext4' } } },
  'the swap partition': { linux: { swap: false } },
  'the static address': { linux: { address: 'dhcp' } },
  'the boot loader': { linux: { bootLoader: false } },
  'the parameter': { enableUuid: undefined },
  'the package xfsprogs': { packages: PACKAGES.slice(1) },
  'the package perl': { packages: PACKAGES.filter((name) => name !== 'perl') },
  'the package lsscsi': { packages: PACKAGES.filter((name) => name !== 'lsscsi') },
  'the package rsync': { packages: PACKAGES.filter((name) => name !== 'rsync') },
  'the package wget': { packages: PACKAGES.filter((name) => name !== 'wget') },
  'the package kexec-tools': { packages: PACKAGES.slice(0, -1) },
  'the unified agent': { agent: false, executable: false, runs: 0 },
  'the right to execute the script': { executable: false, runs: 0 },
  'the run of the script': { runs: 0 },
  'the reboot': { reboot: false },
} as const satisfies { readonly [what: string]: Preparation };

interface Preparation {
  readonly linux?: LinuxChoices;
  readonly enableUuid?: string | undefined;
  readonly packages?: readonly string[];
  readonly agent?: boolean;
  readonly executable?: boolean;
  readonly runs?: number;
  readonly reboot?: boolean;
}

/** Installs a Linux server and prepares it, except for what is left out. */
export async function prepareLinux(
  { driver }: HomewardWorld,
  name: string,
  left: Preparation = {},
): Promise<void> {
  const { masterTargets, clock } = driver;
  const steps = { packages: PACKAGES, agent: true, executable: true, runs: 1, reboot: true, ...left };
  await masterTargets.installLinux(name, left.linux ?? {});
  await clock.run(HOUR_MS / 12);
  await masterTargets.powerOff(name);
  const enableUuid = 'enableUuid' in left ? left.enableUuid : 'True';
  if (enableUuid !== undefined) await masterTargets.setEnableUuid(name, enableUuid);
  await masterTargets.powerOn(name);
  await clock.run(HOUR_MS / 12);
  await masterTargets.installPackages(name, steps.packages);
  if (steps.agent) await masterTargets.unpackAgent(name);
  if (steps.executable) await masterTargets.makeScriptExecutable(name);
  for (let run = 0; run < steps.runs; run += 1) await masterTargets.runScript(name);
  if (steps.reboot) await masterTargets.reboot(name);
  await clock.run(HOUR_MS / 12);
}

/** Edits the parameter as it must be done: while the server is off. */
export async function editParameter(world: HomewardWorld, name: string, value: string): Promise<void> {
  const { masterTargets, clock } = world.driver;
  await masterTargets.powerOff(name);
  keep(world, name, await masterTargets.setEnableUuid(name, value));
  await masterTargets.powerOn(name);
  await clock.run(HOUR_MS / 12);
}

/** What the preflight names, item and what was found, in its order. */
export async function preflight({ driver }: HomewardWorld, name: string): Promise<string[]> {
  return (await driver.masterTargets.preflight(name)).map(({ about }) => about.join(': '));
}
