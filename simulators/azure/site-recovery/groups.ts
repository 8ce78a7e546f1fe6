import { asrRefusal } from '../../wire';
import type { Policy, ProtectionGroup } from './model';
import { leavePlan } from './plans';
import { createPolicy, failbackPolicy, type PolicyInput, policy, userOf } from './policies';
import type { Vault } from './vault';

/** With which policy a group begins: one that exists, or a new one of its own name. */
export type GroupOptions = PolicyInput | { readonly policy: string };

/** Makes a protection group and, by itself, its failback twin `<name>_Failback`, each with its policy.
 *  Source: seed document, overview and reprotection step 4 – documented. Errors: SIM-DUPLICATE, SIM-UNKNOWN, SIM-WRONG-POLICY. */
export function createGroup(vault: Vault, name: string, options: GroupOptions): void {
  const { groups } = vault.component.durable;
  const twin = `${name}_Failback`;
  for (const each of [name, twin])
    if (groups.has(each)) throw asrRefusal('SIM-DUPLICATE', [each], `(protection group ${each})`);
  const forward = 'policy' in options ? fitting(vault, options.policy) : ownPolicy(vault, name, options);
  const backward = failbackPolicy(vault, forward);
  groups.set(name, { name, policy: forward.name, twin, failback: false });
  groups.set(twin, { name: twin, policy: backward.name, twin: name, failback: true });
}

/** Errors: SIM-UNKNOWN; SIM-WRONG-POLICY – of the other direction; SIM-GROUP-IN-USE – it holds machines. */
export function associatePolicy(vault: Vault, name: string, chosen: string): void {
  const group = empty(vault, name);
  if (group.failback) {
    group.policy = fitting(vault, chosen, 'to-site').name;
    return;
  }
  const forward = fitting(vault, chosen);
  group.policy = forward.name;
  vault.groupOf(group.twin).policy = failbackPolicy(vault, forward).name;
}

/** Its entries in recovery plans go too. Errors: SIM-UNKNOWN, SIM-GROUP-IN-USE. */
export function deleteGroup(vault: Vault, name: string): void {
  const { groups, plans } = vault.component.durable;
  const { twin, failback } = empty(vault, name);
  if (failback) throw asrRefusal('SIM-GROUP-IN-USE', [name, twin], `(${name} goes with ${twin})`);
  for (const plan of plans.values())
    leavePlan(plan, (entry) => 'group' in entry && (entry.group === name || entry.group === twin));
  groups.delete(name);
  groups.delete(twin);
}

/** The group, if neither it nor its twin holds a machine. */
function empty(vault: Vault, name: string): ProtectionGroup {
  const group = vault.groupOf(name);
  const members = [...vault.membersOf(name), ...vault.membersOf(group.twin)];
  if (members.length > 0)
    throw asrRefusal('SIM-GROUP-IN-USE', [name, ...members], `(${name}: ${members.join(', ')})`);
  return group;
}

function fitting(vault: Vault, name: string, direction: Policy['direction'] = 'to-azure'): Policy {
  const found = policy(vault, name);
  if (found.direction !== direction)
    throw asrRefusal('SIM-WRONG-POLICY', [name], `(${name} is for the way ${found.direction})`);
  return found;
}

/** What a deleted group of that name left is replaced. */
function ownPolicy(vault: Vault, name: string, input: PolicyInput): Policy {
  const { policies } = vault.component.durable;
  for (const each of [name, `${name}_Failback`]) if (userOf(vault, each) === undefined) policies.delete(each);
  return createPolicy(vault, name, input);
}
