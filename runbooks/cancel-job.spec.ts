import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedActions, type Job } from '../simulators/azure';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';

/** A job that is to be cancelled, and how its item stands before. */
const JOBS: {
  readonly [name: string]: { readonly from: Parameters<Operated['bring']>[1] | undefined };
} = {
  'a reprotection to the site': { from: 'failed-over' },
  'a reprotection of a committed failover': { from: 'failover-committed' },
  'a reprotection to Azure': { from: 'failed-back' },
  'a protection': { from: undefined },
};

function prepare(
  from: Parameters<Operated['bring']>[1] | undefined,
  profile = 'classic-2017' as const,
): Operated {
  const operated = new Operated({ profile });
  if (from) operated.bring(MACHINE, from);
  else operated.run(120_000);
  return operated;
}

function start(operated: Operated): Job {
  const { vault, estate } = operated;
  return vault.items.has(MACHINE)
    ? vault.reprotect(MACHINE, operated.choicesFor(MACHINE))
    : vault.enableReplication(MACHINE, { group: 'PG1', vnet: estate.names.vnet, physical: false });
}

/** How an item stands, as far as cancelling must bring it back. */
function standing({ vault, estate }: Operated): unknown {
  const item = vault.items.get(MACHINE);
  const { masterTarget, vsphere } = estate;
  return {
    state: item?.state,
    container: item?.container,
    pair: item?.pair?.id,
    busy: item?.activeJob,
    attached: [...masterTarget.component.durable.attached.keys()],
    disksAt: vsphere.inventory.vms.get(MACHINE)?.attachedTo,
  };
}

describe('cancelling a job', () => {
  for (const [name, { from }] of Object.entries(JOBS)) {
    it(`takes ${name} back, at whichever task it is cancelled`, () => {
      const tasks = start(prepare(from)).tasks.length;
      for (let at = 0; at < tasks; at += 1) {
        const operated = prepare(from);
        const before = standing(operated);
        const job = start(operated);
        operated.until(() => job.tasks[at]?.state === 'InProgress' || job.state !== 'InProgress');
        // A task with nothing to do is over at once.
        if (job.state === 'Succeeded') continue;
        assert.deepEqual(allowedActions(job), ['Cancel']);
        operated.vault.cancelJob(job.id);
        operated.vault.cancelJob(job.id);
        assert.deepEqual(allowedActions(job), []);
        assert.equal(operated.end(job), 'Cancelled', `task ${at}: ${JSON.stringify(job.errors)}`);
        assert.deepEqual(standing(operated), before, `task ${at}`);
        assert.equal(
          codeOf(() => operated.vault.restartJob(job.id)),
          'SIM-CANNOT-RESTART',
        );
        assert.deepEqual(operated.broken(), [], `task ${at}`);
      }
    });

    it(`takes ${name} back though anything crashes before any of its steps`, () => {
      const crashes = crashEachStep({
        prepare: () => prepare(from),
        act: (operated) => {
          const job = start(operated);
          operated.until(
            () =>
              job.tasks.at(-1)?.state === 'InProgress' || job.state !== 'InProgress' || job.tasks.length > 5,
            3_600_000,
          );
          operated.until(() => operated.vault.component.state === 'running');
          if (allowedActions(job).includes('Cancel')) operated.vault.cancelJob(job.id);
          else if (job.state === 'Failed') {
            operated.run(300_000);
            operated.vault.restartJob(job.id);
            operated.vault.cancelJob(job.id);
          }
          operated.persist(job);
        },
        check: (operated, when) => {
          const [job] = [...operated.vault.jobs.values()].slice(-1);
          assert.equal(job?.state, 'Cancelled', `${when}: ${JSON.stringify(job?.errors)}`);
          assert.equal(operated.vault.items.get(MACHINE)?.state, from, when);
          assert.deepEqual(operated.broken(), [], when);
        },
      });
      assert.ok(crashes > 5, `${crashes} crashes`);
    });
  }

  it('lets the machine be reprotected and come home afterwards', () => {
    const operated = prepare('failed-over');
    const job = start(operated);
    operated.until(() => job.tasks.at(-1)?.state === 'InProgress');
    operated.vault.cancelJob(job.id);
    assert.equal(operated.end(job), 'Cancelled');
    operated.run(3_600_000);
    operated.reprotect(MACHINE);
    const { vault } = operated;
    assert.equal(
      operated.end(vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true })),
      'Succeeded',
    );
    assert.equal(operated.end(vault.commit(MACHINE)), 'Succeeded');
    assert.equal(operated.end(vault.reprotect(MACHINE)), 'Succeeded');
    assert.deepEqual(operated.broken(), []);
  });

  it('fails where the site does not answer, and goes on when it is restarted', () => {
    const operated = prepare('failed-over');
    const job = start(operated);
    operated.until(() => job.tasks.at(-1)?.state === 'InProgress');
    operated.vault.cancelJob(job.id);
    const { component } = operated.estate.configurationServer;
    component.kill();
    assert.equal(operated.end(job), 'Failed');
    component.start();
    operated.run(60_000);
    operated.vault.restartJob(job.id);
    assert.equal(operated.end(job), 'Cancelled');
    assert.equal(operated.vault.item(MACHINE).state, 'failed-over');
    assert.deepEqual(operated.broken(), []);
  });

  it('is refused for a failover, a commit, a job that has ended, and one that does not exist', () => {
    const operated = prepare('protected');
    const { vault } = operated;
    const refused = (job: Job): string => codeOf(() => vault.cancelJob(job.id));
    const failover = vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true });
    operated.run(1_000);
    const codes = [refused(failover)];
    operated.end(failover);
    codes.push(
      refused(failover),
      refused(vault.commit(MACHINE)),
      codeOf(() => vault.cancelJob('nobody')),
    );
    assert.deepEqual(codes, ['SIM-CANNOT-CANCEL', 'SIM-CANNOT-CANCEL', 'SIM-CANNOT-CANCEL', 'SIM-UNKNOWN']);
  });
});
