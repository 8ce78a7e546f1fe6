import { asrRefusal } from '../../../wire';
import type { Method, Route } from '../call';
import { FABRIC, ITEM, PROVIDER, VAULT } from './paths';

/** Operations that a vault of VMware machines has and this one does not simulate yet: refused by name, and noted as such. */

const ROWS: readonly (readonly [operation: string, method: Method, path: string])[] = [
  ['ReplicationFabrics_CheckConsistency', 'POST', `${FABRIC}/checkConsistency`],
  ['ReplicationFabrics_RenewCertificate', 'POST', `${FABRIC}/renewCertificate`],
  ['ReplicationRecoveryServicesProviders_RefreshProvider', 'POST', `${PROVIDER}/refreshProvider`],
  ['ReplicationProtectedItems_Update', 'PATCH', ITEM],
  ['ReplicationProtectedItems_SwitchProvider', 'POST', `${ITEM}/switchProvider`],
  ['ReplicationJobs_Export', 'POST', `${VAULT}/replicationJobs/export`],
];

export const plannedRoutes: readonly Route[] = ROWS.map(([operation, method, path]) => ({
  operation,
  method,
  path,
  support: 'planned',
  run: (_call, { kernel }) => {
    kernel.record('not-simulated', operation);
    throw asrRefusal('SIM-NOT-SIMULATED', [operation], `(${operation})`);
  },
}));
