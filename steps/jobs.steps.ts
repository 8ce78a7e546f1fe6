import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { comesToTask } from './tasks/disturbances';
import { nothingHasChanged } from './tasks/fingerprint';
import { finished, jobFails, jobFailsFor, jobSucceeds, jobSucceedsInTheEnd, tasksAre } from './tasks/jobs';
import { jobId, type Request, refusedInOrder, refusedWith, restart } from './tasks/requests';
import { requestAll } from './tasks/stages';
import type { HomewardWorld } from './world';

When('the operator {request} {machine}', function (this: HomewardWorld, request: Request, machine: string) {
  request(this, machine);
});

When('the operator {request} every machine', function (this: HomewardWorld, request: Request) {
  this.jobs = requestAll(this, this.machines, request);
});

When('the operator restarts the job', function (this: HomewardWorld) {
  restart(this);
});

When('the job comes to the task {string}', function (this: HomewardWorld, task: string) {
  comesToTask(this, task);
});

Then('the job is at {int} percent', function (this: HomewardWorld, percent: number) {
  assert.equal(this.driver.vault.job(jobId(this)).percent, percent);
});

Then('the job succeeds within {duration}', function (this: HomewardWorld, withinMs: number) {
  jobSucceeds(this, withinMs);
});

Then('the jobs succeed within {duration}', function (this: HomewardWorld, withinMs: number) {
  for (const job of this.jobs) jobSucceeds(this, withinMs, job);
});

Then(
  'the job succeeds within {duration}, restarted whenever it fails',
  function (this: HomewardWorld, withinMs: number) {
    jobSucceedsInTheEnd(this, withinMs);
  },
);

Then(
  'the job fails within {duration} with {code}',
  function (this: HomewardWorld, withinMs: number, code: string) {
    jobFails(this, withinMs, code);
  },
);

Then(
  'the job fails within {duration} with {code}, naming {string}',
  function (this: HomewardWorld, withinMs: number, code: string, name: string) {
    assert(jobFails(this, withinMs, code).about.includes(name));
  },
);

Then(
  'the job fails within {duration} with {code}, naming {string} alone',
  function (this: HomewardWorld, withinMs: number, code: string, name: string) {
    assert.deepEqual(jobFails(this, withinMs, code).about, [name]);
  },
);

Then(
  'the job fails within {duration} for',
  function (this: HomewardWorld, withinMs: number, table: DataTable) {
    const codes = table.hashes().map(({ code = '' }) => code);
    assert.deepEqual(jobFailsFor(this, withinMs), codes);
  },
);

Then('the error of the job names {string}', function (this: HomewardWorld, name: string) {
  const { errors } = this.driver.vault.job(jobId(this));
  assert(errors.some(({ about }) => about.includes(name)));
});

Then(
  'the job of {machine} fails within {duration} with {code}',
  function (this: HomewardWorld, machine: string, withinMs: number, code: string) {
    const id = this.jobs[this.machines.indexOf(machine)] ?? '';
    jobFails(this, withinMs, code, id);
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

Then('the request is refused, naming what must come first', function (this: HomewardWorld) {
  refusedInOrder(this);
});

Then('nothing has changed', function (this: HomewardWorld) {
  nothingHasChanged(this);
});

Then('the tasks of the job have ended as', function (this: HomewardWorld, table: DataTable) {
  tasksAre(this, table.hashes());
});

Then('the job shows when it began and ended, and 100 percent', function (this: HomewardWorld) {
  finished(this, jobId(this));
});

Then('the job is at {int} percent and can be restarted', function (this: HomewardWorld, percent: number) {
  const job = this.driver.vault.job(jobId(this));
  assert.deepEqual([job.percent, job.allowedActions], [percent, ['Restart']]);
});

Then('the error of the job says what to do', function (this: HomewardWorld) {
  const { errors } = this.driver.vault.job(jobId(this));
  for (const { recommendedAction } of errors) assert.notEqual(recommendedAction, '');
});
