@exploration
Feature: A VM that is being switched on is not off
  A host came back and switched its VM on, in the three seconds in which the failover looked whether it was off. Both copies ran.
  `homeward explore` found it and made it small; this went wrong:

    1246384 ms: both copies of erp-app-01 run

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
    0:03:00 fault: site-vm-locked on erp-app-01
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:11:01 fault: source-shutdown-reset on source shutdowns
    0:11:01 fault: source-shutdown-lose-answer on source shutdowns
    0:11:01 fault: esxi-host-crash on esx-01
    0:11:01 erp-db-01 is off (on-premises, powered-off)
    0:11:01 erp-app-01 is off (on-premises, powered-off)
    0:11:14 healed: esxi-host-crash
    0:11:46 erp-db-01: failoverToAzure Failed SIM-UNREACHABLE
    0:11:47 healed: source-shutdown-reset
    0:12:01 healed: source-shutdown-lose-answer
    0:12:16 erp-app-01: failoverToAzure Failed SIM-UNREACHABLE
    0:13:17 erp-db-01 runs (on-premises)
    0:16:24 healed: site-vm-locked
    0:16:46 erp-db-01: failoverToAzure InProgress SIM-UNREACHABLE
    0:16:50 fault: vcenter-restart on vcenter
    0:16:50 erp-db-01: failoverToAzure Failed SIM-UNREACHABLE
    0:17:06 erp-db-01 is off (on-premises, shut-down)
    0:17:16 erp-app-01: failoverToAzure InProgress SIM-UNREACHABLE
    0:18:17 erp-app-01 runs (on-premises)
    0:19:16 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/3
    0:19:46 erp-app-01 is failed-over
    0:19:46 erp-app-01: failoverToAzure Succeeded
    0:19:46 erp-app-01: commit InProgress
    0:19:51 erp-app-01 is failover-committed
    0:19:51 erp-app-01: commit Succeeded
    0:20:46 erp-app-01 runs (azure)
    0:21:50 erp-db-01: failoverToAzure InProgress SIM-UNREACHABLE
    0:23:50 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/4
    0:24:20 erp-db-01 is failed-over
    0:24:20 erp-db-01: failoverToAzure Succeeded
    0:24:20 erp-db-01: commit InProgress
    0:24:25 erp-db-01 is failover-committed
    0:24:25 erp-db-01: commit Succeeded
    0:25:20 erp-db-01 runs (azure)
    0:29:51 erp-app-01: reprotectToSite InProgress
    0:29:59 erp-app-01 is off (on-premises, powered-off)
    0:30:00 erp-app-01 is reprotecting
    0:30:00 erp-app-01: reprotectToSite Succeeded
    0:30:00 erp-app-01 is protected-to-site
    0:34:25 erp-db-01: reprotectToSite InProgress
    0:34:31 erp-db-01 is reprotecting
    0:34:31 erp-db-01: reprotectToSite Succeeded
    0:34:32 erp-db-01 is protected-to-site
    0:40:00 erp-app-01: failoverToSite InProgress
    0:40:21 erp-app-01 is off (azure, shut-down)
    0:41:21 erp-app-01 is taken to recovery point erp-app-01/to-site-1/3
    0:41:25 erp-app-01 is failed-back
    0:41:25 erp-app-01: failoverToSite Succeeded
    … 21 more

  Scenario: Everybody comes home, and one-active-copy holds
    Given the estate file "examples/estates/explore.yaml" with the seed 90692
    And these faults:
      | fault                       | strikes                                                   | target    | lasts      | how             |
      | site-vm-locked              | 3 minutes after a machine is protecting                   | number 57 | 804823 ms  |                 |
      | esxi-host-crash             | 0 seconds after task UnplannedFailoverPreflightChecksTask | number 0  | 13 seconds |                 |
      | source-shutdown-reset       | 0 seconds after a machine is failing over                 | number 0  | 46 seconds | share 1, most 5 |
      | vcenter-restart             | at 1010491 ms                                             | minority  |            |                 |
      | source-shutdown-lose-answer | 0 seconds after a machine is failing over                 | number 0  | 1 minutes  | share 1, most 2 |
    When every machine goes to Azure and home again
    Then "one-active-copy" holds
