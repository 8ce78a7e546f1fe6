import { asrRefusal } from '../../wire';
import type { PlanEntry, ProtectedItem, RecoveryPlan } from './model';
import type { Vault } from './vault';

/** The groups of a plan in their order; a text names a protection group. */
export type PlanGroups = readonly (readonly (string | PlanEntry)[])[];

/** Makes a recovery plan; the failback twin of each protection group joins it by itself. Errors: SIM-DUPLICATE, SIM-UNKNOWN. */
export function createPlan(vault: Vault, name: string, groups: PlanGroups): RecoveryPlan {
  const { plans } = vault.component.durable;
  if (plans.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(recovery plan ${name})`);
  const plan: RecoveryPlan = {
    name,
    activeJob: undefined,
    lastJob: undefined,
    entries: entriesOf(vault, groups),
    get groups() {
      return this.entries.map((group) => group.flatMap((entry) => ('group' in entry ? [entry.group] : [])));
    },
  };
  plans.set(name, plan);
  return plan;
}

/** Gives a plan other groups. Errors: SIM-UNKNOWN; SIM-BUSY – a job of the plan runs. */
export function updatePlan(vault: Vault, name: string, groups: PlanGroups): RecoveryPlan {
  const plan = restingPlan(vault, name);
  plan.entries = entriesOf(vault, groups);
  return plan;
}

/** Errors: SIM-UNKNOWN; SIM-BUSY – a job of the plan runs. */
export function deletePlan(vault: Vault, name: string): void {
  vault.component.durable.plans.delete(restingPlan(vault, name).name);
}

/** The plan, if no job of it runs. */
export function restingPlan(vault: Vault, name: string): RecoveryPlan {
  const plan = vault.plans.get(name);
  if (!plan) throw asrRefusal('SIM-UNKNOWN', [name], `(recovery plan ${name})`);
  if (plan.activeJob !== undefined) throw asrRefusal('SIM-BUSY', [name, plan.activeJob]);
  return plan;
}

/** What is gone from the vault is gone from its plans. */
export function leavePlan(plan: RecoveryPlan, gone: (entry: PlanEntry) => boolean): void {
  plan.entries = plan.entries.map((group) => group.filter((entry) => !gone(entry)));
}

/** The machines of each group of a plan now. Shape: each machine once, in the first group that names it. */
export function machinesOf(vault: Vault, plan: RecoveryPlan): readonly (readonly ProtectedItem[])[] {
  const seen = new Set<string>();
  return plan.entries.map((group) =>
    group
      .flatMap((entry) => ('item' in entry ? [entry.item] : vault.membersOf(entry.group)))
      .filter((name) => !seen.has(name) && seen.add(name))
      .map((name) => vault.item(name)),
  );
}

function entriesOf(vault: Vault, groups: PlanGroups): PlanEntry[][] {
  return groups.map((group) => {
    const names = new Set<string>();
    return group.flatMap((entry): PlanEntry[] => {
      if (typeof entry !== 'string' && 'item' in entry) return [{ item: vault.item(entry.item).name }];
      const name = typeof entry === 'string' ? entry : entry.group;
      const both = [name, vault.groupOf(name).twin];
      return both.filter((each) => !names.has(each) && names.add(each)).map((each) => ({ group: each }));
    });
  });
}
