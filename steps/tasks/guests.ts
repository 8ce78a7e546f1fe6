import assert from 'node:assert/strict';
import type { Copy } from '../drivers/driver';
import type { ErrorView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { takeFingerprint } from './fingerprint';
import { minutes } from './jobs';

/** Asks for a static address on a machine of the site; it may be refused. */
export function setAddress(world: HomewardWorld, machine: string, address: string): void {
  world.before = takeFingerprint(world);
  world.asked = machine;
  world.answer = world.driver.guests.setStaticAddress(machine, address);
}

/** Another machine of the site has the address from now on. */
export function holdsAddress(world: HomewardWorld, machine: string, address: string): void {
  assert.equal(world.driver.guests.setStaticAddress(machine, address), undefined);
}

export function hasStaticAddress({ driver }: HomewardWorld, machine: string, address: string): void {
  const { addressMode, address: got } = driver.guests.read(machine, 'on-premises');
  assert.deepEqual([addressMode, got], ['static', address]);
}

/** The copy leased an address, another than the machine had. */
export function usesDhcp({ driver }: HomewardWorld, machine: string, former: string, copy: Copy): void {
  const { addressMode, address } = driver.guests.read(machine, copy);
  assert.equal(addressMode, 'dhcp');
  assert(address, `${machine} has no address`);
  assert.notEqual(address, former);
}

/** In time the vault lists what someone must do, with an event. */
export function followUpComes(
  { driver }: HomewardWorld,
  machine: string,
  code: string,
  withinMs: number,
): ErrorView {
  const { vault, clock } = driver;
  const find = (): ErrorView | undefined =>
    vault.item(machine)?.followUps.find((followUp) => followUp.code === code);
  assert(
    clock.until(() => find() !== undefined, withinMs),
    `no ${code} within ${minutes(withinMs)}`,
  );
  assert(vault.events(machine).some((event) => event.code === code && event.severity === 'Warning'));
  return find() as ErrorView;
}

/** In time nothing is left to do for the machine, and it stays so until the configuration server has reported again. */
export function nothingIsLeft({ driver }: HomewardWorld, machine: string, withinMs: number): void {
  const { vault, clock } = driver;
  const left = (): string[] => (vault.item(machine)?.followUps ?? []).map(({ code }) => code);
  assert(
    clock.until(() => left().length === 0, withinMs),
    `left: ${left().join(', ')}`,
  );
  clock.run(REPORT_MS);
  assert.deepEqual(left(), []);
}

const REPORT_MS = 6 * 60_000;
