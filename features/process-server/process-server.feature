@F-18
Feature: A process server in Azure stands throughout the failback
  Whoever saves its rent too early is hurt if nobody objects:
  the replication to the site stops, and the return with it.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: Reprotection needs a process server in Azure

    Scenario: Reprotection fails without one
      Given no process server in Azure
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-NO-PROCESS-SERVER
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The same job succeeds once one is deployed
      Given no process server in Azure
      And "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-NO-PROCESS-SERVER
      And a process server is deployed, set up and listed
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

  Rule: A process server that stops stalls the replication, and loses nothing

    Scenario: The health turns while the process server is down
      Given "erp-db-01" is "protected to site"
      When the "process server in Azure" stops
      Then the health of "erp-db-01" turns Critical within 45 minutes

    Scenario: Replication goes on when the process server returns
      Given "erp-db-01" is "protected to site"
      And the "process server in Azure" stops
      And the health of "erp-db-01" turns Critical within 45 minutes
      When the "process server in Azure" starts
      Then the health of "erp-db-01" turns Normal within 20 minutes

    Scenario: What was written meanwhile comes home too
      Given "erp-db-01" is "protected to site"
      And the "process server in Azure" stops
      And 2 hours pass
      And the "process server in Azure" starts
      And 15 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

  Rule: It can be deleted only once the failback is over

    Scenario: Its deletion during the failback is refused
      Given "erp-db-01" is "protected to site"
      When the operator deletes the process server "ps-azure-01"
      Then the request is refused with SIM-PROCESS-SERVER-IN-USE, naming "erp-db-01"

    Scenario: Its deletion during the reprotection is refused
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job comes to the task "DiscoverReplica"
      When the operator deletes the process server "ps-azure-01"
      Then the request is refused with SIM-PROCESS-SERVER-IN-USE, naming "erp-db-01"

    Scenario: Its deletion afterwards harms nothing
      Given "erp-db-01" has come home
      When the operator deletes the process server "ps-azure-01"
      Then the health of "erp-db-01" stays Normal for 2 hours
      And the newest recovery point of "erp-db-01" is younger than 10 minutes within 5 minutes

  Rule: A deleted process server is gone, and its name and address are free

    Background:
      Given "erp-db-01" is "failover committed"
      And the configuration server was backed up
      And the operator deletes the process server "ps-azure-01"

    Scenario: It is no longer listed
      When 1 minute pass
      Then "ps-azure-01" is not listed for 1 hour

    Scenario: A reprotection through it fails
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-NO-PROCESS-SERVER, naming "ps-azure-01"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: Another one can have its address
      When the operator deploys the process server "ps-azure-02" at the address "10.100.255.4"
      Then the job succeeds within 1 hour

    Scenario: Another one of its name takes its place
      Given the operator deploys a process server
      And the job succeeds within 1 hour
      And someone logs in to "ps-azure-01"
      And "ps-azure-01" is listed within 30 minutes
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 2 hours

    Scenario: A configuration server that was away learns of it
      Given 10 minutes pass
      And the configuration server is lost
      And the configuration server is restored at the same address
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-NO-PROCESS-SERVER, naming "ps-azure-01"
