@exploration
Feature: A pair that comes back goes on with its numbers
  A configuration server was restored from an old backup and put the agent on its former pair for a while. Back on the right one, the agent
  numbered its drains from one again; the target had a drain of that number, took the new one for a repetition, and dropped it.
  `homeward explore` found it and made it small; this went wrong:

    3707505 ms: erp-db-01/to-azure-3/2 of erp-db-01 is not what its disks held when it was taken
    4007517 ms: erp-db-01/to-azure-3/3 of erp-db-01 is not what its disks held when it was taken
    4307529 ms: erp-db-01/to-azure-3/4 of erp-db-01 is not what its disks held when it was taken

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
    0:01:19 fault: stale-backup on management-server
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:11:26 erp-db-01 is off (on-premises, shut-down)
    0:11:26 erp-app-01 is off (on-premises, shut-down)
    0:13:26 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/4
    0:13:26 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/4
    0:13:56 erp-db-01 is failed-over
    0:13:56 erp-db-01: failoverToAzure Succeeded
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
    0:24:08 erp-app-01 is protected-to-site
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 erp-app-01: failoverToSite InProgress
    0:34:27 erp-db-01 is off (azure, shut-down)
    0:34:28 erp-app-01 is off (azure, shut-down)
    0:35:28 erp-db-01 is taken to recovery point erp-db-01/to-site-1/4
    0:35:29 erp-app-01 is taken to recovery point erp-app-01/to-site-1/4
    0:35:32 erp-db-01 is failed-back
    0:35:32 erp-db-01: failoverToSite Succeeded
    0:35:32 erp-db-01: commit InProgress
    0:35:33 erp-app-01 is failed-back
    0:35:33 erp-app-01: failoverToSite Succeeded
    0:35:33 erp-app-01: commit InProgress
    0:35:37 erp-db-01 is failback-committed
    0:35:37 erp-db-01: commit Succeeded
    0:35:38 erp-app-01 is failback-committed
    0:35:38 erp-app-01: commit Succeeded
    0:36:32 erp-db-01 runs (on-premises)
    0:36:33 erp-app-01 runs (on-premises)
    0:45:37 erp-db-01: reprotectToAzure InProgress
    0:45:38 erp-app-01: reprotectToAzure InProgress
    0:45:47 erp-db-01 is reprotecting-to-azure
    0:45:47 erp-db-01: reprotectToAzure Succeeded
    0:45:47 erp-db-01 is protected
    … 6 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore.yaml" with the seed 112517
    And these faults:
      | fault             | strikes                                      | target   | lasts      | how      |
      | internet-cut-back | 0 seconds after a machine is protected again | number 0 | 9 seconds  | way back |
      | stale-backup      | 18 seconds after a machine is protected      | number 0 | 2676550 ms |          |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
