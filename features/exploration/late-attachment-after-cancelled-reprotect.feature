@exploration
Feature: What was cancelled is not done later
  A reprotection was cancelled while the master target still read the disks of the VM. The machine was released, and after that the
  reading ended: the master target took the pair up, and nobody ever asked it to let it go.
  `homeward explore` found it and made it small; this went wrong:

    6678575 ms: a master target still holds erp-db-01/to-site-1

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
    0:24:01 fault: disk-reads-hold on reads through the host
    0:24:01 erp-app-01: reprotectToSite InProgress
    0:24:07 fault: job-cancelled on erp-db-01
    0:24:12 healed: disk-reads-hold
    0:24:38 erp-app-01: reprotectToSite Failed SIM-UNREACHABLE
    0:24:38 erp-db-01: reprotectToSite Cancelled
    0:24:38 erp-db-01: reprotectToSite InProgress
    0:24:44 erp-db-01 is reprotecting
    0:24:44 erp-db-01: reprotectToSite Succeeded
    0:24:45 erp-db-01 is protected-to-site
    0:29:38 erp-app-01: reprotectToSite InProgress SIM-UNREACHABLE
    0:29:38 erp-app-01 is reprotecting
    0:29:38 erp-app-01: reprotectToSite Succeeded
    0:29:38 erp-app-01 is protected-to-site
    0:34:45 erp-db-01: failoverToSite InProgress
    0:35:05 erp-db-01 is off (azure, shut-down)
    0:36:05 erp-db-01 is taken to recovery point erp-db-01/to-site-2/4
    0:36:09 erp-db-01 is failed-back
    0:36:09 erp-db-01: failoverToSite Succeeded
    0:36:09 erp-db-01: commit InProgress
    0:36:14 erp-db-01 is failback-committed
    0:36:14 erp-db-01: commit Succeeded
    0:37:09 erp-db-01 runs (on-premises)
    0:39:38 erp-app-01: failoverToSite InProgress
    0:39:58 erp-app-01 is off (azure, shut-down)
    0:40:59 erp-app-01 is taken to recovery point erp-app-01/to-site-1/5
    0:41:03 erp-app-01 is failed-back
    0:41:03 erp-app-01: failoverToSite Succeeded
    0:41:03 erp-app-01: commit InProgress
    0:41:08 erp-app-01 is failback-committed
    0:41:08 erp-app-01: commit Succeeded
    … 9 more

  Scenario: Everybody comes home, and nothing-left-behind holds
    Given the estate file "examples/estates/explore.yaml" with the seed 380
    And these faults:
      | fault           | strikes                                   | target   | lasts      | how      |
      | disk-reads-hold | 0 seconds after a machine is reprotecting | number 0 | 11 seconds | ms 58405 |
      | job-cancelled   | 6 seconds after a machine is reprotecting | number 0 |            |          |
    When every machine goes to Azure and home again
    Then "nothing-left-behind" holds
