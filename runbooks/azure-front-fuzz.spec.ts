import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { DescribedBodies } from './fuzz/described-bodies';
import { Draw, ODD_TEXTS } from './fuzz/draw';
import { type FuzzedFront, fingerprint, openFront } from './fuzz/front';
import { type Asked, drawRequest } from './fuzz/requests';
import { nextStep } from './fuzz/steps';

/** HOMEWARD_FUZZ_SEED and HOMEWARD_FUZZ_MS choose another run, or a longer one. Units: ms of wall time. */
const SEED = Number(process.env.HOMEWARD_FUZZ_SEED ?? 20_261_124);
const TIME_MS = Number(process.env.HOMEWARD_FUZZ_MS ?? 12_000);
/** Refusals that say on purpose that the fault is on this side: not simulated, and the service being down. */
const DELIBERATE = [501, 503];

describe('Azure front: requests that nobody expects', () => {
  it('refuses in the words of ARM and changes nothing, for any requests in any order', async (context) => {
    const bodies = DescribedBodies.open();
    context.diagnostic(
      `seed ${SEED} (HOMEWARD_FUZZ_SEED), bodies ${bodies ? 'from the official description' : 'without the official description, which does not lie beside the checkout'}`,
    );
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 30, maxLength: 60, size: 'max' }),
        async (modernized, numbers) => {
          const front = await openFront(modernized);
          for (const number of numbers) {
            const status = await ask(front, number, bodies);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
          }
        },
      ),
      { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
    );
    const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
    context.diagnostic(`answers: ${told.join(', ')}`);
    assert(statuses.size > 5, `one kind of answer only: ${told.join(', ')}`);
  });

  it('gives a token or says why not, for any form', async () => {
    const { app, broke } = await openFront(false);
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (number) => {
        const draw = new Draw(number);
        const names = ['grant_type', 'client_id', 'client_secret', 'scope', 'resource', draw.pick(ODD_TEXTS)];
        const form = names.map(
          (name) => `${name}=${encodeURIComponent(draw.pick([...ODD_TEXTS, 'client_credentials']))}`,
        );
        const answer = await app.inject({
          method: 'POST',
          url: `/${draw.pick(['adfs', 'x', '%25', '__proto__'])}/oauth2/v2.0/token`,
          headers: {
            'content-type': draw.pick([
              'application/x-www-form-urlencoded',
              'application/json',
              'text/plain',
            ]),
            ...(draw.chance(0.3)
              ? { authorization: `Basic ${draw.pick(['%', 'OiU=', 'JTpi', '===='])}` }
              : {}),
          },
          payload: form.filter(() => draw.chance(0.7)).join('&'),
        });
        assert(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode}: ${answer.body}`);
        assert('error' in answer.json());
      }),
      { seed: SEED, numRuns: 300 },
    );
    assert.deepEqual(broke, []);
  });
});

/** Asks one thing, looks at the answer and at what it did, and lets time pass where something was begun. */
async function ask(front: FuzzedFront, number: number, bodies: DescribedBodies | undefined): Promise<number> {
  const draw = new Draw(number);
  const asked = draw.chance(0.3) ? nextStep(draw, front) : drawRequest(draw, front, bodies);
  const before = fingerprint(front);
  const answer = await front.app.inject(asked as InjectOptions);
  const { statusCode: status, body } = answer;
  const told = `${shown(asked)} → ${status} ${body.slice(0, 300)}`;
  assert.deepEqual(front.broke, [], told);
  assert(status < 500 || DELIBERATE.includes(status), told);
  if (status >= 300) isArmError(body, told);
  if (status >= 300 || asked.method === 'GET') assert.equal(fingerprint(front), before, told);
  else pass(front, draw);
  return status;
}

function isArmError(body: string, told: string): void {
  let error: { readonly code?: unknown; readonly message?: unknown; readonly details?: unknown } | undefined;
  try {
    ({ error } = JSON.parse(body));
  } catch {
    // Told below.
  }
  assert(typeof error?.code === 'string' && error.code !== '', told);
  assert(typeof error.message === 'string' && error.message !== '', told);
  assert(Array.isArray(error.details), told);
}

/** Sometimes nothing, sometimes until everything that runs is over. */
function pass({ estate: { kernel, vault } }: FuzzedFront, draw: Draw): void {
  const idle = (): boolean => [...vault.jobs.values()].every(({ state }) => state !== 'InProgress');
  if (draw.chance(0.2)) return;
  kernel.run(kernel.now + 2 * 3_600_000, idle);
  if (draw.chance(0.5)) kernel.run(kernel.now + 20 * 60_000);
}

function shown({ method, url, payload, headers }: Asked): string {
  const sent = payload === undefined ? '' : `${payload.length} ${payload.toString().slice(0, 400)}`;
  return `${method} ${url.slice(0, 400)} ${JSON.stringify({ ...headers, authorization: undefined })} ${sent}`;
}
