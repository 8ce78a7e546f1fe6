import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InjectOptions } from 'fastify';
import { ROUTES } from '../simulators/azure/arm';
import { answerLog } from '../steps/drivers/sdk/answer-log';
import { Draw } from './fuzz/draw';
import { type FuzzedFront, openFront } from './fuzz/front';
import { knownOf } from './fuzz/requests';
import { nextStep } from './fuzz/steps';

const READS = ROUTES.filter(({ method, support }) => method === 'GET' && support === 'simulated');
/** Enough for two machines to come to Azure, home, and to Azure again. */
const STEPS = 30;

describe('Azure front: every read', () => {
  for (const kind of ['classic', 'modernized'])
    it(`is answered in every state of a ${kind} machine`, async () => {
      const answered = answerLog('every read');
      const front = await openFront(kind === 'modernized', answered ? { answered } : {});
      const found = new Set<string>();
      const listed = new Map<string, string>();
      const states = new Set<string>();
      for (let step = 0; step < STEPS; step += 1) {
        await readAll(front, found, listed);
        await front.app.inject(nextStep(new Draw(step), front) as InjectOptions);
        await readAll(front, found, listed);
        settle(front);
        for (const { state } of front.arm.vault.items.values()) states.add(state);
      }
      assert(states.has('failback-committed') && states.has('failed-over'), [...states].join());
      const never = READS.filter(({ operation, path }) => !found.has(`${operation} ${path}`));
      assert.deepEqual(never.map(({ operation, path }) => `${operation} ${path}`).filter(isExpected), []);
      assert.deepEqual(front.broke, []);
    });
});

/** What this estate has nothing of: a circuit, a vCenter connection that was made, an operation of Microsoft.Compute. */
function isExpected(read: string): boolean {
  return !/Compute|ExpressRoute|vCenters_Get|operationresults/i.test(read);
}

/** Names come from the lists that were read before, and from what is known of the estate. */
async function readAll(front: FuzzedFront, found: Set<string>, listed: Map<string, string>): Promise<void> {
  const known = knownOf(front);
  for (const { operation, path } of READS) {
    const asked = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
      encodeURI(listed.get(name) ?? known[name]?.[0] ?? 'default'),
    );
    const headers = { host: '127.0.0.1:443', authorization: `Bearer ${front.tokens[0]}` };
    const url = `${asked}?api-version=2023-06-01`;
    const { statusCode: status, body } = await front.app.inject({ method: 'GET', url, headers });
    assert([200, 202, 204, 400, 404, 409].includes(status), `${url} → ${status} ${body.slice(0, 300)}`);
    if (status >= 300) continue;
    found.add(`${operation} ${path}`);
    const name = body === '' ? undefined : JSON.parse(body).value?.[0]?.name;
    const one = READS.find((each) => each.path.startsWith(`${path}/{`) && each.path.endsWith('}'));
    const parameter = one && /^\{(\w+)\}$/.exec(one.path.slice(path.length + 1))?.[1];
    if (name !== undefined && parameter !== undefined) listed.set(parameter, name);
  }
}

/** Until everything that runs is over, and the machines are replicated again. */
function settle({ estate: { kernel, vault } }: FuzzedFront): void {
  const idle = (): boolean => [...vault.jobs.values()].every(({ state }) => state !== 'InProgress');
  kernel.run(kernel.now + 2 * 3_600_000, idle);
  kernel.run(kernel.now + 20 * 60_000);
}
