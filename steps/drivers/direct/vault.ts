import {
  allowedActions,
  allowedOperations,
  followUpsOf,
  isProtected,
  itemFacts,
  type Job,
  type PlanFailoverInput,
  type ProtectedItem,
  percentComplete,
} from '../../../simulators/azure';
import type { Estate } from '../../../simulators/estate';
import { Refusal } from '../../../simulators/network';
import type { Rules } from '../../../simulators/wire';
import type { VaultRequests } from '../driver';
import type { Answer, ItemView, JobView } from '../views';

/** Requests to the vault, and what it shows. */
export function vaultRequests({ vault, machines, names }: Estate): VaultRequests {
  const machine = (name: string) => {
    const found = machines.get(name);
    if (!found) throw new Error(`no machine is called ${name}`);
    return found;
  };
  return {
    createGroup: async (name) => vault.createGroup(name, { multiVm: false }),
    createPlan: async (name, groups) => void vault.createPlan(name, groups),
    protect: async (name) =>
      asked(() => {
        const { group, physical } = machine(name);
        return vault.enableReplication(name, { group, vnet: names.vnet, physical });
      }),
    failOver: async (name, how) => asked(() => vault.unplannedFailover(name, how)),
    plannedFailover: async (name, point) => asked(() => vault.plannedFailover(name, { point })),
    cancelFailover: async (name) => asked(() => vault.cancelFailover(name)),
    failOverPlan: async (name, how) => asked(() => vault.failOverPlan(name, how as PlanFailoverInput)),
    commit: async (name) => asked(() => vault.commit(name)),
    reprotect: async (name, choices) => asked(() => vault.reprotect(name, choices)),
    restart: async (id) => asked(() => vault.restartJob(id)),
    cancel: async (id) => asked(() => vault.cancelJob(id)),
    testFailover: async (name) =>
      asked(() => vault.testFailover(name, { vnet: TEST_NETWORK, point: 'latest' })),
    cleanUpTestFailover: async (name) => asked(() => vault.testFailoverCleanup(name)),
    disableProtection: async (name) => asked(() => vault.disableProtection(name)),
    changePoint: async (name, point) => asked(() => vault.applyRecoveryPoint(name, point)),
    repairReplication: async (name) => asked(() => vault.repairReplication(name)),
    protectableItems: async () => vault.protectableItems,
    items: async () => [...vault.items.values()].map((item) => itemView(item, vault.rules)),
    async item(name) {
      const found = vault.items.get(name);
      return found && itemView(found, vault.rules);
    },
    points: async (name) =>
      (vault.items.get(name)?.points ?? []).map(({ id, takenAtMs, group, consistency }) => ({
        id,
        takenAtMs,
        common: group !== null,
        consistency,
      })),
    async job(id) {
      const job = vault.jobs.get(id);
      if (!job) throw new Error(`no job has the id ${id}`);
      return jobView(job);
    },
    jobs: async () => [...vault.jobs.values()].map(jobView),
    policies: async () => [...vault.policies.keys()],
    membersOf: async (group) => vault.membersOf(group),
    failbackGroupOf: async (group) => vault.twinOf(group),
    plan: async (name) => vault.plans.get(name)?.groups ?? [],
    events: async (about) => vault.events.filter((event) => event.about === about),
  };
}

/** Where test failovers go. */
export const TEST_NETWORK = 'other-vnet';

/** A refusal is an answer; anything else that is thrown ends the run. */
export function asked(request: () => { readonly id: string }): Answer {
  try {
    return { job: request().id };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, causes } = error;
    const [cause] = causes;
    return {
      refusal: {
        code,
        message,
        recommendedAction: cause?.recommendedAction ?? '',
        about: cause?.about ?? [],
      },
    };
  }
}

function itemView(item: ProtectedItem, rules: Rules): ItemView {
  const { name, state, container, health, healthErrors } = item;
  const facts = itemFacts(state, rules);
  return {
    name,
    state,
    first: facts.first,
    provider: facts.provider,
    protectionState: facts.protectionState,
    allowedOperations: allowedOperations(item, rules),
    protected: isProtected(state),
    group: container,
    health,
    healthErrors,
    followUps: followUpsOf(item),
  };
}

function jobView(job: Job): JobView {
  const { id, scenarioName, item, state, startedAtMs, endedAtMs, tasks, errors } = job;
  return {
    id,
    scenario: scenarioName,
    item,
    state,
    percent: percentComplete(job),
    startedAtMs,
    endedAtMs,
    allowedActions: allowedActions(job),
    tasks: tasks.map(({ name, state: taskState, startedAtMs: from, endedAtMs: to }) => ({
      name,
      state: taskState,
      startedAtMs: from,
      endedAtMs: to,
    })),
    children: tasks.flatMap(({ children = [] }) => children.flatMap(({ job: child }) => child ?? [])),
    errors,
  };
}
