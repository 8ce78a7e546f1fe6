import { After, Before, type ITestCaseHookParameter, Status, setDefaultTimeout } from '@cucumber/cucumber';
import { faker } from '@faker-js/faker/locale/en';
import { placeOf } from '../acceptance/own-files';
import { hashText } from '../simulators/kernel';
import { breaches } from './guards';
import type { HomewardWorld } from './world';

// Steps wait for virtual time, not for the machine; this is for a step that hangs. Units: ms of wall time.
setDefaultTimeout(120_000);

Before(function (this: HomewardWorld, { pickle }: ITestCaseHookParameter) {
  const { HOMEWARD_SEED } = process.env;
  this.title = pickle.name;
  this.uri = pickle.uri;
  this.seed =
    HOMEWARD_SEED === undefined
      ? hashText(`${placeOf(pickle.uri)} ${pickle.name}`) >>> 0
      : Number(HOMEWARD_SEED);
  if (!Number.isSafeInteger(this.seed))
    throw new Error(`HOMEWARD_SEED: expected a whole number, got ${HOMEWARD_SEED}`);
  faker.seed(this.seed);
});

After(async function (this: HomewardWorld, { pickle, result }: ITestCaseHookParameter) {
  const found = this.built ? await breaches(this) : [];
  // Kept in the message stream: a scenario runs the same however it is run (.ci/same-digests.mjs).
  if (this.built) this.attach(this.driver.digest(), { mediaType: 'text/plain', fileName: 'journal.sha256' });
  if (result?.status === Status.PASSED && found.length === 0) return;
  const left = leftBy(this);
  this.attach(JSON.stringify(left), { mediaType: 'application/json', fileName: 'homeward.json' });
  throw new Error([...found, ...replay(this, left, `${pickle.uri}:${pickle.location?.line}`)].join('\n'));
});

/** What is told of a scenario that failed, whatever failed in it. */
interface Left {
  readonly seed: number;
  /** Null: no estate was built. */
  readonly virtualMs: number | null;
  readonly fired: readonly string[];
  readonly unfired: readonly string[];
}

function leftBy(world: HomewardWorld): Left {
  const { seed, built, armed } = world;
  const which = (fired: boolean) => armed.filter((each) => each.fired === fired).map(({ what }) => what);
  return {
    seed,
    virtualMs: built ? world.driver.clock.nowMs : null,
    fired: which(true),
    unfired: which(false),
  };
}

/** `homeward accept` says with which command it was run; otherwise it was Cucumber's own. */
function replay(world: HomewardWorld, left: Left, place: string): string[] {
  const { seed, virtualMs, fired, unfired } = left;
  const list = (all: readonly string[]): string => all.join(', ') || 'none';
  const again: string | undefined = world.parameters.again;
  return [
    `seed ${seed}, virtual time ${virtualMs ?? 0} ms, fired: ${list(fired)}, not fired: ${list(unfired)}`,
    again === undefined
      ? `replay: HOMEWARD_SEED=${seed} npm run features -- --name ${JSON.stringify(world.title)}`
      : `replay: ${again.replace('{place}', place)}`,
  ];
}
