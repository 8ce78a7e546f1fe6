@exploration
Feature: A failover that is restarted shuts the source down again
  A failover failed at its last changes, with the source shut down already. Its host came back and started the source again; the job was
  restarted at the task that had failed, and both copies ran. Now a restart looks at the source again first.
  `homeward explore` found it and made it small; this went wrong:

    1796430 ms: both copies of erp-db-01 run
    1796432 ms: both copies of erp-app-01 run

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
    0:11:01 fault: replica-store-outage on replica store
    0:11:08 fault: esxi-host-crash on esx-01
    0:11:08 erp-db-01 is off (on-premises, powered-off)
    0:11:08 erp-app-01 is off (on-premises, powered-off)
    0:11:09 healed: esxi-host-crash
    0:21:26 erp-db-01: failoverToAzure Failed SIM-UNREACHABLE
    0:21:26 erp-app-01: failoverToAzure Failed SIM-UNREACHABLE
    0:22:01 healed: replica-store-outage
    0:23:12 erp-db-01 runs (on-premises)
    0:23:12 erp-app-01 runs (on-premises)
    0:26:26 erp-db-01: failoverToAzure InProgress SIM-UNREACHABLE
    0:26:26 erp-app-01: failoverToAzure InProgress SIM-UNREACHABLE
    0:28:26 erp-db-01 is taken to recovery point erp-db-01/to-azure-1/5
    0:28:26 erp-app-01 is taken to recovery point erp-app-01/to-azure-1/5
    0:28:56 erp-db-01 is failed-over
    0:28:56 erp-db-01: failoverToAzure Succeeded
    0:28:56 erp-db-01: commit InProgress
    0:28:56 erp-app-01 is failed-over
    0:28:56 erp-app-01: failoverToAzure Succeeded
    0:28:56 erp-app-01: commit InProgress
    0:29:01 erp-db-01 is failover-committed
    0:29:01 erp-db-01: commit Succeeded
    0:29:01 erp-app-01 is failover-committed
    0:29:01 erp-app-01: commit Succeeded
    0:29:56 erp-db-01 runs (azure)
    0:29:56 erp-app-01 runs (azure)
    0:39:01 erp-db-01: reprotectToSite InProgress
    0:39:01 erp-app-01: reprotectToSite InProgress
    0:39:09 erp-db-01 is off (on-premises, powered-off)
    0:39:09 erp-app-01 is off (on-premises, powered-off)
    0:39:10 erp-db-01 is reprotecting
    0:39:10 erp-db-01: reprotectToSite Succeeded
    0:39:10 erp-db-01 is protected-to-site
    0:39:11 erp-app-01 is reprotecting
    0:39:11 erp-app-01: reprotectToSite Succeeded
    0:39:11 erp-app-01 is protected-to-site
    0:49:10 erp-db-01: failoverToSite InProgress
    0:49:11 erp-app-01: failoverToSite InProgress
    0:49:31 erp-db-01 is off (azure, shut-down)
    0:49:32 erp-app-01 is off (azure, shut-down)
    0:50:31 erp-db-01 is taken to recovery point erp-db-01/to-site-1/4
    0:50:32 erp-app-01 is taken to recovery point erp-app-01/to-site-1/4
    0:50:35 erp-db-01 is failed-back
    0:50:35 erp-db-01: failoverToSite Succeeded
    0:50:35 erp-db-01: commit InProgress
    0:50:36 erp-app-01 is failed-back
    0:50:36 erp-app-01: failoverToSite Succeeded
    0:50:36 erp-app-01: commit InProgress
    … 14 more

  Scenario: Everybody comes home, and one-active-copy holds
    Given the estate file "examples/estates/explore.yaml" with the seed 5377
    And these faults:
      | fault                | strikes                                   | target   | lasts      | how |
      | replica-store-outage | 0 seconds after a machine is failing over | number 0 | 11 minutes |     |
      | esxi-host-crash      | 7 seconds after a machine is failing over | number 0 | 1 seconds  |     |
    When every machine goes to Azure and home again
    Then "one-active-copy" holds
