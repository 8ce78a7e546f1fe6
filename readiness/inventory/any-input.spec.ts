import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Misuse } from '../../simulators/kernel';
import { EXPORTS, importBytes } from './fixture.spec';
import type { Inventory } from './index';

const SAMPLES = [
  'govc/vm.info.json',
  'govc-0.30/vm.info.json',
  'govc/datastore.info.json',
  'rvtools-csv/RVTools_tabvInfo.csv',
  'powercli/Get-VM.csv',
  'powercli/Get-VM.json',
  'powercli/Get-Snapshot.csv',
  'saved/0006-VirtualMachine-vm-101.xml',
  'asr/replicationProtectedItems.json',
  'asr/replicationFabrics.json',
  'planner/CompatibleVMs.csv',
  'planner/ProfileVMList.txt',
  'azure-migrate/import.csv',
  'asr-modernized/replicationProtectedItems.json',
].map((file) => readFileSync(join(EXPORTS, file)));

/** Reads bytes: an inventory, or a misuse that says what is wrong. Anything else fails the spec. */
async function read(...files: readonly Buffer[]): Promise<Inventory | Misuse> {
  return importBytes(...files).catch((error: unknown) => {
    if (!(error instanceof Misuse)) throw error;
    assert.match(error.code, /^HW-INPUT-/);
    return error;
  });
}

describe('an export', () => {
  it('for any place where it is cut off, is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAMPLES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (bytes, share) => {
          await read(bytes.subarray(0, Math.floor(bytes.length * share)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('for any bytes that are changed, is read or refused', async () => {
    const change = fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAMPLES),
        fc.array(change, { maxLength: 8 }),
        async (bytes, changes) => {
          const changed = Buffer.from(bytes);
          for (const [share, byte] of changes) changed[Math.floor(share * bytes.length)] = byte;
          await read(changed);
        },
      ),
      { numRuns: 300 },
    );
  });

  for (const [file, values] of [
    ['govc/vm.info.json', 700],
    ['asr/replicationProtectedItems.json', 150],
    ['asr/replicationFabrics.json', 100],
  ] as const)
    it(`for any values in the place of others in ${file}, is read or refused`, async () => {
      const whole = JSON.parse(readFileSync(join(EXPORTS, file), 'utf8')) as unknown;
      const value = fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom('', -1, '\u0000', [[]], [null], {}),
      );
      await fc.assert(
        fc.asyncProperty(fc.nat(), value, async (at, other) => {
          let index = 0;
          const replaced = JSON.stringify(whole, (_key, each) => {
            index += 1;
            return index === (at % values) + 2 ? other : each;
          });
          await read(Buffer.from(replaced));
        }),
        { numRuns: 300 },
      );
    });

  it('of JSON with names that every object of JavaScript has, is refused', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty'])
      assert.equal(((await read(Buffer.from(`{"${name}":[1]}`))) as Misuse).code, 'HW-INPUT-FORMAT');
  });

  it('with lists longer than a call may have arguments, is read', async () => {
    const many = <T>(item: T) => Array<T>(150_000).fill(item);
    const asr = 'Microsoft.RecoveryServices/vaults';
    const customDetails = {
      masterTargetServers: many({ name: 'mt' }),
      runAsAccounts: many({ accountName: 'a' }),
    };
    const properties = {
      friendlyName: 'a-01',
      providerSpecificDetails: { instanceType: 'InMageRcm' },
      healthErrors: many({ creationTimeUtc: '2026-10-20T02:00:00Z' }),
    };
    const inventory = await read(
      Buffer.from(JSON.stringify({ Permissions: many({ principal: 'p' }), Roles: many({ roleId: 1 }) })),
      Buffer.from(JSON.stringify({ type: `${asr}/replicationFabrics`, properties: { customDetails } })),
      Buffer.from(JSON.stringify({ type: `${asr}/replicationProtectedItems`, properties })),
    );
    assert.equal((inventory as Inventory).permissions?.length, 150_000);
    assert.equal((inventory as Inventory).recovery?.servers.length, 150_000);
  });

  it('for any text, is read or refused', async () => {
    const start = fc.constantFrom('', '{', '[', '<', '#TYPE x\n', '"Name","PowerState","NumCpu"\n');
    await fc.assert(
      fc.asyncProperty(start, fc.string({ unit: 'binary' }), async (head, text) => {
        await read(Buffer.from(head + text));
      }),
      { numRuns: 300 },
    );
  });
});
