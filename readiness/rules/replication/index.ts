import type { Rule } from '../rule';
import { agentRegistered } from './agent-registered';
import { compatibility } from './compatibility';
import { masterTargetDisks } from './master-target-disks';
import { masterTargetSnapshots } from './master-target-snapshots';
import { processServer } from './process-server';
import { recoveryPoint } from './recovery-point';
import { replicationHealth } from './replication-health';
import { retention } from './retention';
import { testFailover } from './test-failover';

/** Checks of what Azure Site Recovery, or its Deployment Planner, says. Each applies where an export says something of it: that no
 *  export does is told once for the estate. */
export const replicationRules: readonly Rule[] = [
  agentRegistered,
  replicationHealth,
  recoveryPoint,
  processServer,
  retention,
  masterTargetDisks,
  masterTargetSnapshots,
  testFailover,
  compatibility,
];
