import type { Estate } from './estate';
import { hostAddress } from './estate-machines';
import { ADDRESS } from './estate-names';
import type { Elsewhere, Outcome, Question } from './network';

/** What can run in a process of its own: Azure with its virtual machines, the virtualization of the site with its machines, and each of the
 *  three roles of the replication. */
export const ROLES = ['azure', 'vcenter', 'configuration-server', 'process-server', 'master-target'] as const;
export type Role = (typeof ROLES)[number];

/** One part of an estate, and the way to the others. */
export interface Part {
  readonly role: Role;
  /** Hands a question over to the process of another role; `came` is called with its outcome, later, once. */
  hand(to: Role, question: Question, came: (outcome: Outcome) => void): void;
}

/** Who runs a component, by the first words of its name. What is not named runs where it is started (guests and their agents). */
const RUNS: readonly (readonly [name: string, role: Role])[] = [
  ['vault', 'azure'],
  ['replica store', 'azure'],
  ['rcm service', 'azure'],
  ['vcenter', 'vcenter'],
  ['esxi ', 'vcenter'],
  ['configuration server ', 'configuration-server'],
  ['process server ', 'process-server'],
  ['master target ', 'master-target'],
];

export function isElsewhere(role: Role): (component: string) => boolean {
  return (component) => {
    const runs = RUNS.find(([name]) => component.startsWith(name));
    return runs !== undefined && runs[1] !== role;
  };
}

/** The rest of an estate, as one part of it sees the others. */
export function elsewhereOf({ network, description, names }: Estate, { role, hand }: Part): Elsewhere {
  const hosts = new Set(description.hosts.map((_, index) => hostAddress(index)));
  const subnets = [...network.subnets.values()];
  const subnetOf = (address: string) =>
    subnets.find((subnet) => subnet.problem(address, '') !== 'outside-subnet');
  const roleAt = (address: string, kind: string): Role | undefined => {
    if (address === ADDRESS.processServer || address === ADDRESS.logStorage) return 'process-server';
    if (address === ADDRESS.vcenter || hosts.has(address)) return 'vcenter';
    if (address === ADDRESS.managementServer) return ofManagementServer(kind);
    if ([ADDRESS.vault, ADDRESS.storage, ADDRESS.rcmService].some((known) => known === address))
      return 'azure';
    const subnet = subnetOf(address);
    return subnet && (subnet.zone === names.site ? 'vcenter' : 'azure');
  };
  return {
    zoneOf: (address) => {
      const subnet = subnetOf(address);
      const away = subnet && roleAt(address, '') !== role;
      return away ? subnet.zone : undefined;
    },
    holds: (address, kind) => {
      const runs = roleAt(address, kind);
      return runs !== undefined && runs !== role;
    },
    hand: (question, came) => {
      hand(roleAt(question.to, question.message.kind) as Role, question, came);
    },
  };
}

/** Three roles share one address: what is asked says whom. */
function ofManagementServer(kind: string): Role {
  if (kind.startsWith('cs.')) return 'configuration-server';
  return kind.startsWith('ps.') ? 'process-server' : 'master-target';
}
