@exploration
Feature: What a target could not use is not taken for delivered
  A planned failback failed after the disks were rolled back, and cancelled itself. The process server dropped what came later, because
  the target wanted a comparison first; the next attempt asked it whether anything was left, heard no, and came home without that.
  `homeward explore` found it and made it small; this went wrong:

    2702584 ms: erp-app-01 at erp-app-01/to-site-1/4: 92 extents written before the shutdown are missing

  How it went:

    0:00:00 erp-db-01: enableReplication InProgress
    0:00:00 erp-app-01: enableReplication InProgress
    0:01:00 erp-db-01 runs (on-premises)
    0:01:00 erp-app-01 runs (on-premises)
    0:01:15 erp-db-01 is enabling
    0:01:15 erp-db-01: enableReplication Succeeded
    0:01:15 erp-app-01 is enabling
    0:01:15 erp-app-01: enableReplication Succeeded
    0:01:15 erp-app-01 is protected
    0:01:15 erp-db-01 is protected
    0:11:15 erp-app-01: failoverToAzure InProgress
    0:11:15 erp-db-01: failoverToAzure InProgress
    0:11:40 erp-app-01 is off (on-premises, shut-down)
    0:11:40 erp-db-01 is off (on-premises, shut-down)
    0:13:40 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/4
    0:13:40 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/4
    0:14:10 erp-app-01 is failed-over
    0:14:10 erp-app-01: failoverToAzure Succeeded
    0:14:10 erp-app-01: commit InProgress
    0:14:10 erp-db-01 is failed-over
    0:14:10 erp-db-01: failoverToAzure Succeeded
    0:14:10 erp-db-01: commit InProgress
    0:14:15 erp-app-01 is failover-committed
    0:14:15 erp-app-01: commit Succeeded
    0:14:15 erp-db-01 is failover-committed
    0:14:15 erp-db-01: commit Succeeded
    0:15:10 erp-app-01 runs (azure)
    0:15:10 erp-db-01 runs (azure)
    0:24:15 erp-app-01: reprotectToSite InProgress
    0:24:15 erp-db-01: reprotectToSite InProgress
    0:24:21 erp-app-01 is reprotecting
    0:24:21 erp-app-01: reprotectToSite Succeeded
    0:24:21 erp-app-01 is protected-to-site
    0:24:22 erp-db-01 is reprotecting
    0:24:22 erp-db-01: reprotectToSite Succeeded
    0:24:23 erp-db-01 is protected-to-site
    0:34:21 erp-app-01: plannedFailover InProgress
    0:34:21 fault: last-sync-reset on latest synchronization
    0:34:21 fault: roll-back-lose on roll backs
    0:34:21 fault: roll-back-lose-answer on roll backs
    0:34:22 healed: last-sync-reset
    0:34:23 erp-db-01: plannedFailover InProgress
    0:34:43 erp-db-01 is off (azure, shut-down)
    0:35:02 erp-app-01 is off (azure, shut-down)
    0:37:58 healed: roll-back-lose-answer
    0:38:23 erp-db-01: plannedFailover Failed SIM-UNREACHABLE
    0:38:42 erp-app-01: plannedFailover Failed SIM-UNREACHABLE
    0:39:21 healed: roll-back-lose
    0:39:23 erp-db-01 runs (azure)
    0:39:42 erp-app-01 runs (azure)
    0:43:23 erp-db-01: plannedFailover InProgress SIM-UNREACHABLE
    0:43:42 erp-app-01: plannedFailover InProgress SIM-UNREACHABLE
    0:43:43 erp-db-01 is off (azure, shut-down)
    0:44:02 erp-app-01 is off (azure, shut-down)
    0:44:43 erp-db-01 is taken to recovery point erp-db-01/to-site-1/6
    0:44:47 erp-db-01 is failed-back
    0:44:47 erp-db-01: plannedFailover Succeeded
    0:44:47 erp-db-01: commit InProgress
    0:44:52 erp-db-01 is failback-committed
    0:44:52 erp-db-01: commit Succeeded
    … 16 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore-modernized.yaml" with the seed 2516
    And these faults:
      | fault                 | strikes                                   | target   | lasts     | how             |
      | last-sync-reset       | 0 seconds after a machine is failing back | number 0 | 1 seconds | share 1, most 1 |
      | roll-back-lose        | 0 seconds after a machine is failing back | number 0 | 5 minutes | share 1, most 5 |
      | roll-back-lose-answer | 0 seconds after a machine is failing back | number 0 | 216315 ms | share 1, most 1 |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
