import type { Rules } from '../../wire';
import type { ProtectedItem } from './model';

/** The states of a protected item, with the words the service uses for each.
 *  Source: AZURE.md §3 rows 1–9 – recorded; InMage rows marked [I] there follow the recorded RCM ones. */
export const ITEM_STATES = {
  enabling: {
    protectionState: 'EnablingProtection',
    description: 'Enabling protection',
    activeLocation: 'Primary',
    provider: 'InMageAzureV2',
    allowed: ['DisableProtection'],
    first: 'the initial replication must complete',
  },
  protected: {
    protectionState: 'Protected',
    description: 'Protected',
    activeLocation: 'Primary',
    provider: 'InMageAzureV2',
    allowed: ['UnplannedFailover', 'DisableProtection', 'TestFailover'],
    first: 'the machine must fail over to Azure',
  },
  'failed-over': {
    protectionState: 'UnplannedFailoverCommitPendingStatesBegin',
    description: 'Failover completed',
    activeLocation: 'Recovery',
    provider: 'InMageAzureV2',
    allowed: ['CompleteMigration', 'Commit', 'DisableProtection', 'ChangePit', 'SwitchProtection'],
    first: 'the machine must be reprotected to the site',
  },
  'failover-committed': {
    protectionState: 'UnplannedFailoverCommitted',
    description: 'Failover committed',
    activeLocation: 'Recovery',
    provider: 'InMageAzureV2',
    allowed: ['CompleteMigration', 'DisableProtection', 'SwitchProtection'],
    first: 'the machine must be reprotected to the site',
  },
  reprotecting: {
    protectionState: 'InitialReplicationInProgress',
    description: 'Initial replication in progress',
    activeLocation: 'Primary',
    provider: 'InMage',
    allowed: ['DisableProtection'],
    first: 'the replication to the site must reach its first recovery point',
  },
  'protected-to-site': {
    protectionState: 'Protected',
    description: 'Protected',
    activeLocation: 'Primary',
    provider: 'InMage',
    allowed: ['UnplannedFailover', 'DisableProtection'],
    first: 'the machine must fail over to the site',
  },
  'failed-back': {
    protectionState: 'UnplannedFailoverCommitPendingStatesBegin',
    description: 'Failover completed',
    activeLocation: 'Recovery',
    provider: 'InMage',
    allowed: ['CompleteMigration', 'Commit', 'DisableProtection', 'SwitchProtection'],
    first: 'the machine must be reprotected to Azure',
  },
  'failback-committed': {
    protectionState: 'UnplannedFailoverCommitted',
    description: 'Failover committed',
    activeLocation: 'Recovery',
    provider: 'InMage',
    allowed: ['CompleteMigration', 'DisableProtection', 'SwitchProtection'],
    first: 'the machine must be reprotected to Azure',
  },
  'reprotecting-to-azure': {
    protectionState: 'InitialReplicationInProgress',
    description: 'Initial replication in progress',
    activeLocation: 'Primary',
    provider: 'InMageAzureV2',
    allowed: ['DisableProtection'],
    first: 'the replication to Azure must reach its first recovery point',
  },
} as const satisfies { readonly [state: string]: StateFacts };

/** What the modernized provider says otherwise. Source: AZURE.md §3 rows 6–8, RCM – recorded. */
const MODERNIZED: { readonly [S in ItemState]?: Partial<StateFacts> } = {
  'protected-to-site': { allowed: ['PlannedFailover', 'DisableProtection'] },
  'failed-back': {
    protectionState: 'CommitPendingStatesBegin',
    description: 'Planned failover finished',
    allowed: ['CompleteMigration', 'Commit', 'DisableProtection', 'SwitchProtection', 'CancelFailover'],
  },
};
const MODERNIZED_PROVIDER = { InMageAzureV2: 'InMageRcm', InMage: 'InMageRcmFailback' } as const;

/** A state in the words of a provider. */
export function itemFacts(state: ItemState, rules: Rules): StateFacts {
  const facts: StateFacts = ITEM_STATES[state];
  if (rules.provider === 'classic') return facts;
  return { ...facts, ...MODERNIZED[state], provider: MODERNIZED_PROVIDER[facts.provider as 'InMage'] };
}

export interface StateFacts {
  readonly protectionState: string;
  readonly description: string;
  readonly activeLocation: 'Primary' | 'Recovery';
  readonly provider: 'InMageAzureV2' | 'InMage' | 'InMageRcm' | 'InMageRcmFailback';
  readonly allowed: readonly string[];
  /** What a refusal says must come first. */
  readonly first: string;
}

export type ItemState = keyof typeof ITEM_STATES;

/** What can be done with an item now; while its test failover waits, only its cleanup. Source: AZURE.md §3 row 2 – recorded. */
export function allowedOperations({ state, testFailover }: ProtectedItem, rules: Rules): readonly string[] {
  return testFailover ? ['TestFailoverCleanup'] : itemFacts(state, rules).allowed;
}

/** Source: AZURE.md §3 row 2 – recorded. */
export function testFailoverState({ testFailover }: ProtectedItem): 'None' | 'WaitingForCompletion' {
  return testFailover ? 'WaitingForCompletion' : 'None';
}

/** Is the machine replicated now, so that a recovery point is always at hand? */
export function isProtected(state: ItemState): boolean {
  return state === 'protected' || state === 'protected-to-site';
}
