import { asrRefusal, note } from '../../wire';
import type { Policy, ProtectedItem } from './model';
import type { Vault } from './vault';

/** Of a policy that says nothing else. Source: AZURE.md §4.3, failback policy – documented. */
const DEFAULTS = {
  rpoThresholdMs: 15 * 60_000,
  crashConsistentEveryMs: 5 * 60_000,
  applicationConsistentEveryMs: 60 * 60_000,
  recoveryPointHistoryMs: 24 * 3_600_000,
};

/** What a policy says. Units: ms of virtual time; an application-consistent point every 0 ms: never. */
export type PolicyInput = Pick<Policy, 'multiVm'> & Partial<typeof DEFAULTS>;
/** A policy for the way to the site is seldom made by hand: each policy for the way to Azure has its failback version. */
export type NewPolicy = PolicyInput & Partial<Pick<Policy, 'direction'>>;

/** Makes a policy, for the way to Azure unless it says otherwise. Errors: SIM-DUPLICATE. */
export function createPolicy(vault: Vault, name: string, input: NewPolicy): Policy {
  if (vault.policies.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(policy ${name})`);
  return keep(vault, { ...DEFAULTS, direction: 'to-azure', ...input, name });
}

/** The failback version of a policy, made if there is none. Source: AZURE.md §4.3 – documented. */
export function failbackPolicy(vault: Vault, { name, ...policy }: Policy): Policy {
  const failback = `${name}_Failback`;
  return (
    vault.policies.get(failback) ??
    keep(vault, { ...policy, name: failback, direction: 'to-site', follows: name })
  );
}

/** Edits a policy. The configuration server learns of it with its next report; what a master target holds is kept as long as was
 *  said when its replication began. Errors: SIM-UNKNOWN; SIM-POLICY-FIXED – it follows another. */
export function updatePolicy(vault: Vault, name: string, input: Partial<PolicyInput>): Policy {
  const before = policy(vault, name);
  if (before.follows !== undefined)
    throw asrRefusal('SIM-POLICY-FIXED', [name, before.follows], `(${name} follows ${before.follows})`);
  const after = keep(vault, { ...before, ...input });
  for (const other of vault.policies.values())
    if (other.follows === name) keep(vault, { ...other, ...input });
  for (const item of vault.items.values()) followPolicy(vault, item);
  return after;
}

/** Errors: SIM-UNKNOWN; SIM-POLICY-IN-USE. */
export function deletePolicy(vault: Vault, name: string): void {
  policy(vault, name);
  const going = [...vault.policies.values()].filter((other) => other.name === name || other.follows === name);
  for (const { name: each } of going) {
    const user = userOf(vault, each);
    if (user !== undefined) throw asrRefusal('SIM-POLICY-IN-USE', [each, user], `(${each}, used by ${user})`);
  }
  for (const each of going) vault.component.durable.policies.delete(each.name);
}

/** Brings the pair of an item to what its policy says by now. */
export function followPolicy(vault: Vault, item: ProtectedItem): void {
  const { pair } = item;
  if (!pair) return;
  const policy = vault.policyOf(item.container);
  const { rpoThresholdMs, multiVm, recoveryPointHistoryMs } = policy;
  const { crashConsistentEveryMs: drainEveryMs, applicationConsistentEveryMs: applicationEveryMs } = policy;
  const group = multiVm ? item.container : null;
  const { start } = pair;
  const stands =
    start.drainEveryMs === drainEveryMs &&
    start.applicationEveryMs === applicationEveryMs &&
    start.group === group;
  const anew = stands ? start : { ...start, drainEveryMs, applicationEveryMs, group };
  item.pair = { ...pair, rpoThresholdMs, applicationEveryMs, start: anew };
  vault.replicas.keepFor(pair.id, recoveryPointHistoryMs);
  if (rpoThresholdMs !== pair.rpoThresholdMs)
    note(vault.kernel, 'pair.changed', item.name, { pair: pair.id, rpoThresholdMs });
}

/** Errors: SIM-UNKNOWN. */
export function policy(vault: Vault, name: string): Policy {
  const found = vault.policies.get(name);
  if (!found) throw asrRefusal('SIM-UNKNOWN', [name], `(policy ${name})`);
  return found;
}

/** A group that uses the policy. */
export function userOf(vault: Vault, name: string): string | undefined {
  return [...vault.groups.values()].find((group) => group.policy === name)?.name;
}

function keep(vault: Vault, made: Policy): Policy {
  vault.component.durable.policies.set(made.name, made);
  return made;
}
