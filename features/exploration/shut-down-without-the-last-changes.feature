@exploration
Feature: A shutdown without the last changes is no shutdown
  A configuration server was restored from an old backup, and took the agent in Azure off its pair. The failback shut the machine down; its agent
  had nothing to replicate to, so it sent nothing; and by then the pair was back, and an old point passed for the latest.
  `homeward explore` found it and made it small; this went wrong:

    4148264 ms: erp-db-01 at erp-db-01/to-site-1/1: 24 extents written before the shutdown are missing

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
    0:01:01 fault: stale-backup on management-server
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:11:26 erp-db-01 is off (on-premises, shut-down)
    0:11:26 erp-app-01 is off (on-premises, shut-down)
    0:11:26 fault: privilege-power-off on asr-vcenter
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
    0:19:26 healed: privilege-power-off
    0:19:26 fault: group-snapshot-lose on group snapshots
    0:24:01 erp-db-01: reprotectToSite InProgress
    0:24:01 erp-app-01: reprotectToSite InProgress
    0:24:07 erp-db-01 is reprotecting
    0:24:07 erp-db-01: reprotectToSite Succeeded
    0:24:07 erp-db-01 is protected-to-site
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 erp-app-01 is protected-to-site
    0:26:06 fault: internet-cut on internet
    0:30:01 healed: stale-backup
    0:31:26 healed: group-snapshot-lose
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 erp-app-01: failoverToSite InProgress
    0:36:17 erp-db-01: failoverToSite Failed SIM-UNREACHABLE
    0:36:18 erp-app-01: failoverToSite Failed SIM-UNREACHABLE
    0:41:17 erp-db-01: failoverToSite InProgress SIM-UNREACHABLE
    0:41:18 erp-app-01: failoverToSite InProgress SIM-UNREACHABLE
    0:43:27 erp-db-01: failoverToSite Failed SIM-UNREACHABLE
    0:43:28 erp-app-01: failoverToSite Failed SIM-UNREACHABLE
    0:48:27 erp-db-01: failoverToSite InProgress SIM-UNREACHABLE
    0:48:28 erp-app-01: failoverToSite InProgress SIM-UNREACHABLE
    0:50:37 erp-db-01: failoverToSite Failed SIM-UNREACHABLE
    0:50:38 erp-app-01: failoverToSite Failed SIM-UNREACHABLE
    0:55:37 erp-db-01: failoverToSite InProgress SIM-UNREACHABLE
    0:55:38 erp-app-01: failoverToSite InProgress SIM-UNREACHABLE
    0:57:47 erp-db-01: failoverToSite Failed SIM-UNREACHABLE
    0:57:48 erp-app-01: failoverToSite Failed SIM-UNREACHABLE
    1:01:06 healed: internet-cut
    … 30 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore.yaml" with the seed 41386
    And these faults:
      | fault               | strikes                                         | target   | lasts      | how                                        |
      | stale-backup        | 0 seconds after a machine is protected          | number 0 | 29 minutes |                                            |
      | privilege-power-off | 0 seconds after vim.call number 1               | number 0 | 8 minutes  | privilege VirtualMachine.Interact.PowerOff |
      | internet-cut        | 15 minutes after task ShutdownVmOnPrimaryForUFO | number 0 | 35 minutes |                                            |
      | group-snapshot-lose | with account.role number 2                      | number 0 | 12 minutes | share 1, most 6                            |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
