@exploration
Feature: A comparison that needs the Azure copy says so
  The way was broken when the Azure copy was switched off: what was lost there comes by a comparison only. The failback said that this
  starts by itself and waited for ever, for the Azure copy was off. Now it says that the Azure copy must be started, and the operator does.
  `homeward explore` found it and made it small; this went wrong:

    erp-db-01 is protected-to-site: Failover Failed SIM-RESYNC-REQUIRED

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
    0:24:07 erp-db-01 is protected-to-site
    0:24:07 fault: disk-writes-lose-answer on writes through the host
    0:24:07 fault: process-server-crash on ps-azure-01
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 fault: failback-without-shutdown on erp-db-01
    0:24:08 erp-db-01: failoverToSite InProgress
    0:24:49 erp-db-01 is off (azure, powered-off)
    0:26:07 healed: disk-writes-lose-answer
    0:26:07 healed: process-server-crash
    0:26:23 erp-app-01 is protected-to-site
    0:26:49 erp-db-01: failoverToSite Failed SIM-UNREACHABLE
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 erp-db-01: failoverToSite Failed SIM-RESYNC-REQUIRED
    0:36:23 erp-app-01: failoverToSite InProgress
    0:36:43 erp-app-01 is off (azure, shut-down)
    0:37:44 erp-app-01 is taken to recovery point erp-app-01/to-site-1/3
    0:37:48 erp-app-01 is failed-back
    0:37:48 erp-app-01: failoverToSite Succeeded
    0:37:48 erp-app-01: commit InProgress
    0:37:53 erp-app-01 is failback-committed
    0:37:53 erp-app-01: commit Succeeded
    0:38:48 erp-app-01 runs (on-premises)
    0:39:08 erp-db-01: failoverToSite InProgress SIM-RESYNC-REQUIRED
    0:39:08 erp-db-01: failoverToSite Failed SIM-RESYNC-REQUIRED
    0:44:08 erp-db-01: failoverToSite InProgress SIM-RESYNC-REQUIRED
    0:44:08 erp-db-01: failoverToSite Failed SIM-RESYNC-REQUIRED
    0:47:53 erp-app-01: reprotectToAzure InProgress
    … 2023 more

  Scenario: Everybody comes home, and comes-home holds
    Given the estate file "examples/estates/explore.yaml" with the seed 2425
    And these faults:
      | fault                     | strikes                                       | target    | lasts     | how             |
      | disk-writes-lose-answer   | 0 seconds after a machine is replicating back | number 0  | 2 minutes | share 1, most 1 |
      | process-server-crash      | 0 seconds after a machine is replicating back | number 87 | 2 minutes |                 |
      | failback-without-shutdown | 1 seconds after a machine is replicating back | number 0  |           |                 |
    When every machine goes to Azure and home again
    Then "comes-home" holds
