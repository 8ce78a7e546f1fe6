import type { ProtectedItem } from '../../site-recovery';
import { type Arm, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import type { Call } from '../call';

/** Refuses another fabric than the one that the vault has: that of the configuration server. */
export function fabricOf({ params }: Call, arm: Arm): void {
  const { fabricName = '' } = params;
  if (!same(fabricName, arm.fabricName)) throw notFound('fabric', fabricName);
}

/** The name of the protection container that the path names. */
export function containerOf(call: Call, arm: Arm): string {
  fabricOf(call, arm);
  const { protectionContainerName = '' } = call.params;
  const found = [...arm.vault.groups.values()].find(({ name }) => same(name, protectionContainerName));
  if (!found) throw notFound('protection container', protectionContainerName);
  return found.name;
}

/** The protected item that an action is asked of. One that is unknown is refused by the vault, which keeps note of it. */
export function itemActedOn(call: Call, arm: Arm): ProtectedItem {
  try {
    return itemOf(call, arm);
  } catch (error) {
    const { replicatedProtectedItemName = '' } = call.params;
    if (!(error instanceof ArmError) || itemNamed(arm, replicatedProtectedItemName)) throw error;
    const operation = call.path.slice(call.path.lastIndexOf('/') + 1);
    throw arm.vault.refuseUnknown(replicatedProtectedItemName, operation, 'protected item');
  }
}

/** The protected item that the path names. */
export function itemOf(call: Call, arm: Arm): ProtectedItem {
  fabricOf(call, arm);
  const { protectionContainerName = '', replicatedProtectedItemName = '' } = call.params;
  const item = itemNamed(arm, replicatedProtectedItemName);
  if (!item || !arm.vault.groupOf(item.container))
    throw notFound('protected item', replicatedProtectedItemName);
  // A machine moves to the twin of its group and back; a client that kept the former id still means the same machine.
  const group = arm.vault.groupOf(item.container);
  if (!same(protectionContainerName, group.name) && !same(protectionContainerName, group.twin))
    throw notFound('protected item', replicatedProtectedItemName);
  return item;
}

function itemNamed(arm: Arm, wanted: string): ProtectedItem | undefined {
  return arm.vault.items.get(wanted) ?? [...arm.vault.items.values()].find((item) => same(item.name, wanted));
}
