import assert from 'node:assert/strict';
import type { DeploymentChoices, LinuxChoices, LogInChoices } from '../drivers/driver';
import type { Answer } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { jobSucceeds } from './jobs';
import { ask } from './requests';

const HOUR_MS = 3_600_000;
/** The packages that the document names. */
const PACKAGES = ['xfsprogs', 'perl', 'lsscsi', 'rsync', 'wget', 'kexec-tools'];

/** The servers that the last request was about take no part in the guards that look at machines. */
export function deploy(
  world: HomewardWorld,
  choices: { readonly [K in keyof DeploymentChoices]?: string | undefined } = {},
): void {
  const { processServers } = world.driver;
  const all = { ...processServers.usual, ...choices };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  ask(world, all.name ?? '', () => processServers.deploy(sent));
}

/** Deploys a process server as it should be, and leaves the operator's last request as it was. */
export function deployAside(world: HomewardWorld): string {
  const { answer, asked, before } = world;
  deploy(world);
  jobSucceeds(world, HOUR_MS);
  Object.assign(world, { answer, asked, before });
  return world.driver.processServers.usual.name;
}

/** Deploys a process server, logs in to it, and waits until it is listed. */
export function deployAndList(world: HomewardWorld): void {
  const name = deployAside(world);
  logIn(world, name, {});
  assert.equal(world.answer?.refusal, undefined);
  isListed(world, name, HOUR_MS);
}

/** A log-in that is refused is kept as the answer to the last request. */
export function logIn(world: HomewardWorld, name: string, choices: LogInChoices): void {
  keep(world, name, world.driver.processServers.logIn(name, choices));
}

/** Keeps the refusal of something that is no job. */
export function keep(world: HomewardWorld, about: string, answer: Answer | undefined): void {
  if (!answer) return;
  world.answer = answer;
  world.asked = about;
}

export function isRegistered(
  { driver }: HomewardWorld,
  name: string,
  withinMs: number,
  state = 'registered',
): void {
  const { clock, processServers, masterTargets, names } = driver;
  const registration = (): string =>
    names.masterTargets.includes(name) ? masterTargets.registration(name) : processServers.registration(name);
  assert(
    clock.until(() => registration() === state, withinMs),
    `${name} is ${registration()}, expected ${state}`,
  );
}

/** It registers neither now nor while so much time passes, for one and the same reason. */
export function staysUnregistered(world: HomewardWorld, name: string, code: string, forMs: number): void {
  isRegistered(world, name, 5 * 60_000, code);
  world.driver.clock.run(forMs);
  isRegistered(world, name, 0, code);
}

export function isListed({ driver }: HomewardWorld, name: string, withinMs: number): void {
  const { clock, processServers } = driver;
  const listed = (): boolean => processServers.listed().includes(name);
  assert(clock.until(listed, withinMs), `${name} is not listed: ${processServers.listed().join(', ')}`);
}

export function isNotListed({ driver }: HomewardWorld, name: string, forMs: number): void {
  const { clock, processServers } = driver;
  assert(!clock.until(() => processServers.listed().includes(name), forMs), `${name} is listed`);
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
export function prepareLinux({ driver }: HomewardWorld, name: string, left: Preparation = {}): void {
  const { masterTargets, clock } = driver;
  const steps = { packages: PACKAGES, agent: true, executable: true, runs: 1, reboot: true, ...left };
  masterTargets.installLinux(name, left.linux ?? {});
  clock.run(HOUR_MS / 12);
  masterTargets.powerOff(name);
  const enableUuid = 'enableUuid' in left ? left.enableUuid : 'True';
  if (enableUuid !== undefined) masterTargets.setEnableUuid(name, enableUuid);
  masterTargets.powerOn(name);
  clock.run(HOUR_MS / 12);
  masterTargets.installPackages(name, steps.packages);
  if (steps.agent) masterTargets.unpackAgent(name);
  if (steps.executable) masterTargets.makeScriptExecutable(name);
  for (let run = 0; run < steps.runs; run += 1) masterTargets.runScript(name);
  if (steps.reboot) masterTargets.reboot(name);
  clock.run(HOUR_MS / 12);
}

/** Edits the parameter as it must be done: while the server is off. */
export function editParameter(world: HomewardWorld, name: string, value: string): void {
  const { masterTargets, clock } = world.driver;
  masterTargets.powerOff(name);
  keep(world, name, masterTargets.setEnableUuid(name, value));
  masterTargets.powerOn(name);
  clock.run(HOUR_MS / 12);
}

/** What the preflight names, item and what was found, in its order. */
export function preflight({ driver }: HomewardWorld, name: string): string[] {
  return driver.masterTargets.preflight(name).map(({ about }) => about.join(': '));
}
