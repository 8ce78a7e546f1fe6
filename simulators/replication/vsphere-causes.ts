import type { Cause } from '../network';
import { asrCause, FAILBACK_PRIVILEGES, type VimFacts, type VimHostFacts, type VimVmFacts } from '../wire';
import type { VimLook } from './vsphere-client';

/** What kept vSphere from being seen: somebody does not answer, the account is turned away or sees nothing; else `missing`, for
 *  what `look` was for is not there. Empty if it was found. */
export function blindnessCauses(look: VimLook, account: string, missing: Cause): readonly Cause[] {
  const { facts, silent, refusals } = look;
  if (facts && !facts.privileges.includes('System.View'))
    return [asrCause('SIM-VM-NOT-DISCOVERED', [account], `(account ${account})`)];
  if (facts?.vm) return [];
  if (refusals.length > 0) return refusals;
  if (silent.length > 0)
    return [asrCause('SIM-UNREACHABLE', silent, `(vCenter or ESX host ${silent.join(', ')})`)];
  return [missing];
}

/** The datastores that the account sees on the host of `facts`, and that the host reaches. */
export function reachableDatastores({ datastores }: VimFacts): ReadonlySet<string> {
  return new Set(datastores.filter(({ accessible }) => accessible).map(({ name }) => name));
}

/** Disks of `vm` that `host` cannot write, for it does not reach where they are. */
export function reachCauses(vm: VimVmFacts, host: string, reachable: ReadonlySet<string>): Cause[] {
  return vm.datastores.flatMap((name) =>
    reachable.has(name) ? [] : [asrCause('8061', [host, name], `(${host}, ${name})`)],
  );
}

/** Which of the privileges that a failback needs are missing, in the order of the document. */
export function privilegeCauses(held: readonly string[], needed = FAILBACK_PRIVILEGES): Cause[] {
  const missing = needed.filter((name) => name !== 'Datastore.Browse' && !held.includes(name));
  return missing.length > 0 ? [asrCause('SIM-PRIVILEGE', missing, `(${missing.join(', ')})`)] : [];
}

export function snapshotCauses(vms: readonly (VimVmFacts | undefined)[]): Cause[] {
  return vms.flatMap((vm) =>
    vm && vm.snapshots.length > 0
      ? [asrCause('SIM-SNAPSHOT', [vm.name, ...vm.snapshots], `(${vm.name}: ${vm.snapshots.join(', ')})`)]
      : [],
  );
}

/** Licenses that do not allow failback, each host once. */
export function licenseCauses(hosts: readonly (VimHostFacts | undefined)[]): Cause[] {
  const seen = new Map(hosts.flatMap((host) => (host ? [[host.name, host] as const] : [])));
  return [...seen.values()].flatMap(({ name, license, licenseBlocks }) =>
    licenseBlocks
      ? [asrCause('SIM-LICENSE', [name, license, licenseBlocks], `(${name}: ${license}, ${licenseBlocks})`)]
      : [],
  );
}

/** What is found twice is said once. */
export function onePerCode(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.code} ${cause.about.join()}`, cause])).values()];
}
