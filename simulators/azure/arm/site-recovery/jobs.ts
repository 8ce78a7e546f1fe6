import {
  allowedActions,
  itemFacts,
  type Job,
  type JobError,
  type JobTask,
  type ProtectedItem,
} from '../../site-recovery';
import type { Arm } from '../arm';
import { ArmError, concerns, notFound } from '../arm-error';
import { properties, readBody, text } from '../body';
import { type Call, ok, type Route, type Run } from '../call';
import { filtered } from '../filter';
import { guidOf } from '../ids';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { JOB, VAULT } from './paths';

/** Jobs. Shape: as recorded (AZURE.md §2.6); a task that has not begun has the time 0001-01-01T00:00:00. The list has neither tasks nor errors.
 *  Source: the examples of the official description (ReplicationJobs_List, ReplicationJobs_Get) – documented for jobs of fabrics, assumed for machines. */
const NEVER = '0001-01-01T00:00:00';

const list: Run = (call, arm) => {
  const fields = {
    JobStatus: (job: Job) => job.state,
    JobName: (job: Job) => job.id,
    AffectedObjectType: () => 'ProtectionEntity',
    StartTime: (job: Job) => job.startedAtMs,
    EndTime: (job: Job) => job.endedAtMs ?? Number.POSITIVE_INFINITY,
    ObjectName: (job: Job) => job.item,
  };
  const found = filtered(call, [...arm.vault.jobs.values()].reverse(), fields, (time) => arm.msOf(time));
  return page(call, arm, found, (job) => listedJson(arm, job));
};

const get: Run = (call, arm) => {
  const job = jobOf(call, arm);
  arm.polled(() => job.state !== 'InProgress');
  return ok(jobJson(arm, job));
};

const read: Run = (call, arm) => ok(jobJson(arm, jobOf(call, arm)));

const restart: Run = (call, arm) => {
  const job = arm.vault.restartJob(jobOf(call, arm).id);
  return accepted(call, arm, job.id, call.path.slice(0, call.path.lastIndexOf('/')));
};

const cancel: Run = (call, arm) => {
  const job = arm.vault.cancelJob(jobOf(call, arm).id);
  return accepted(call, arm, job.id, call.path.slice(0, call.path.lastIndexOf('/')));
};

/** No job of this vault ever waits for an operator's input: there are no manual actions. */
const resume: Run = (call, arm) => {
  const { id, state } = jobOf(call, arm);
  readBody(call, properties({ comments: text.optional() }).partial());
  throw new ArmError(
    409,
    'JobNotSuspended',
    `The job ${id} is ${state}: only a job that waits for an input can be resumed.`,
  );
};

function jobOf({ params }: Call, arm: Arm): Job {
  const { jobName = '' } = params;
  const job = arm.vault.jobs.get(jobName.toLowerCase());
  if (!job) throw notFound('job', jobName);
  return job;
}

function jobJson(arm: Arm, job: Job): object {
  const listed = listedJson(arm, job);
  return {
    ...listed,
    properties: {
      ...listed.properties,
      tasks: job.tasks.map((task) => taskJson(arm, job, task)),
      errors: job.errors.map((error) => errorJson(arm, job, error)),
      customDetails: detailsOf(arm, job),
    },
  };
}

function listedJson(arm: Arm, job: Job) {
  const { id, scenarioName, friendlyName, state, startedAtMs, endedAtMs } = job;
  return {
    id: arm.jobId(id),
    name: id,
    type: 'Microsoft.RecoveryServices/vaults/replicationJobs',
    properties: {
      activityId: `${id} ActivityId: ${guidOf(`activity ${id}`)}`,
      scenarioName,
      friendlyName,
      state,
      stateDescription: state,
      tasks: [],
      errors: [],
      startTime: arm.at(startedAtMs),
      ...(endedAtMs === undefined ? {} : { endTime: arm.at(endedAtMs) }),
      allowedActions: allowedActions(job),
      targetObjectId: arm.machineId(job.item),
      targetObjectName: job.item,
      targetInstanceType: arm.vault.plans.has(job.item) ? 'RecoveryPlan' : 'ProtectionEntity',
    },
  };
}

function taskJson(arm: Arm, job: Job, task: JobTask): object {
  const { taskId, name, friendlyName, state, startedAtMs, endedAtMs, children } = task;
  return {
    taskId,
    name,
    startTime: startedAtMs === undefined ? NEVER : arm.at(startedAtMs),
    endTime: endedAtMs === undefined ? NEVER : arm.at(endedAtMs),
    allowedActions: [],
    friendlyName,
    state,
    stateDescription: state === 'Other' ? 'Skipped' : state,
    taskType: children ? 'GroupTaskDetails' : 'TaskDetails',
    customDetails: { instanceType: 'TaskDetails' },
    groupTaskCustomDetails: children
      ? {
          instanceType: 'RecoveryPlanGroupTaskDetails',
          name: friendlyName,
          groupId: taskId,
          rpGroupType: 'Boot',
          childTasks: children.map((child) => childJson(arm, job, child.machine, child.job)),
        }
      : null,
    errors: state === 'Failed' ? job.errors.map((error) => errorJson(arm, job, error)) : [],
  };
}

/** A machine of a plan's group, with the job of its own. */
function childJson(arm: Arm, { scenarioName }: Job, machine: string, id: string | undefined): object {
  const job = id === undefined ? undefined : arm.vault.jobs.get(id);
  return {
    taskId: machine,
    name: machine,
    startTime: job ? arm.at(job.startedAtMs) : NEVER,
    endTime: job?.endedAtMs === undefined ? NEVER : arm.at(job.endedAtMs),
    allowedActions: [],
    friendlyName: machine,
    state: job?.state ?? 'NotStarted',
    stateDescription: job?.state ?? 'NotStarted',
    taskType: 'JobTaskDetails',
    customDetails: {
      instanceType: 'JobTaskDetails',
      jobTask: {
        jobId: id === undefined ? null : arm.jobId(id),
        jobFriendlyName: job?.friendlyName ?? null,
        targetObjectId: arm.machineId(machine),
        targetObjectName: machine,
        targetInstanceType: 'ProtectionEntity',
        jobScenarioName: scenarioName,
      },
    },
    groupTaskCustomDetails: null,
    errors: [],
  };
}

function errorJson(arm: Arm, job: Job, { code, message, recommendedAction, about }: JobError): object {
  const possibleCauses = concerns(about);
  return {
    serviceErrorDetails: { code, message, possibleCauses, recommendedAction, activityId: job.id },
    providerErrorDetails: /^\d+$/.test(code)
      ? { errorCode: Number(code), errorMessage: message, errorId: code, possibleCauses, recommendedAction }
      : null,
    errorLevel: 'Error',
    creationTime: arm.at(job.endedAtMs ?? arm.kernel.now),
    taskId: job.tasks.find(({ state }) => state === 'Failed')?.taskId ?? '',
  };
}

function detailsOf(arm: Arm, job: Job): object {
  const item = arm.vault.items.get(job.item);
  const instanceType = TYPES[job.scenarioName] ?? 'AsrJobDetails';
  if (instanceType === 'SwitchProtectionJobDetails')
    return {
      instanceType,
      newReplicationProtectedItemId: item ? arm.itemId(item) : null,
      affectedObjectDetails: {},
    };
  if (instanceType !== 'FailoverJobDetails') return { instanceType, affectedObjectDetails: {} };
  const point = job.data.point;
  return {
    instanceType,
    protectedItemDetails:
      item && point !== undefined
        ? [{ name: item.name, friendlyName: item.name, recoveryPointId: String(point) }]
        : [],
    affectedObjectDetails: item ? affected(arm, item) : {},
  };
}

/** The machine of a failover and where it stands, in the service's older words: a cloud is a container, a VMM a fabric. */
function affected(arm: Arm, item: ProtectedItem): object {
  const { vault } = arm;
  const provider = itemFacts(item.state, vault.rules).provider;
  const fabric = guidOf(`fabric ${vault.managementServer}`);
  const group = vault.groupOf(item.container);
  return {
    primaryVmId: arm.machineId(item.name),
    primaryVmName: item.name,
    recoveryVmId: '',
    recoveryVmName: item.name,
    protectionProfileId: guidOf(`policy ${group.policy}`),
    primaryCloudId: `cloud_${guidOf(`cloud ${group.name}`)}`,
    primaryCloudName: group.name,
    recoveryCloudId: `cloud_${guidOf(`cloud ${group.twin}`)}`,
    recoveryCloudName: group.twin,
    primaryVmmId: fabric,
    primaryVmmName: vault.managementServer,
    recoveryVmmId: fabric,
    recoveryVmmName: vault.managementServer,
    primaryFabricProviderId: provider,
    recoveryFabricProviderId: provider,
  };
}

const TYPES: { readonly [scenario: string]: string } = {
  UnplannedFailover: 'FailoverJobDetails',
  PlannedFailover: 'FailoverJobDetails',
  TestFailover: 'TestFailoverJobDetails',
  SwitchReplicationGroupProtection: 'SwitchProtectionJobDetails',
};

export const jobRoutes: readonly Route[] = [
  {
    operation: 'ReplicationJobs_List',
    method: 'GET',
    path: `${VAULT}/replicationJobs`,
    support: 'simulated',
    run: list,
  },
  { operation: 'ReplicationJobs_Get', method: 'GET', path: JOB, support: 'simulated', run: get },
  {
    operation: 'ReplicationJobs_Restart',
    method: 'POST',
    path: `${JOB}/restart`,
    support: 'simulated',
    run: restart,
  },
  {
    operation: 'ReplicationJobs_Cancel',
    method: 'POST',
    path: `${JOB}/cancel`,
    support: 'simulated',
    run: cancel,
  },
  {
    operation: 'ReplicationJobs_Resume',
    method: 'POST',
    path: `${JOB}/resume`,
    support: 'refused',
    run: resume,
  },
  resultsOf(JOB, read),
];
