import type { Route } from './call';
import { computeRoutes } from './resources/compute';
import { managementRoutes } from './resources/management';
import { networkRoutes } from './resources/network';
import { containerRoutes } from './site-recovery/containers';
import { discoveryRoutes } from './site-recovery/discovery';
import { eventRoutes } from './site-recovery/events';
import { fabricRoutes } from './site-recovery/fabrics';
import { itemActionRoutes } from './site-recovery/item-actions';
import { itemRoutes } from './site-recovery/items';
import { jobRoutes } from './site-recovery/jobs';
import { otherProviderRoutes } from './site-recovery/other-providers';
import { plannedRoutes } from './site-recovery/planned';
import { planRoutes } from './site-recovery/plans';
import { pointRoutes } from './site-recovery/points';
import { policyRoutes } from './site-recovery/policies';
import { protectableItemRoutes } from './site-recovery/protectable-items';
import { vaultWideRoutes } from './site-recovery/vault-wide';
import { vcenterRoutes } from './site-recovery/vcenters';

/** Everything that this front answers. */
export const ROUTES: readonly Route[] = [
  ...managementRoutes,
  ...fabricRoutes,
  ...containerRoutes,
  ...protectableItemRoutes,
  ...itemRoutes,
  ...itemActionRoutes,
  ...pointRoutes,
  ...policyRoutes,
  ...planRoutes,
  ...jobRoutes,
  ...eventRoutes,
  ...vcenterRoutes,
  ...vaultWideRoutes,
  ...discoveryRoutes,
  ...otherProviderRoutes,
  ...plannedRoutes,
  ...computeRoutes,
  ...networkRoutes,
];
