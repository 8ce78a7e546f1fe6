import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estateWith } from '../estate.fixture.spec';
import type { Inventory, Machine } from '../inventory';
import { makeTwin } from '../twin';
import { readAssumptions } from '../user-assumptions';
import { checkMachine } from './index';
import { Ledger } from './ledger';
import { type Case, caseOf } from './rule';

const OPTIONS = { seed: 1, mbitPerSecond: 100 };

function casesOf(inventory: Inventory): readonly Case[] {
  const assumed = readAssumptions([], inventory);
  const { machines, masterTargetHost } = makeTwin(inventory, assumed, OPTIONS);
  return machines.map((twin) => caseOf({ twin, inventory, masterTargetHost, assumed }));
}

describe('ledger', () => {
  it('notes the facts that a rule reads, of the machine, its host and its datastore', async () => {
    const inventory = await estateWith({});
    const [, erp] = casesOf(inventory);
    const findings = checkMachine(erp as Case, new Ledger(inventory));
    const reads = (code: string) =>
      Object.keys(findings.find((finding) => finding.code === code)?.reads ?? {});
    assert.deepEqual(reads('HW-RULE-SNAPSHOT'), ['declared: no-snapshots', 'snapshots']);
    assert.deepEqual(reads('HW-RULE-DATASTORE-TYPE'), ['datastore san-01: type', 'datastores']);
    assert.ok(reads('HW-RULE-LICENCE').includes('host esx01: licences'));
  });

  it('notes that an export has no such host, so that the claim ends when one comes', async () => {
    const inventory = await estateWith({});
    const hosts = (inventory.hosts ?? []).filter(({ name }) => name.value !== 'esx01');
    const [web] = casesOf({ ...inventory, hosts });
    const findings = checkMachine(web as Case, new Ledger({ ...inventory, hosts }));
    const { state, reads = {} } = findings.find(({ code }) => code === 'HW-RULE-MAINTENANCE') ?? {};
    assert.equal(state, 'unknown');
    assert.ok('host esx01' in reads);
  });

  it('leaves findings as they are', async () => {
    const inventory = await estateWith({});
    const ledger = new Ledger(inventory);
    for (const the of casesOf(inventory)) {
      const noted = checkMachine(the, ledger).map(({ reads: _reads, ...finding }) => finding);
      assert.deepEqual(noted, checkMachine(the));
    }
  });

  it('misses nothing: what a rule has not read can change, and it says the same', async () => {
    const inventory = await estateWith({});
    const ledger = new Ledger(inventory);
    for (const the of casesOf(inventory))
      for (const { code, reads = {}, state, text } of checkMachine(the, ledger))
        for (const field of Object.keys(the.twin.machine) as (keyof Machine)[]) {
          if (field in reads || ['key', 'name', 'disagreements'].includes(field)) continue;
          const machine = { ...the.twin.machine, [field]: changed(field, the.twin.machine[field]) };
          const after = checkMachine({ ...the, twin: { ...the.twin, machine } });
          const again = after.find((finding) => finding.code === code);
          assert.deepEqual([again?.state, again?.text], [state, text], `${code} reads ${field}`);
        }
  });

  it('knows a fact by its value, wherever it stands', async () => {
    const digest = async (rows: number) => {
      const blank = Array.from({ length: rows }, () => ['', '', '', '']);
      const inventory = await estateWith({
        vSnapshot: [
          ['VM', 'VM ID', 'VI SDK UUID', 'Name'],
          ...blank,
          ['erp-db-01', 'vm-2', 'vc', 'nightly-backup'],
        ],
      });
      const [, erp] = casesOf(inventory);
      const findings = checkMachine(erp as Case, new Ledger(inventory));
      return findings.find(({ code }) => code === 'HW-RULE-SNAPSHOT')?.reads?.snapshots;
    };
    assert.equal(await digest(0), await digest(3));
  });
});

/** Another value: none where there was one. */
function changed(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (value !== undefined) return undefined;
  const at = { file: 'x', path: '' };
  return LISTS.has(field) ? { value: [], at } : { value: 'changed', at };
}

const LISTS = new Set(['disks', 'partitions', 'nics', 'snapshots']);
