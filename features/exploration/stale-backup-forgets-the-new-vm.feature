@exploration
Feature: A configuration server that was restored learns of the VM that came home
  The failback of a physical server makes a VM. A configuration server that was restored from an older backup did not know it, and the
  machine could never be protected again.
  `homeward explore` found it and made it small; this went wrong:

    edge-01 is failback-committed: Reprotect Failed SIM-VM-NOT-DISCOVERED

  How it went:

    0:00:00 edge-01: enableReplication InProgress
    0:00:00 web-01: enableReplication InProgress
    0:01:00 edge-01 runs (on-premises)
    0:01:00 web-01 runs (on-premises)
    0:01:00 edge-01 is enabling
    0:01:00 edge-01: enableReplication Succeeded
    0:01:00 web-01 is enabling
    0:01:00 web-01: enableReplication Succeeded
    0:01:01 edge-01 is protected
    0:01:01 web-01 is protected
    0:11:01 edge-01 is off (on-premises, powered-off)
    0:11:01 edge-01: failoverToAzure InProgress
    0:11:01 web-01: failoverToAzure InProgress
    0:11:26 web-01 is off (on-premises, shut-down)
    0:13:06 edge-01 is taken to recovery point edge-01/to-azure-1/3
    0:13:26 web-01 is taken to recovery point web-01/to-azure-1/4
    0:13:36 edge-01 is failed-over
    0:13:36 edge-01: failoverToAzure Succeeded
    0:13:36 edge-01: commit InProgress
    0:13:41 edge-01 is failover-committed
    0:13:41 edge-01: commit Succeeded
    0:13:56 web-01 is failed-over
    0:13:56 web-01: failoverToAzure Succeeded
    0:13:56 web-01: commit InProgress
    0:14:01 web-01 is failover-committed
    0:14:01 web-01: commit Succeeded
    0:14:36 edge-01 runs (azure)
    0:14:56 web-01 runs (azure)
    0:19:36 fault: stale-backup on management-server
    0:23:41 edge-01: reprotectToSite InProgress
    0:24:01 web-01: reprotectToSite InProgress
    0:24:07 edge-01 is reprotecting
    0:24:07 edge-01: reprotectToSite Succeeded
    0:24:07 edge-01 is protected-to-site
    0:24:08 web-01 is reprotecting
    0:24:08 web-01: reprotectToSite Succeeded
    0:24:08 web-01 is protected-to-site
    0:34:07 edge-01: failoverToSite InProgress
    0:34:08 web-01: failoverToSite InProgress
    0:34:27 edge-01 is off (azure, shut-down)
    0:34:28 web-01 is off (azure, shut-down)
    0:35:28 edge-01 is taken to recovery point edge-01/to-site-1/4
    0:35:29 web-01 is taken to recovery point web-01/to-site-1/4
    0:35:32 edge-01 is failed-back
    0:35:32 edge-01: failoverToSite Succeeded
    0:35:32 edge-01: commit InProgress
    0:35:33 web-01 is failed-back
    0:35:33 web-01: failoverToSite Succeeded
    0:35:33 web-01: commit InProgress
    0:35:36 healed: stale-backup
    0:35:37 edge-01 is failback-committed
    0:35:37 edge-01: commit Succeeded
    0:35:38 web-01 is failback-committed
    0:35:38 web-01: commit Succeeded
    0:36:32 edge-01 runs (on-premises)
    0:36:33 web-01 runs (on-premises)
    0:45:37 edge-01: reprotectToAzure InProgress
    0:45:38 web-01: reprotectToAzure InProgress
    0:45:47 edge-01: reprotectToAzure Failed SIM-VM-NOT-DISCOVERED
    0:45:48 web-01 is reprotecting-to-azure
    … 2022 more

  Scenario: Everybody comes home, and comes-home holds
    Given the estate file "examples/estates/explore-standalone.yaml" with the seed 402
    And these faults:
      | fault        | strikes                               | target | lasts      | how |
      | stale-backup | 6 minutes after a machine is in Azure | all    | 16 minutes |     |
    When every machine goes to Azure and home again
    Then "comes-home" holds
