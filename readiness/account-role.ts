import type { RoleName } from '../simulators/description';
import { Misuse } from '../simulators/kernel';
import { replication } from '../simulators/vsphere';
import type { Inventory, PermissionFact } from './inventory';

/** The role of an account, in the words of a description; and what it lacks for failback. */
export interface AccountRole {
  readonly name: string;
  readonly role: RoleName;
  readonly lacks: readonly string[];
}

/** Tells the role that an account has in vCenter. Domain and case do not matter (`CORP\\svc-asr`, `svc-asr@corp.example`).
 *  Shape:  a role between reading and failback counts as read-only; `lacks` says what is missing. Of several permissions the
 *          one with most privileges counts.
 *  Errors: HW-ACCOUNT – no file has permissions with roles, or none for this account (names those that are there). */
export function roleOfAccount(account: string, { permissions = [] }: Inventory): AccountRole {
  const name = plainName(account);
  const own = permissions.filter(
    ({ principal, group, privileges }) => !group && privileges && plainName(principal) === name,
  );
  if (own.length === 0) {
    const known = [...new Set(permissions.filter(({ group }) => !group).map(({ principal }) => principal))];
    const got = known.length > 0 ? `permissions of ${known.slice(0, 12).join(', ')}` : 'no permissions';
    const next =
      'Add govc permissions.ls -json of the data center; a group is not followed: then say --assume role=….';
    throw new Misuse('HW-ACCOUNT', `expected permissions of ${account} with their roles, got ${got}`, next);
  }
  const has = new Set(
    own.reduce((most, each) => (sizeOf(each) > sizeOf(most) ? each : most)).privileges?.value,
  );
  const lacks = [...replication.privileges].filter((privilege) => !has.has(privilege));
  const isFull = own.some(({ role }) => role?.value === 'Admin');
  const role = isFull
    ? 'administrator'
    : lacks.length === 0
      ? 'replication'
      : has.size === 0
        ? 'no-access'
        : 'read-only';
  return { name, role, lacks: isFull ? [] : lacks };
}

function sizeOf({ privileges }: PermissionFact): number {
  return privileges?.value.length ?? 0;
}

function plainName(principal: string): string {
  return principal.replace(/^.*\\/, '').replace(/@.*$/, '').toLowerCase();
}
