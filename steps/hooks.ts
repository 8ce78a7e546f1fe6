import { After, Before, type ITestCaseHookParameter, Status, setDefaultTimeout } from '@cucumber/cucumber';
import { faker } from '@faker-js/faker/locale/en';
import { hashText } from '../simulators/kernel';
import { breaches } from './guards';
import type { HomewardWorld } from './world';

// Steps wait for virtual time, not for the machine; this is for a step that hangs. Units: ms of wall time.
setDefaultTimeout(120_000);

Before(function (this: HomewardWorld, { pickle }: ITestCaseHookParameter) {
  const { HOMEWARD_SEED } = process.env;
  this.title = pickle.name;
  this.seed =
    HOMEWARD_SEED === undefined ? hashText(`${pickle.uri} ${pickle.name}`) >>> 0 : Number(HOMEWARD_SEED);
  if (!Number.isSafeInteger(this.seed))
    throw new Error(`HOMEWARD_SEED: expected a whole number, got ${HOMEWARD_SEED}`);
  faker.seed(this.seed);
});

After(async function (this: HomewardWorld, { result }: ITestCaseHookParameter) {
  const found = this.built ? await breaches(this) : [];
  // Kept in the message stream: a scenario runs the same however it is run (.ci/same-digests.mjs).
  if (this.built) this.attach(this.driver.digest(), { mediaType: 'text/plain', fileName: 'journal.sha256' });
  if (result?.status === Status.PASSED && found.length === 0) return;
  throw new Error([...found, ...replay(this)].join('\n'));
});

function replay(world: HomewardWorld): string[] {
  const { seed, title, armed } = world;
  const nowMs = world.built ? world.driver.clock.nowMs : 0;
  const list = (fired: boolean): string =>
    armed.flatMap((each) => (each.fired === fired ? [each.what] : [])).join(', ') || 'none';
  return [
    `seed ${seed}, virtual time ${nowMs} ms, fired: ${list(true)}, not fired: ${list(false)}`,
    `replay: HOMEWARD_SEED=${seed} npm run features -- --name ${JSON.stringify(title)}`,
  ];
}
