import assert from 'node:assert/strict';
import type { Copy, Watched } from '../drivers/driver';
import type { ErrorView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { takeFingerprint } from './fingerprint';
import { minutes } from './jobs';

/** Asks for a static address on a machine of the site; it may be refused. */
export async function setAddress(world: HomewardWorld, machine: string, address: string): Promise<void> {
  world.before = await takeFingerprint(world);
  world.asked = machine;
  world.answer = await world.driver.guests.setStaticAddress(machine, address);
}

/** Another machine of the site has the address from now on. */
export async function holdsAddress(world: HomewardWorld, machine: string, address: string): Promise<void> {
  assert.equal(await world.driver.guests.setStaticAddress(machine, address), undefined);
}

export async function hasStaticAddress(
  { driver }: HomewardWorld,
  machine: string,
  address: string,
): Promise<void> {
  const { addressMode, address: got } = await driver.guests.read(machine, 'on-premises');
  assert.deepEqual([addressMode, got], ['static', address]);
}

/** The copy leased an address, another than the machine had. */
export async function usesDhcp(
  { driver }: HomewardWorld,
  machine: string,
  former: string,
  copy: Copy,
): Promise<void> {
  const { addressMode, address } = await driver.guests.read(machine, copy);
  assert.equal(addressMode, 'dhcp');
  assert(address, `${machine} has no address`);
  assert.notEqual(address, former);
}

/** In time the vault lists what someone must do, with an event. */
export async function followUpComes(
  { driver }: HomewardWorld,
  machine: string,
  code: string,
  withinMs: number,
): Promise<ErrorView> {
  const { vault, clock } = driver;
  let found: ErrorView | undefined;
  const listed = async (): Promise<boolean> => {
    found = (await vault.item(machine))?.followUps.find((followUp) => followUp.code === code);
    return found !== undefined;
  };
  await clock.until(listed, withinMs, followUpsOf(machine));
  assert(found, `no ${code} within ${minutes(withinMs)}`);
  assert((await vault.events(machine)).some((event) => event.code === code && event.severity === 'Warning'));
  return found;
}

/** In time nothing is left to do for the machine, and it stays so until the configuration server has reported again. */
export async function nothingIsLeft(
  { driver }: HomewardWorld,
  machine: string,
  withinMs: number,
): Promise<void> {
  const { vault, clock } = driver;
  const left = async (): Promise<string[]> =>
    ((await vault.item(machine))?.followUps ?? []).map(({ code }) => code);
  await clock.until(async () => (await left()).length === 0, withinMs, followUpsOf(machine));
  assert.deepEqual(await left(), []);
  await clock.run(REPORT_MS);
  assert.deepEqual(await left(), []);
}

/** When the list of a machine's follow-ups may change: it is empty while the machine is away. */
function followUpsOf(subject: string): readonly Watched[] {
  const kinds = ['follow-up.opened', 'follow-up.closed', 'item.state'] as const;
  return kinds.map((kind) => ({ kind, subject }));
}

const REPORT_MS = 6 * 60_000;
