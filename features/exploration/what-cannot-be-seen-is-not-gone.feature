@exploration
Feature: A VM that cannot be seen now is not gone
  vCenter refused one question about the VM of a machine, after its disks had been attached to the master target; so another VM was made
  for it, and attached under the same name. The master target went on writing to the first; the second was started, empty.
  `homeward explore` found it and made it small; this went wrong:

    2629484 ms: disk 0 of erp-app-01 (on-premises) has checksum 0, its writes give 1120380109
    3184961 ms: erp-app-01/to-azure-3/1 of erp-app-01 is not what its disks held when it was taken
    3453071 ms: erp-app-01/to-azure-3/2 of erp-app-01 is not what its disks held when it was taken

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
    0:01:01 fault: write-burst on erp-db-01
    0:01:01 fault: vsphere-calls-hold on vSphere calls
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:12:33 erp-app-01 is off (on-premises, shut-down)
    0:12:33 erp-db-01 is off (on-premises, shut-down)
    0:14:56 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/4
    0:14:56 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/4
    0:15:26 erp-app-01 is failed-over
    0:15:26 erp-app-01: failoverToAzure Succeeded
    0:15:26 erp-app-01: commit InProgress
    0:15:26 erp-db-01 is failed-over
    0:15:26 erp-db-01: failoverToAzure Succeeded
    0:15:26 erp-db-01: commit InProgress
    0:15:31 erp-app-01 is failover-committed
    0:15:31 erp-app-01: commit Succeeded
    0:15:31 erp-db-01 is failover-committed
    0:15:31 erp-db-01: commit Succeeded
    0:16:26 erp-app-01 runs (azure)
    0:16:26 erp-db-01 runs (azure)
    0:25:31 erp-app-01: reprotectToSite InProgress
    0:25:31 erp-db-01: reprotectToSite InProgress
    0:28:27 fault: internet-control-port on internet
    0:30:27 healed: internet-control-port
    0:30:53 erp-db-01 is reprotecting
    0:30:53 erp-db-01: reprotectToSite Succeeded
    0:30:53 fault: vsphere-calls-refuse on vSphere calls
    0:30:53 erp-db-01 is protected-to-site
    0:30:58 healed: vsphere-calls-hold
    0:31:13 healed: vsphere-calls-refuse
    0:31:24 erp-app-01 is reprotecting
    0:31:24 erp-app-01: reprotectToSite Succeeded
    0:31:25 erp-app-01 is protected-to-site
    0:40:53 erp-db-01: failoverToSite InProgress
    0:41:13 erp-db-01 is off (azure, shut-down)
    0:41:25 erp-app-01: failoverToSite InProgress
    0:41:45 erp-app-01 is off (azure, shut-down)
    0:42:13 erp-db-01 is taken to recovery point erp-db-01/to-site-1/4
    0:42:17 erp-db-01 is failed-back
    0:42:17 erp-db-01: failoverToSite Succeeded
    0:42:17 erp-db-01: commit InProgress
    0:42:22 erp-db-01 is failback-committed
    0:42:22 erp-db-01: commit Succeeded
    0:42:45 erp-app-01 is taken to recovery point erp-app-01/to-site-1/4
    0:42:49 erp-app-01 is failed-back
    0:42:49 erp-app-01: failoverToSite Succeeded
    0:42:49 erp-app-01: commit InProgress
    0:42:54 erp-app-01 is failback-committed
    0:42:54 erp-app-01: commit Succeeded
    0:43:17 erp-db-01 runs (on-premises)
    … 9 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore.yaml" with the seed 235998
    And these faults:
      | fault                 | strikes                                                            | target   | lasts      | how                                 |
      | internet-control-port | 176557 ms after task SwitchReplicationGroupProtectionPreflightTask | minority | 2 minutes  | port 443                            |
      | vsphere-calls-hold    | 0 seconds after guest.write number 1                               | number 0 | 1797065 ms | ms 22482                            |
      | write-burst           | 0 seconds after a machine is protected                             | number 0 |            | everyMs 239, extents 14, writes 256 |
      | vsphere-calls-refuse  | 0 seconds after a machine is copying back                          | number 0 | 20 seconds | share 1, most 2                     |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
