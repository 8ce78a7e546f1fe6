import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assessed, verdictOf } from '../../estate.fixture.spec';
import { type Inventory, readInventory } from '../../inventory';
import { EXPORTS, importBytes, sample } from '../../inventory/fixture.spec';

const text = (file: string) => readFileSync(join(EXPORTS, file), 'utf8');
const GOVC = ['vm.info', 'host.info', 'datastore.info', 'license.ls', 'license.assigned.ls'].map((name) =>
  join(EXPORTS, 'govc', `${name}.json`),
);

/** The sample of the classic provider with some text in its files changed. */
async function classic(...changes: readonly (readonly [string | RegExp, string])[]): Promise<Inventory> {
  const changed = ['erp-db-01', 'replicationFabrics']
    .map((name) => text(`asr/${name}.json`))
    .map((whole) => changes.reduce((sum, [from, to]) => sum.replaceAll(from as string, to), whole));
  return importBytes(...changed.map((each) => Buffer.from(each)), Buffer.from(text('govc/vm.info.json')));
}

function finding(inventory: Inventory, code: string, name = 'erp-db-01') {
  return verdictOf(assessed(inventory), name).checks.find((check) => check.code === code);
}

describe('what Azure says of replication', () => {
  for (const [title, changes, code, state] of [
    ['a process server whose certificate ends soon', [], 'HW-RULE-PROCESS-SERVER', 'at risk'],
    ['one whose certificate has ended', [['Days": 12', 'Days": -3']], 'HW-RULE-PROCESS-SERVER', 'blocked'],
    [
      'one that is down',
      [[/"psServiceStatus": "Running"/g, '"psServiceStatus": "Stopped"']],
      'HW-RULE-PROCESS-SERVER',
      'blocked',
    ],
    ['one that is up', [['Days": 12', 'Days": 400']], 'HW-RULE-PROCESS-SERVER', 'proven'],
    ['health that is critical beside a normal one', [], 'HW-RULE-REPLICATION-HEALTH', 'at risk'],
    ['an RPO over an hour', [], 'HW-RULE-RPO', 'at risk'],
    [
      'an RPO of a minute',
      [['"rpoInSeconds": 5520,\n      "prot', '"rpoInSeconds": 60,\n      "prot']],
      'HW-RULE-RPO',
      'proven',
    ],
    ['a master target without a retention volume', [], 'HW-RULE-RETENTION', 'blocked'],
    [
      'one that has one',
      [['"retentionVolumes": []', '"retentionVolumes": [{"volumeName": "R", "capacityInBytes": 9}]']],
      'HW-RULE-RETENTION',
      'proven',
    ],
    ['a master target with 59 disks, these among them', [], 'HW-RULE-TARGET-DISKS', 'proven'],
    [
      'a master target with 61 disks',
      [['"diskCount": 59', '"diskCount": 61']],
      'HW-RULE-TARGET-DISKS',
      'blocked',
    ],
  ] as const)
    it(`is ${state} for ${title}`, async () => {
      const found = finding(await classic(...changes), code);
      assert.equal(found?.state, state, found?.text);
      assert.ok(found?.source);
      if (state !== 'proven') assert.ok(found?.fix);
    });

  it('measures the RPO by the threshold of the policy, and says so where that is assumed', async () => {
    const policy = (minutes: number) => ({
      id: /"policyId": "([^"]+)"/.exec(text('asr/erp-db-01.json'))?.[1]?.toUpperCase(),
      type: 'Microsoft.RecoveryServices/vaults/replicationPolicies',
      properties: {
        providerSpecificDetails: { instanceType: 'InMage', recoveryPointThresholdInMinutes: minutes },
      },
    });
    const withPolicy = async (minutes: number) => {
      const files = [text('asr/erp-db-01.json'), JSON.stringify({ value: [policy(minutes)] })];
      return importBytes(...[...files, text('govc/vm.info.json')].map((each) => Buffer.from(each)));
    };
    for (const [minutes, state] of [
      [91, 'at risk'],
      [92, 'proven'],
    ] as const) {
      const found = finding(await withPolicy(minutes), 'HW-RULE-RPO');
      assert.deepEqual([found?.state, found?.text.includes('of its policy')], [state, true], found?.text);
    }
    for (const inventory of [await classic(), await withPolicy(0)])
      assert.match(finding(inventory, 'HW-RULE-RPO')?.text ?? '', /assumed to be 60 min/);
  });

  it('is blocked for an agent that has not registered after the failover, and at risk on the way home', async () => {
    const home = await readInventory(sample('asr-modernized'));
    assert.equal(finding(home, 'HW-RULE-AGENT')?.state, 'at risk');
    const failedOver = text('asr-modernized/replicationProtectedItems.json')
      .replace('InMageRcmFailback', 'InMageRcm')
      .replace('"activeLocation": "Primary"', '"activeLocation": "Recovery"');
    assert.equal(finding(await importBytes(Buffer.from(failedOver)), 'HW-RULE-AGENT')?.state, 'blocked');
  });

  it('is that a failback with the modernized provider cannot be tested', async () => {
    const found = finding(await readInventory(sample('asr-modernized')), 'HW-RULE-TEST-FAILOVER');
    assert.deepEqual([found?.state, /rehearsal of this report/.test(found?.text ?? '')], ['unknown', true]);
    assert.equal(finding(await classic(), 'HW-RULE-TEST-FAILOVER'), undefined);
  });

  it('is that a machine which the Deployment Planner finds incompatible is blocked', async () => {
    const inventory = await readInventory([...GOVC, ...sample('planner')]);
    assert.equal(finding(inventory, 'HW-RULE-COMPATIBLE', 'build 01 (old)')?.state, 'blocked');
    assert.equal(finding(inventory, 'HW-RULE-COMPATIBLE')?.state, 'proven');
  });

  it('makes nothing of a machine that runs in Azure and is off on the site', async () => {
    const vms = text('govc/vm.info.json').replaceAll('"poweredOn"', '"poweredOff"');
    const files = [text('asr/erp-db-01.json'), vms].map((each) => Buffer.from(each));
    assert.equal(finding(await importBytes(...files), 'HW-RULE-POWER')?.state, 'proven');
  });

  it('finds the machine of the master target: it is not counted, its host counts, and its snapshots', async () => {
    const target = text('asr/replicationFabrics.json').replaceAll('harbour-mt', 'web-01');
    const vms = text('govc/vm.info.json');
    const files = [text('asr/erp-db-01.json'), target, vms].map((each) => Buffer.from(each));
    const { twin } = assessed(await importBytes(...files));
    assert.deepEqual(
      twin.notCounted.map(({ label, why }) => [label, why]),
      [['web-01', 'a master target of Site Recovery']],
    );
    assert.equal(finding(await importBytes(...files), 'HW-RULE-TARGET-SNAPSHOT')?.state, 'proven');
  });
});

describe('the appliance of the modernized provider', () => {
  it('is found among the machines by its UUID in vCenter, whatever both are called, and not counted', async () => {
    const fabric = text('asr-modernized/replicationFabrics.json')
      .replaceAll('5029aa00-7d3c-4f21-8b6a-1c2d3e4f0001', '502977c2-7d3c-4f21-8b6a-1c2d3e4f77c2')
      .replaceAll('4229aa00', '00000000');
    const files = [fabric, text('govc/vm.info.json')].map((each) => Buffer.from(each));
    const { twin } = assessed(await importBytes(...files));
    assert.deepEqual(
      twin.notCounted.map(({ label }) => label),
      ['web-01'],
    );
  });
});

describe('the profiles of the documents', () => {
  it('give a machine with a snapshot other verdicts, and say which', async () => {
    const inventory = await readInventory([...GOVC, join(EXPORTS, 'asr', 'erp-db-01.json')]);
    const erp = verdictOf(assessed(inventory), 'erp-db-01');
    assert.equal(erp.verdict, 'blocked');
    assert.deepEqual(erp.profiles, {
      'classic-2017': 'blocked',
      'classic-2019': 'unknown',
      modernized: 'unknown',
    });
    const snapshot = erp.checks.find(({ code }) => code === 'HW-RULE-SNAPSHOT');
    assert.deepEqual(snapshot?.profiles, erp.profiles);
  });

  it('are silent where they agree', async () => {
    const inventory = await readInventory(GOVC);
    assert.equal(verdictOf(assessed(inventory), 'web-01').profiles, undefined);
  });

  it('let a Windows machine keep its address in the documents of 2019 alone', async () => {
    const inventory = await readInventory(GOVC);
    const erp = verdictOf(assessed(inventory, 'no-snapshots=erp-db-01'), 'erp-db-01');
    assert.deepEqual(erp.profiles, {
      'classic-2017': 'at risk',
      'classic-2019': 'proven',
      modernized: 'at risk',
    });
  });

  it('want a retention volume of the classic provider alone', async () => {
    assert.deepEqual(finding(await classic(), 'HW-RULE-RETENTION')?.profiles, {
      'classic-2017': 'blocked',
      'classic-2019': 'blocked',
      modernized: 'proven',
    });
  });
});
