import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { note, type ReleaseMachine } from '../../wire';
import type { ProtectedItem } from './model';
import { leavePlan } from './plans';
import type { ItemState } from './states';
import type { Vault } from './vault';

/** In these states the machine runs in Azure, and what the site has of it is not finished. */
const IN_AZURE: readonly ItemState[] = [
  'failed-over',
  'failover-committed',
  'reprotecting',
  'protected-to-site',
];

/** What the site is asked to let go of an item. */
function releaseOf(
  { kernel }: Vault,
  { name, state, pair, reverse, siteVm, homeVm }: ProtectedItem,
): ReleaseMachine {
  return {
    kind: 'cs.release-machine',
    askedAtMs: kernel.now,
    machine: name,
    masterTarget: pair?.masterTarget ?? (IN_AZURE.includes(state) ? (reverse?.masterTarget ?? null) : null),
    unfinished: IN_AZURE.includes(state),
    siteVm: siteVm ?? null,
    homeVm: homeVm ?? null,
  };
}

/** Lets the site let go of an item. If it does not come to that, and the pair is set up again, source and target are compared anew:
 *  what lay on a process server may be forgotten by then. Errors: what the configuration server refuses. */
export function* release(vault: Vault, item: ProtectedItem): Process {
  const { pair, name } = item;
  if (pair) {
    const resync = vault.kernel.count(`resync ${name}`);
    item.pair = { ...pair, start: { ...pair.start, resync } };
  }
  yield* vault.askConfigurationServer(releaseOf(vault, item));
}

/** Takes an item out of the vault, with its replicas. Its Azure VM, if it has one, stays as it is. */
export function forget(vault: Vault, item: ProtectedItem, how: 'disabled' | 'cancelled' | 'purged'): void {
  vault.endPair(item);
  vault.replicas.remove(item.name);
  const { items, plans } = vault.component.durable;
  items.delete(item.name);
  for (const plan of plans.values()) leavePlan(plan, (entry) => 'item' in entry && entry.item === item.name);
  note(vault.kernel, 'protection.ended', item.name, { how, azureVm: item.azureVm ?? null });
}

/** Takes an item out of the vault without asking the site; the site follows once it reports again. */
export function purge(vault: Vault, item: ProtectedItem): void {
  vault.component.durable.purged.set(item.name, releaseOf(vault, item));
  vault.risk(item.name, 'protection purged without asking the site');
  forget(vault, item, 'purged');
}

/** Lets the site follow what was purged while it did not answer. */
export function* clearPurged(vault: Vault): Process {
  const { purged } = vault.component.durable;
  for (const name of [...purged.keys()]) {
    // Whoever protects the machine again sees to it first.
    if (vault.items.has(name)) continue;
    try {
      yield* clear(vault, name);
    } catch (error) {
      // It is asked again with the next report.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** Lets the site let go of a machine, if it was purged. Errors: what the configuration server refuses. */
export function* clear(vault: Vault, name: string): Process {
  const { clearing, component } = vault;
  const { purged } = component.durable;
  // Said twice, it could undo what was begun in between.
  while (clearing.has(name)) yield 1_000;
  const left = purged.get(name);
  if (!left) return;
  clearing.add(name);
  try {
    yield* vault.askConfigurationServer(left);
    purged.delete(name);
    note(vault.kernel, 'protection.ended', name, { how: 'cleared', azureVm: null });
  } finally {
    clearing.delete(name);
  }
}
