@exploration
Feature: A pair that was ended and comes back is compared
  A job that set a pair up failed late, and the pair was ended behind it: the process server forgot what it had of it. The job was restarted,
  the pair came back under its name, and the agent went on behind data that nobody had any more.
  `homeward explore` found it and made it small; this went wrong:

    2052898 ms: erp-db-01/to-site-1/3 of erp-db-01 is not what its disks held when it was taken
    2352905 ms: erp-db-01/to-site-1/4 of erp-db-01 is not what its disks held when it was taken
    2652907 ms: erp-db-01/to-site-1/5 of erp-db-01 is not what its disks held when it was taken

  How it went:

    0:00:00 erp-db-01: enableReplication InProgress
    0:00:00 erp-app-01: enableReplication InProgress
    0:00:00 fault: markers-lose-answer on markers to the process server
    0:01:00 erp-db-01 runs (on-premises)
    0:01:00 erp-app-01 runs (on-premises)
    0:01:00 erp-db-01 is enabling
    0:01:00 erp-db-01: enableReplication Succeeded
    0:01:00 erp-app-01 is enabling
    0:01:00 erp-app-01: enableReplication Succeeded
    0:01:01 erp-db-01 is protected
    0:01:01 erp-app-01 is protected
    0:01:30 healed: markers-lose-answer
    0:11:01 erp-db-01: failoverToAzure InProgress
    0:11:01 erp-app-01: failoverToAzure InProgress
    0:11:26 erp-app-01 is off (on-premises, shut-down)
    0:11:26 erp-db-01 is off (on-premises, shut-down)
    0:13:26 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/3
    0:13:26 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/3
    0:13:56 erp-app-01 is failed-over
    0:13:56 erp-app-01: failoverToAzure Succeeded
    0:13:56 erp-app-01: commit InProgress
    0:13:56 erp-db-01 is failed-over
    0:13:56 erp-db-01: failoverToAzure Succeeded
    0:13:56 erp-db-01: commit InProgress
    0:14:01 erp-app-01 is failover-committed
    0:14:01 erp-app-01: commit Succeeded
    0:14:01 erp-db-01 is failover-committed
    0:14:01 erp-db-01: commit Succeeded
    0:14:56 erp-app-01 runs (azure)
    0:14:56 erp-db-01 runs (azure)
    0:24:01 erp-app-01: reprotectToSite InProgress
    0:24:01 fault: target-data-hold on data to the target
    0:24:01 erp-db-01: reprotectToSite InProgress
    0:24:07 erp-app-01 is reprotecting
    0:24:07 erp-app-01: reprotectToSite Succeeded
    0:24:07 fault: internet-delay on internet
    0:24:08 healed: internet-delay
    0:24:12 fault: pair-start-lose-answer on pair starts
    0:25:42 erp-app-01 is protected-to-site
    0:26:12 healed: pair-start-lose-answer
    0:26:22 erp-db-01: reprotectToSite Failed SIM-UNREACHABLE
    0:31:22 erp-db-01: reprotectToSite InProgress SIM-UNREACHABLE
    0:31:22 erp-db-01 is reprotecting
    0:31:22 erp-db-01: reprotectToSite Succeeded
    0:33:01 healed: target-data-hold
    0:34:12 erp-db-01 is protected-to-site
    0:35:42 erp-app-01: failoverToSite InProgress
    0:36:02 erp-app-01 is off (azure, shut-down)
    0:37:02 erp-app-01 is taken to recovery point erp-app-01/to-site-1/4
    0:37:06 erp-app-01 is failed-back
    0:37:06 erp-app-01: failoverToSite Succeeded
    0:37:06 erp-app-01: commit InProgress
    0:37:11 erp-app-01 is failback-committed
    0:37:11 erp-app-01: commit Succeeded
    0:38:06 erp-app-01 runs (on-premises)
    0:44:12 erp-db-01: failoverToSite InProgress
    0:44:32 erp-db-01 is off (azure, shut-down)
    0:45:33 erp-db-01 is taken to recovery point erp-db-01/to-site-1/6
    0:45:37 erp-db-01 is failed-back
    0:45:37 erp-db-01: failoverToSite Succeeded
    … 12 more

  Scenario: Everybody comes home, and no-lost-write holds
    Given the estate file "examples/estates/explore.yaml" with the seed 62769
    And these faults:
      | fault                  | strikes                                    | target   | lasts      | how             |
      | pair-start-lose-answer | 11 seconds after a machine is reprotecting | number 0 | 2 minutes  | share 1, most 3 |
      | target-data-hold       | 0 seconds after a machine is reprotecting  | number 0 | 9 minutes  | ms 47348        |
      | markers-lose-answer    | 0 seconds after a machine is protecting    | number 0 | 90 seconds | share 1, most 1 |
      | internet-delay         | with pair.started number 3                 | number 0 | 1 seconds  | ms 4217         |
    When every machine goes to Azure and home again
    Then "no-lost-write" holds
