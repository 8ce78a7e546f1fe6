@exploration
Feature: What a shutdown left unsent is still missing in the next job
  A failback shut the machine down without its last changes, and failed. Somebody repaired the replication, so that job could not be restarted; the
  next failback found the machine off, knew nothing of the shutdown, and took the old point for the latest.
  `homeward explore` found it and made it small; this went wrong:

    3643062 ms: erp-db-01 at erp-db-01/to-site-1/1: 24 extents written before the shutdown are missing

  How it went:

    0:00:00 erp-db-01: enableReplication InProgress
    0:00:00 erp-app-01: enableReplication InProgress
    0:01:00 erp-db-01 runs (on-premises)
    0:01:00 erp-app-01 runs (on-premises)
    0:01:00 erp-db-01 is enabling
    0:01:00 erp-db-01: enableReplication Succeeded
    0:01:00 erp-app-01 is enabling
    0:01:00 erp-app-01: enableReplication Succeeded
    0:01:01 erp-db-01 is protected
    0:01:01 erp-app-01 is protected
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:11:26 erp-db-01 is off (on-premises, shut-down)
    0:11:26 erp-app-01 is off (on-premises, shut-down)
    0:13:26 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/4
    0:13:26 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/4
    0:13:56 erp-db-01 is failed-over
    0:13:56 erp-db-01: failoverToAzure Succeeded
    0:13:56 fault: stale-backup on management-server
    0:13:56 erp-db-01: commit InProgress
    0:13:56 erp-app-01 is failed-over
    0:13:56 erp-app-01: failoverToAzure Succeeded
    0:13:56 erp-app-01: commit InProgress
    0:14:01 erp-db-01 is failover-committed
    0:14:01 erp-db-01: commit Succeeded
    0:14:01 erp-app-01 is failover-committed
    0:14:01 erp-app-01: commit Succeeded
    0:14:56 erp-db-01 runs (azure)
    0:14:56 erp-app-01 runs (azure)
    0:24:01 erp-db-01: reprotectToSite InProgress
    0:24:01 erp-app-01: reprotectToSite InProgress
    0:24:07 erp-db-01 is reprotecting
    0:24:07 erp-db-01: reprotectToSite Succeeded
    0:24:07 erp-db-01 is protected-to-site
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 fault: data-lose on data to the process server
    0:24:08 erp-app-01 is protected-to-site
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 erp-app-01: failoverToSite InProgress
    0:34:28 erp-app-01 is off (azure, shut-down)
    0:34:56 healed: stale-backup
    0:35:29 erp-app-01: failoverToSite Failed SIM-UNKNOWN
    0:39:42 erp-db-01 is off (azure, shut-down)
    0:40:29 erp-app-01: failoverToSite InProgress SIM-UNKNOWN
    0:40:29 erp-app-01 is taken to recovery point erp-app-01/to-site-1/3
    0:40:33 erp-app-01 is failed-back
    0:40:33 erp-app-01: failoverToSite Succeeded
    0:40:33 erp-app-01: commit InProgress
    0:40:38 erp-app-01 is failback-committed
    0:40:38 erp-app-01: commit Succeeded
    0:40:42 erp-db-01: failoverToSite Failed SIM-UNKNOWN
    0:40:50 fault: needless-repair on erp-db-01
    0:40:50 erp-db-01: repairReplication InProgress
    0:40:50 erp-db-01: repairReplication Succeeded
    0:41:33 erp-app-01 runs (on-premises)
    0:44:08 healed: data-lose
    0:50:38 erp-app-01: reprotectToAzure InProgress
    0:50:48 erp-app-01 is reprotecting-to-azure
    0:50:48 erp-app-01: reprotectToAzure Succeeded
    … 13 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore.yaml" with the seed 1100511
    And these faults:
      | fault           | strikes                                       | target   | lasts      | how             |
      | data-lose       | 1 seconds after a machine is replicating back | number 0 | 20 minutes | share 1, most 2 |
      | stale-backup    | 0 seconds after a machine is in Azure         | number 0 | 21 minutes |                 |
      | needless-repair | 17 seconds after a machine is at home         | number 0 |            |                 |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
