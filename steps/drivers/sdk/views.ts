import type {
  Event,
  Job,
  ProtectableItem,
  RecoveryPoint,
  ReplicationProtectedItem,
} from '@azure/arm-recoveryservices-siterecovery';
import { ITEM_STATES, isProtected, itemFacts } from '../../../simulators/azure';
import { type Arm, concerned } from '../../../simulators/azure/arm';
import type { Estate } from '../../../simulators/estate';
import type { ErrorView, EventView, ItemView, JobView, PointView, TaskView } from '../views';

type State = keyof typeof ITEM_STATES;

/** What the SDK gives back, as every driver shows it. */
export function itemView(
  { name = '', properties = {}, ...item }: ReplicationProtectedItem,
  rules: Estate['vault']['rules'],
): ItemView {
  const {
    protectionState = '',
    activeLocation,
    providerSpecificDetails,
    allowedOperations = [],
    healthErrors = [],
  } = properties;
  const provider = providerSpecificDetails?.instanceType ?? '';
  const state = (Object.keys(ITEM_STATES) as State[]).find((each) => {
    const facts = itemFacts(each, rules);
    return (
      facts.provider === provider &&
      facts.protectionState === protectionState &&
      facts.activeLocation === activeLocation
    );
  });
  if (!state) throw new Error(`no state is ${protectionState} (${provider}, ${activeLocation})`);
  const open = healthErrors.filter(({ errorCategory }) => errorCategory === 'Configuration');
  return {
    name,
    state,
    first: itemFacts(state, rules).first,
    provider,
    protectionState,
    allowedOperations,
    protected: isProtected(state),
    group: containerOf(item),
    health: properties.replicationHealth ?? '',
    healthErrors: healthErrors
      .filter((error) => !open.includes(error))
      .map(({ errorCode = '' }) => errorCode),
    followUps: open.map(({ errorCode = '', errorMessage = '', recommendedAction = '', possibleCauses }) => ({
      code: errorCode,
      message: errorMessage,
      recommendedAction,
      about: concerned(possibleCauses),
    })),
  };
}

export function containerOf({ id = '' }: { readonly id?: string }): string {
  return /replicationProtectionContainers\/([^/]+)/i.exec(id)?.[1] ?? '';
}

export function pointView(arm: Arm, { name = '', properties = {} }: RecoveryPoint): PointView {
  const { recoveryPointTime, recoveryPointType, providerSpecificDetails } = properties;
  const common = (providerSpecificDetails as { isMultiVmSyncPoint?: string } | undefined)?.isMultiVmSyncPoint;
  return {
    id: name.replaceAll('~', '/'),
    takenAtMs: msOf(arm, recoveryPointTime) ?? 0,
    common: common === 'Yes',
    consistency: recoveryPointType === 'ApplicationConsistent' ? 'application' : 'crash',
  };
}

export function jobView(arm: Arm, { name: id = '', properties = {} }: Job): JobView {
  const {
    scenarioName = '',
    targetObjectName = '',
    state = '',
    tasks = [],
    allowedActions = [],
    errors = [],
  } = properties;
  const ended = tasks.filter(({ state: task }) => task === 'Succeeded' || task === 'Other').length;
  return {
    id,
    scenario: scenarioName,
    item: targetObjectName,
    state,
    percent: Math.round((100 * ended) / tasks.length),
    startedAtMs: msOf(arm, properties.startTime) ?? 0,
    endedAtMs: msOf(arm, properties.endTime),
    allowedActions,
    tasks: tasks.map(
      ({ name = '', state: task = '', startTime, endTime }): TaskView => ({
        name,
        state: task,
        startedAtMs: msOf(arm, startTime),
        endedAtMs: msOf(arm, endTime),
      }),
    ),
    children: tasks.flatMap(({ groupTaskCustomDetails }) =>
      (groupTaskCustomDetails?.childTasks ?? []).flatMap(({ customDetails }) => {
        const child = (customDetails as { jobTask?: { jobId?: string | null } } | undefined)?.jobTask?.jobId;
        return child ? [lastOf(child)] : [];
      }),
    ),
    errors: errors.map(({ serviceErrorDetails: told = {} }): ErrorView => {
      const { code = '', message = '', recommendedAction = '', possibleCauses } = told;
      return { code, message, recommendedAction, about: concerned(possibleCauses) };
    }),
  };
}

export function eventView(arm: Arm, { properties = {} }: Event): EventView {
  const { eventCode = '', affectedObjectFriendlyName = '', severity = '', timeOfOccurrence } = properties;
  return {
    atMs: msOf(arm, timeOfOccurrence) ?? 0,
    code: eventCode,
    about: affectedObjectFriendlyName,
    severity,
  };
}

/** Undefined before the epoch: what has not begun yet carries the year 1. */
function msOf(arm: Arm, time: Date | undefined): number | undefined {
  if (!time) return undefined;
  const ms = arm.msOf(time.toISOString());
  return ms < 0 ? undefined : ms;
}

export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

export function isVirtual({ properties }: ProtectableItem): boolean {
  const details = properties?.customDetails as { readonly discoveryType?: string } | undefined;
  return details?.discoveryType === 'vCenter';
}
