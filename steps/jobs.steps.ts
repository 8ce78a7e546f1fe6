import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { comesToTask } from './tasks/disturbances';
import { nothingHasChanged } from './tasks/fingerprint';
import {
  endedInFailure,
  finished,
  jobBefore,
  jobFails,
  jobFailsFor,
  jobSucceeds,
  jobSucceedsInTheEnd,
  newestJob,
  tasksAre,
} from './tasks/jobs';
import { jobId, type Request, refusedInOrder, refusedWith, restart } from './tasks/requests';
import { requestAll } from './tasks/stages';
import type { HomewardWorld } from './world';

When(
  'the operator {request} {machine}',
  async function (this: HomewardWorld, request: Request, machine: string) {
    await request(this, machine);
  },
);

When('the operator {request} every machine', async function (this: HomewardWorld, request: Request) {
  this.jobs = await requestAll(this, this.machines, request);
});

When('the operator restarts the job', async function (this: HomewardWorld) {
  await restart(this);
});

When('the operator restarts the job before that one', async function (this: HomewardWorld) {
  await restart(this, await jobBefore(this));
});

Then(
  'the job restarted before fails within {duration} with {code}',
  async function (this: HomewardWorld, withinMs: number, code: string) {
    await jobFails(this, withinMs, code, await newestJob(this));
  },
);

Then('the job shows when it failed', async function (this: HomewardWorld) {
  await endedInFailure(this, jobId(this));
});

When('the job comes to the task {string}', async function (this: HomewardWorld, task: string) {
  await comesToTask(this, task);
});

Then('the job is at {int} percent', async function (this: HomewardWorld, percent: number) {
  assert.equal((await this.driver.vault.job(jobId(this))).percent, percent);
});

Then('the job succeeds within {duration}', async function (this: HomewardWorld, withinMs: number) {
  await jobSucceeds(this, withinMs);
});

Then('the jobs succeed within {duration}', async function (this: HomewardWorld, withinMs: number) {
  for (const job of this.jobs) await jobSucceeds(this, withinMs, job);
});

Then(
  'the job succeeds within {duration}, restarted whenever it fails',
  async function (this: HomewardWorld, withinMs: number) {
    await jobSucceedsInTheEnd(this, withinMs);
  },
);

Then(
  'the job fails within {duration} with {code}',
  async function (this: HomewardWorld, withinMs: number, code: string) {
    await jobFails(this, withinMs, code);
  },
);

Then(
  'the job fails within {duration} with {code}, naming {string}',
  async function (this: HomewardWorld, withinMs: number, code: string, name: string) {
    assert((await jobFails(this, withinMs, code)).about.includes(name));
  },
);

Then(
  'the job fails within {duration} with {code}, naming {string} alone',
  async function (this: HomewardWorld, withinMs: number, code: string, name: string) {
    assert.deepEqual((await jobFails(this, withinMs, code)).about, [name]);
  },
);

Then(
  'the job fails within {duration} for',
  async function (this: HomewardWorld, withinMs: number, table: DataTable) {
    const codes = table.hashes().map(({ code = '' }) => code);
    assert.deepEqual(await jobFailsFor(this, withinMs), codes);
  },
);

Then('the error of the job names {string}', async function (this: HomewardWorld, name: string) {
  const { errors } = await this.driver.vault.job(jobId(this));
  assert(errors.some(({ about }) => about.includes(name)));
});

Then(
  'the job of {machine} fails within {duration} with {code}',
  async function (this: HomewardWorld, machine: string, withinMs: number, code: string) {
    const id = this.jobs[this.machines.indexOf(machine)] ?? '';
    await jobFails(this, withinMs, code, id);
  },
);

Then('the request is refused with {code}', function (this: HomewardWorld, code: string) {
  refusedWith(this, code);
});

Then(
  'the request is refused with {code}, naming {string}',
  function (this: HomewardWorld, code: string, name: string) {
    assert(refusedWith(this, code).about.includes(name));
  },
);

Then('the request is refused, naming what must come first', async function (this: HomewardWorld) {
  await refusedInOrder(this);
});

Then('nothing has changed', async function (this: HomewardWorld) {
  await nothingHasChanged(this);
});

Then('the tasks of the job have ended as', async function (this: HomewardWorld, table: DataTable) {
  await tasksAre(this, table.hashes());
});

Then('the job shows when it began and ended, and 100 percent', async function (this: HomewardWorld) {
  await finished(this, jobId(this));
});

Then(
  'the job is at {int} percent and can be restarted',
  async function (this: HomewardWorld, percent: number) {
    const job = await this.driver.vault.job(jobId(this));
    assert.deepEqual([job.percent, job.allowedActions], [percent, ['Restart']]);
  },
);

Then('the prerequisite check of the job failed', async function (this: HomewardWorld) {
  const { tasks } = await this.driver.vault.job(jobId(this));
  assert.deepEqual(
    tasks.map(({ state }) => state),
    tasks.map((_task, index) => (index === 0 ? 'Failed' : 'NotStarted')),
  );
});

Then('the error of the job says what to do', async function (this: HomewardWorld) {
  const { errors } = await this.driver.vault.job(jobId(this));
  for (const { recommendedAction } of errors) assert.notEqual(recommendedAction, '');
});
