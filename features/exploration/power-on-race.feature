@exploration
Feature: A VM is not turned on while its disks go to another
  Somebody turned the VM on at home at the very moment when its disks were attached to the master target. Both tasks had
  looked before they began, and not again: the VM ran on disks that the master target wrote to, and the failback never ended.
  `homeward explore` found it and made it small; this went wrong:

    erp-app-01 is protected-to-site: Failover Failed vim.fault.InvalidPowerState

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
    0:24:07 fault: switched-on-at-home on erp-db-01
    0:24:07 fault: switched-on-at-home on erp-app-01
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 erp-app-01 is protected-to-site
    0:25:10 erp-app-01 runs (on-premises)
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 erp-app-01: failoverToSite InProgress
    0:34:27 erp-db-01 is off (azure, shut-down)
    0:34:28 erp-app-01 is off (azure, shut-down)
    0:35:28 erp-db-01 is taken to recovery point erp-db-01/to-site-1/4
    0:35:29 erp-app-01: failoverToSite Failed vim.fault.InvalidPowerState
    0:35:32 erp-db-01 is failed-back
    0:35:32 erp-db-01: failoverToSite Succeeded
    0:35:32 erp-db-01: commit InProgress
    0:35:37 erp-db-01 is failback-committed
    0:35:37 erp-db-01: commit Succeeded
    0:36:32 erp-db-01 runs (on-premises)
    0:40:29 erp-app-01: failoverToSite InProgress vim.fault.InvalidPowerState
    0:40:29 erp-app-01: failoverToSite Failed vim.fault.InvalidPowerState
    0:45:29 erp-app-01: failoverToSite InProgress vim.fault.InvalidPowerState
    0:45:29 erp-app-01: failoverToSite Failed vim.fault.InvalidPowerState
    0:45:37 erp-db-01: reprotectToAzure InProgress
    0:45:47 erp-db-01 is reprotecting-to-azure
    0:45:47 erp-db-01: reprotectToAzure Succeeded
    0:45:47 erp-db-01 is protected
    0:50:29 erp-app-01: failoverToSite InProgress vim.fault.InvalidPowerState
    … 2019 more

  Scenario: Everybody comes home, and comes-home holds
    Given the estate file "examples/estates/explore.yaml" with the seed 60
    And these faults:
      | fault               | strikes                                       | target | lasts | how |
      | switched-on-at-home | 0 seconds after a machine is replicating back | all    |       |     |
    When every machine goes to Azure and home again
    Then "comes-home" holds
