import type { Driver } from './drivers/driver';
import type { HomewardWorld } from './world';

/** What may not be left behind by a scenario, whatever its steps asserted; one line each, the gravest first. */
export function breaches(world: HomewardWorld): string[] {
  const { evidence, armed } = world;
  return [
    ...brokenInvariants(world),
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
function brokenInvariants({ driver, evidence, machines }: HomewardWorld): string[] {
  const home = (machine: string): boolean =>
    evidence.failedBack.has(machine) && driver.vault.item(machine)?.state === 'protected';
  settle(driver);
  const early = !machines.every(home);
  return driver
    .verdicts()
    .filter(({ checker, verdict }) => verdict !== 'valid' && !(early && isOpen(checker, verdict)))
    .map(({ checker, verdict, evidence: seen }) => `checker ${checker} is ${verdict}: ${seen.join('; ')}`);
}

/** A run is judged when its jobs have ended. */
function settle({ vault, clock }: Driver): void {
  clock.until(() => vault.jobs().every(({ state }) => state !== 'InProgress'), SETTLE_MS_MAX);
}

const SETTLE_MS_MAX = 6 * 3_600_000;

function isOpen(checker: string, verdict: string): boolean {
  return checker === 'comes-home' && verdict === 'unknown';
}
