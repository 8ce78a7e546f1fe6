import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build, type Estate } from '../simulators/estate';
import type { Refusal } from '../simulators/network';
import { codeOf, Operated } from './operated';
import { sampleEstate } from './sample-estate';

/** Choices that are not asked for: by the provider, or on the way that a machine in that state can go. */
const FOREIGN = [
  ['classic-2017', 'failover-committed', { reprotectAgent: 'agent-1', logStorageAccount: 'logs' }],
  [
    'modernized',
    'failover-committed',
    { masterTarget: 'mt-1', processServer: 'ps-1', account: 'operator', retentionDrive: 'R:' },
  ],
  ['classic-2017', 'failed-back', { masterTarget: 'mt-1', retentionDrive: 'R:', datastore: 'ds-1' }],
  ['modernized', 'failed-back', { reprotectAgent: 'agent-1', logStorageAccount: 'logs', datastore: 'ds-1' }],
] as const;

/** A machine whose protection was asked for while the configuration server was away, so that the job failed. */
function failedProtection(): { estate: Estate; job: ReturnType<Estate['vault']['enableReplication']> } {
  const estate = build(sampleEstate({ machines: 1, writes: 0 }), 1);
  const { kernel, vault, names } = estate;
  kernel.run(120_000);
  estate.configurationServer.component.kill();
  const job = vault.enableReplication('machine-1', { group: 'PG1', vnet: names.vnet, physical: false });
  kernel.run(kernel.now + 3_600_000, () => job.state !== 'InProgress');
  estate.configurationServer.component.start();
  return { estate, job };
}

describe('the vault', () => {
  it('refuses by name what it does not simulate, and journals it', () => {
    const { kernel, vault } = build(sampleEstate({ machines: 1, writes: 0 }), 1);
    const named: string[] = [];
    kernel.journal.observe((_time, kind, subject) => {
      if (kind === 'not-simulated') named.push(subject);
    });
    const codes = [codeOf(() => vault.completeMigration('machine-1'))];
    assert.deepEqual(codes, new Array(1).fill('SIM-NOT-SIMULATED'));
    assert.deepEqual(named, ['completeMigration']);
  });

  it('makes no second group or plan of a name, and changes nothing then', () => {
    const { vault } = build(sampleEstate({ machines: 1, writes: 0 }), 1);
    vault.createPlan('erp', [['PG1']]);
    const before = JSON.stringify([vault.groups, vault.policies, [...vault.plans.values()]]);
    const codes = [
      codeOf(() => vault.createGroup('PG1', { multiVm: true })),
      codeOf(() => vault.createPlan('erp', [])),
    ];
    assert.deepEqual(codes, ['SIM-DUPLICATE', 'SIM-DUPLICATE']);
    assert.equal(JSON.stringify([vault.groups, vault.policies, [...vault.plans.values()]]), before);
  });

  for (const [profile, at, foreign] of FOREIGN)
    it(`takes no ${Object.keys(foreign).join(', ')} for a machine that is ${at}, by the rules of ${profile}`, () => {
      const operated = new Operated({ profile });
      operated.bring('machine-1', at);
      const { vault } = operated;
      const own = operated.choicesFor('machine-1');
      for (const [choice, name] of Object.entries(foreign)) {
        assert.throws(
          () => vault.reprotect('machine-1', { ...own, [choice]: name }),
          ({ code, causes }: Refusal) =>
            code === 'SIM-CHOICE-NOT-ASKED' && causes[0]?.about.includes(choice) === true,
        );
      }
      assert.equal(vault.item('machine-1').activeJob, undefined);
    });

  it('restarts a failed job, but not once it has succeeded', () => {
    const { estate, job } = failedProtection();
    assert.equal(job.state, 'Failed');
    estate.vault.restartJob(job.id);
    estate.kernel.run(estate.kernel.now + 3_600_000, () => job.state !== 'InProgress');
    assert.equal(job.state, 'Succeeded');
    assert.equal(
      codeOf(() => estate.vault.restartJob(job.id)),
      'SIM-CANNOT-RESTART',
    );
  });

  it('does not restart a failed job that a later one has replaced', () => {
    const { estate, job } = failedProtection();
    estate.vault.item('machine-1').lastJob = 'a later job';
    assert.equal(
      codeOf(() => estate.vault.restartJob(job.id)),
      'SIM-CANNOT-RESTART',
    );
  });
});
