import type { Method } from './call';

/** Azure's built-in roles, as far as a vault of Site Recovery knows them: what each may ask. Ids: Azure documentation – documented. */
export const ROLES = {
  Contributor: { id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', may: () => true },
  Reader: { id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', may: reads },
  'Site Recovery Operator': {
    id: '494ae006-db33-4328-bf46-533a6560a3ca',
    may: (method: Method, path: string) => reads(method) || (method === 'POST' && OPERATOR.test(path)),
  },
  'Site Recovery Reader': { id: 'dbaa88c4-0c30-4179-9fb3-46319faa6149', may: reads },
} as const;

export type RoleName = keyof typeof ROLES;

/** What an operator may do: run failovers and jobs, and nothing that makes or deletes. */
const OPERATOR =
  /\/(unplannedFailover|plannedFailover|testFailover|testFailoverCleanup|failoverCommit|failoverCancel|reProtect|applyRecoveryPoint|repairReplication|reassociateGateway|refreshProvider|checkConsistency|refresh|cancel|restart|resume|export)$/i;

function reads(method: Method): boolean {
  return method === 'GET';
}

/** The service principals of the tenant. */
export interface Principal {
  readonly label: string;
  readonly role: RoleName;
}

export const PRINCIPALS: readonly Principal[] = [
  { label: 'automation', role: 'Contributor' },
  { label: 'operator', role: 'Site Recovery Operator' },
  { label: 'auditor', role: 'Reader' },
];
