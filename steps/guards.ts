import type { Driver } from './drivers/driver';
import type { HomewardWorld } from './world';

/** What may not be left behind by a scenario, whatever its steps asserted; one line each, the gravest first. */
export async function breaches(world: HomewardWorld): Promise<string[]> {
  const { evidence, armed } = world;
  return [
    ...(await brokenInvariants(world)),
    ...evidence.troubles
      .filter(({ seen }) => !seen)
      .map(
        ({ atMs, what, codes }) => `nobody looked at this error: ${what} (${codes.join(', ')}) at ${atMs} ms`,
      ),
    ...armed.filter(({ fired }) => !fired).map(({ what }) => `this never happened: ${what}`),
    ...evidence.notSimulated.map((what) => `this is not simulated: ${what}`),
  ];
}

/** Whether machines come home cannot be told of a run that ends before one has. */
async function brokenInvariants({ driver, evidence, machines }: HomewardWorld): Promise<string[]> {
  await settle(driver);
  const states = new Map((await driver.vault.items()).map(({ name, state }) => [name, state]));
  const home = (machine: string): boolean =>
    evidence.failedBack.has(machine) && states.get(machine) === 'protected';
  const early = !machines.every(home);
  return driver
    .verdicts()
    .filter(({ checker, verdict }) => verdict !== 'valid' && !(early && isOpen(checker, verdict)))
    .map(({ checker, verdict, evidence: seen }) => `checker ${checker} is ${verdict}: ${seen.join('; ')}`);
}

/** A run is judged when its jobs have ended. */
async function settle({ vault, clock }: Driver): Promise<void> {
  const settled = async () => (await vault.jobs()).every(({ state }) => state !== 'InProgress');
  await clock.until(settled, SETTLE_MS_MAX, ['job.state']);
}

const SETTLE_MS_MAX = 6 * 3_600_000;

function isOpen(checker: string, verdict: string): boolean {
  return checker === 'comes-home' && verdict === 'unknown';
}
