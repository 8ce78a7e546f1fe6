import type { Job } from '../site-recovery';
import type { Arm } from './arm';
import { ArmError, notFound } from './arm-error';
import { type Answer, type Call, ok, type Route, type Run } from './call';
import type { Progress } from './operations';

/** The answer to a request that started a job, or something else that takes a while: 202 and where to ask.
 *  Shape: empty body; job and operation have one id. Source: AZURE.md §2.1 – recorded. */
export function accepted(call: Call, arm: Arm, id: string, resource = call.path): Answer {
  const version = `api-version=${encodeURIComponent(call.query['api-version'] ?? '')}`;
  return {
    status: 202,
    headers: {
      'azure-asyncoperation': `${call.origin}${arm.vaultId}/replicationOperationStatus/${id}?${version}`,
      location: `${call.origin}${resource}/operationresults/${id}?${version}`,
      'retry-after': String(arm.retryAfterSeconds),
      'x-ms-request-id': arm.jobId(id),
    },
  };
}

/** The routes of `{resource}/operationresults/{id}` for a resource that `get` reads. */
export function resultsOf(path: string, get: Run | undefined): Route {
  return {
    operation: 'OperationResults_Get',
    method: 'GET',
    path: `${path}/operationresults/{operationId}`,
    support: 'simulated',
    run: (call, arm) => {
      const progress = progressOf(call, arm);
      const { operationId = '' } = call.params;
      const resource = call.path.slice(0, call.path.toLowerCase().lastIndexOf('/operationresults/'));
      if (progress.status === 'InProgress') return accepted(call, arm, operationId, resource);
      if (progress.error) throw new ArmError(400, progress.error.code, progress.error.message);
      try {
        return get ? get({ ...call, path: resource }, arm) : { status: 204 };
      } catch (error) {
        // What was removed is not there any more.
        if (error instanceof ArmError && error.status === 404) return { status: 204 };
        throw error;
      }
    },
  };
}

/** `{vault}/replicationOperationStatus/{id}`. */
export const operationStatus: Run = (call, arm) => {
  const { status, startedAtMs, endedAtMs, error } = progressOf(call, arm);
  return {
    ...ok({
      error: error ?? null,
      id: null,
      name: call.params.operationId ?? '',
      properties: null,
      status,
      startTime: arm.at(startedAtMs),
      endTime: endedAtMs === undefined ? null : arm.at(endedAtMs),
      percentComplete: null,
    }),
    headers: { 'retry-after': String(arm.retryAfterSeconds) },
  };
};

function progressOf({ params }: Call, arm: Arm): Progress {
  const { operationId = '' } = params;
  const read = (): Progress | undefined => {
    const job = arm.vault.jobs.get(operationId.toLowerCase());
    return job ? jobProgress(job) : arm.operations.progressOf(operationId);
  };
  if (!read()) throw notFound('operation', operationId);
  arm.polled(() => read()?.status !== 'InProgress');
  return read() as Progress;
}

/** Clients know `Canceled` with one l only; the job itself is `Cancelled`. Source: AZURE.md §2.3 – probed. */
function jobProgress({ state, startedAtMs, endedAtMs, errors }: Job): Progress {
  const [first] = errors;
  const error = first
    ? { code: first.code, message: first.message }
    : { code: 'Failed', message: 'It failed.' };
  return {
    status: state === 'Cancelled' ? 'Canceled' : state,
    startedAtMs,
    endedAtMs,
    error: state === 'Failed' ? error : undefined,
  };
}
