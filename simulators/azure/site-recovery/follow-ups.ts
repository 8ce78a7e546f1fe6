import type { Cause } from '../../network';
import { asrCause, type Homecomer, note } from '../../wire';
import type { ProtectedItem } from './model';
import type { ItemState } from './states';
import type { Vault } from './vault';

/** In these states the machine runs on the site, and what is to be done there counts. */
const AT_HOME: readonly ItemState[] = [
  'failed-back',
  'failback-committed',
  'reprotecting-to-azure',
  'protected',
];

/** What someone must do by hand on a machine that came home; nothing while it is away. */
export function followUpsOf({ state, followUps = [] }: ProtectedItem): readonly Cause[] {
  return AT_HOME.includes(state) ? followUps : [];
}

/** Takes what the configuration server found of machines that came home. What is left to do by hand becomes a follow-up of the
 *  item, with an event; once it is done, the follow-up is gone. */
export function takeHomecomers(vault: Vault, homecomers: readonly Homecomer[]): void {
  for (const homecomer of homecomers) {
    const item = vault.items.get(homecomer.machine);
    if (!item || !AT_HOME.includes(item.state)) continue;
    const before = item.followUps ?? [];
    const now = judge(homecomer);
    item.followUps = now;
    for (const cause of now) {
      if (holds(before, cause)) continue;
      tell(vault, 'follow-up.opened', item, cause);
      vault.event(cause.code, item.name, cause.message, 'Warning');
    }
    for (const cause of before) if (!holds(now, cause)) tell(vault, 'follow-up.closed', item, cause);
  }
}

/** Shape: in a stable order. Source: seed document, "common issues" 2 and 3 – documented. */
function judge({ machine, system }: Homecomer): readonly Cause[] {
  if (system === 'no-address') return [asrCause('SIM-NO-ADDRESS', [machine])];
  const { formerAddress, lostPackages } = system;
  const lost = lostPackages.map((name) => asrCause('SIM-PACKAGE-LOST', [machine, name], `(${name})`));
  if (formerAddress === null) return lost;
  return [asrCause('SIM-STATIC-ADDRESS-LOST', [machine, formerAddress], `(${formerAddress})`), ...lost];
}

function tell(
  { kernel }: Vault,
  kind: 'follow-up.opened' | 'follow-up.closed',
  { name }: ProtectedItem,
  { code, about }: Cause,
): void {
  note(kernel, kind, name, { code, what: about[1] ?? null });
}

function holds(causes: readonly Cause[], { code, about }: Cause): boolean {
  return causes.some((other) => other.code === code && other.about.join() === about.join());
}
