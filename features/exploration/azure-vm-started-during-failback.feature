@exploration
Feature: The Azure copy is off when the one on the site starts, whoever started it in between
  A failback failed at its last task. Before it was restarted, somebody started the virtual machine in Azure again; the restart went on where it
  had failed, and both copies ran. Now the last task looks at the Azure copy first.
  `homeward explore` found it and made it small; this went wrong:

    2449351 ms: both copies of erp-db-01 run

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
    0:24:08 erp-app-01 is reprotecting
    0:24:08 erp-app-01: reprotectToSite Succeeded
    0:24:08 erp-app-01 is protected-to-site
    0:33:44 fault: azure-vm-stopped on erp-db-01
    0:33:44 erp-db-01 is off (azure, powered-off)
    0:34:07 erp-db-01: failoverToSite InProgress
    0:34:08 fault: privilege-remove-disk on asr-vcenter
    0:34:08 erp-app-01: failoverToSite InProgress
    0:34:08 erp-app-01: failoverToSite Failed SIM-PRIVILEGE
    0:34:22 healed: azure-vm-stopped
    0:34:45 erp-db-01 is taken to recovery point erp-db-01/to-site-1/2
    0:34:45 erp-db-01: failoverToSite Failed vim.fault.NoPermission
    0:34:45 healed: privilege-remove-disk
    0:36:52 erp-db-01 runs (azure)
    0:39:08 erp-app-01: failoverToSite InProgress SIM-PRIVILEGE
    0:39:29 erp-app-01 is off (azure, shut-down)
    0:39:45 erp-db-01: failoverToSite InProgress vim.fault.NoPermission
    0:39:49 erp-db-01 is failed-back
    0:39:49 erp-db-01: failoverToSite Succeeded
    0:39:49 erp-db-01: commit InProgress
    0:39:54 erp-db-01 is failback-committed
    0:39:54 erp-db-01: commit Succeeded
    0:40:29 erp-app-01 is taken to recovery point erp-app-01/to-site-1/4
    0:40:33 erp-app-01 is failed-back
    0:40:33 erp-app-01: failoverToSite Succeeded
    0:40:33 erp-app-01: commit InProgress
    0:40:38 erp-app-01 is failback-committed
    … 11 more

  Scenario: Everybody comes home, and one-active-copy holds
    Given the estate file "examples/estates/explore.yaml" with the seed 8568
    And these faults:
      | fault                 | strikes                                       | target   | lasts      | how                                        |
      | privilege-remove-disk | 1 seconds after a machine is failing back     | number 0 | 37 seconds | privilege VirtualMachine.Config.RemoveDisk |
      | azure-vm-stopped      | 577147 ms after a machine is replicating back | number 0 | 38 seconds |                                            |
    When every machine goes to Azure and home again
    Then "one-active-copy" holds
