@exploration
Feature: A failback that failed at its last task is restarted, not begun anew
  Somebody asked for a second failover after the first had failed with its disks already detached. The new job could not go on, and the old
  one could not be restarted any more: a dead end.
  `homeward explore` found it and made it small; this went wrong:

    edge-01 is protected-to-site: Failover Failed SIM-UNKNOWN

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
    0:23:41 edge-01: reprotectToSite InProgress
    0:24:01 web-01: reprotectToSite InProgress
    0:24:07 edge-01 is reprotecting
    0:24:07 edge-01: reprotectToSite Succeeded
    0:24:07 fault: vsphere-reconfigure-reset on vSphere reconfigurations
    0:24:07 edge-01 is protected-to-site
    0:24:08 fault: early-failback on edge-01
    0:24:08 edge-01: failoverToSite InProgress
    0:24:08 web-01 is reprotecting
    0:24:08 web-01: reprotectToSite Succeeded
    0:24:08 web-01 is protected-to-site
    0:24:28 edge-01 is off (azure, shut-down)
    0:25:28 edge-01 is taken to recovery point edge-01/to-site-1/2
    0:25:28 edge-01: failoverToSite Failed SIM-UNREACHABLE
    0:25:37 healed: vsphere-reconfigure-reset
    0:34:07 edge-01: failoverToSite InProgress
    0:34:07 edge-01: failoverToSite Failed SIM-UNKNOWN
    0:34:08 web-01: failoverToSite InProgress
    0:34:28 web-01 is off (azure, shut-down)
    0:35:29 web-01 is taken to recovery point web-01/to-site-1/4
    0:35:33 web-01 is failed-back
    0:35:33 web-01: failoverToSite Succeeded
    0:35:33 web-01: commit InProgress
    0:35:38 web-01 is failback-committed
    0:35:38 web-01: commit Succeeded
    0:36:33 web-01 runs (on-premises)
    0:39:07 edge-01: failoverToSite InProgress SIM-UNKNOWN
    0:39:08 edge-01: failoverToSite Failed SIM-UNKNOWN
    0:44:08 edge-01: failoverToSite InProgress SIM-UNKNOWN
    0:44:08 edge-01: failoverToSite Failed SIM-UNKNOWN
    0:45:38 web-01: reprotectToAzure InProgress
    0:45:48 web-01 is reprotecting-to-azure
    … 2022 more

  Scenario: Everybody comes home, and comes-home holds
    Given the estate file "examples/estates/explore-standalone.yaml" with the seed 1230
    And these faults:
      | fault                     | strikes                                   | target   | lasts      | how             |
      | vsphere-reconfigure-reset | 0 seconds after a machine is copying back | number 0 | 90 seconds | share 1, most 4 |
      | early-failback            | 1 seconds after a machine is copying back | number 0 |            |                 |
    When every machine goes to Azure and home again
    Then "comes-home" holds
