import { asrRefusal } from '../../wire';
import type { Policy } from './model';
import type { Vault } from './vault';

/** Of a policy that says nothing else. Source: AZURE.md §4.3, failback policy – documented. */
const POLICY = {
  rpoThresholdMs: 15 * 60_000,
  crashConsistentEveryMs: 5 * 60_000,
  applicationConsistentEveryMs: 60 * 60_000,
};

export type GroupOptions = { readonly multiVm: boolean } & Partial<Omit<Policy, 'name' | 'direction'>>;

/** Makes a protection group and, by itself, its failback twin `<name>_Failback`, each with its policy.
 *  Source: seed document, overview and reprotection step 4 – documented; numbers AZURE.md §4.3. */
export function createGroup(vault: Vault, name: string, options: GroupOptions): void {
  const { groups, policies } = vault.component.durable;
  if (groups.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(protection group ${name})`);
  const twin = `${name}_Failback`;
  const { multiVm, ...numbers } = options;
  const policy = { ...POLICY, ...numbers };
  policies.set(name, { ...policy, name, direction: 'to-azure' });
  policies.set(twin, { ...policy, name: twin, direction: 'to-site' });
  groups.set(name, { name, policy: name, twin, failback: false, multiVm });
  groups.set(twin, { name: twin, policy: twin, twin: name, failback: true, multiVm });
}
