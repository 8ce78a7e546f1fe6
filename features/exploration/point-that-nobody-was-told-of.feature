@exploration
Feature: A recovery point that could not be told is told later
  One report to the vault was refused, the one that told of the first recovery point. It was not made again: the vault took the machine
  for one that is still copying, and did not see that its replication stood still.
  `homeward explore` found it and made it small; this went wrong:

    2864702 ms: the first copy of erp-db-01 (erp-db-01/to-site-1) stood still for 18 minutes, and health was Normal

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
    0:24:07 fault: vault-reports-refuse on vault reports
    0:24:08 healed: vault-reports-refuse
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 erp-app-01 is protected-to-site
    0:25:06 fault: connection-cut-back on site connection
    0:34:08 erp-app-01: failoverToSite InProgress
    0:36:18 erp-app-01: failoverToSite Failed 806
    0:41:18 erp-app-01: failoverToSite InProgress 806
    0:43:28 erp-app-01: failoverToSite Failed 806
    0:46:52 healed: connection-cut-back
    0:47:44 erp-db-01 is protected-to-site
    0:48:28 erp-app-01: failoverToSite InProgress 806
    0:48:49 erp-app-01 is off (azure, shut-down)
    0:49:49 erp-app-01 is taken to recovery point erp-app-01/to-site-1/6
    0:49:53 erp-app-01 is failed-back
    0:49:53 erp-app-01: failoverToSite Succeeded
    0:49:53 erp-app-01: commit InProgress
    0:49:58 erp-app-01 is failback-committed
    0:49:58 erp-app-01: commit Succeeded
    0:50:53 erp-app-01 runs (on-premises)
    0:57:44 erp-db-01: failoverToSite InProgress
    0:58:04 erp-db-01 is off (azure, shut-down)
    0:59:05 erp-db-01 is taken to recovery point erp-db-01/to-site-1/7
    0:59:09 erp-db-01 is failed-back
    0:59:09 erp-db-01: failoverToSite Succeeded
    0:59:09 erp-db-01: commit InProgress
    0:59:14 erp-db-01 is failback-committed
    … 10 more

  Scenario: Everybody comes home, and no-silent-gap holds
    Given the estate file "examples/estates/explore.yaml" with the seed 3762
    And these faults:
      | fault                | strikes                                    | target   | lasts      | how             |
      | connection-cut-back  | 59 seconds after a machine is copying back | number 0 | 1305533 ms | way back        |
      | vault-reports-refuse | 0 seconds after a machine is copying back  | number 0 | 1 seconds  | share 1, most 7 |
    When every machine goes to Azure and home again
    Then "no-silent-gap" holds
