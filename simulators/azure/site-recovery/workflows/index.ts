import { cancelFailover } from './cancel-failover';
import { changePoint } from './change-point';
import { commit } from './commit';
import { disableProtection } from './disable-protection';
import { enableReplication } from './enable-replication';
import { failoverToAzure } from './failover-to-azure';
import { failoverToSite } from './failover-to-site';
import { plannedFailover } from './planned-failover';
import { repairReplication } from './repair-replication';
import { reprotectToAzure } from './reprotect-to-azure';
import { reprotectToSite } from './reprotect-to-site';
import type { Workflow } from './task';
import { testFailover, testFailoverCleanup } from './test-failover';

export type { TaskContext, Workflow } from './task';

/** Every workflow by the name that jobs keep. */
export const WORKFLOWS = {
  enableReplication,
  failoverToAzure,
  commit,
  reprotectToSite,
  failoverToSite,
  reprotectToAzure,
  plannedFailover,
  cancelFailover,
  disableProtection,
  testFailover,
  testFailoverCleanup,
  changePoint,
  repairReplication,
} as const satisfies { readonly [name: string]: Workflow };

export type WorkflowName = keyof typeof WORKFLOWS;
