Feature: A test failover rehearses the way to Azure beside the machine
  Whoever rehearses for real is hurt:
  users lose their machine, and replication its rhythm.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: The test touches neither the machine nor its replication

    Scenario: A test machine comes up, and the machine goes on
      Given "erp-db-01" is "protected"
      When the operator tests the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And a test machine of "erp-db-01" runs in Azure
      And "erp-db-01" is still "protected"
      And the newest recovery point of "erp-db-01" is younger than 10 minutes within 10 minutes

    Scenario: While it waits, only its cleanup is allowed
      Given "erp-db-01" is "protected"
      And the operator tests the failover of "erp-db-01"
      And the job succeeds within 1 hour
      And only "TestFailoverCleanup" is allowed for "erp-db-01"
      When the operator fails over "erp-db-01"
      Then the request is refused with SIM-OUT-OF-ORDER
      And nothing has changed

    Scenario: The cleanup takes the test machine away
      Given "erp-db-01" is "protected"
      And the operator tests the failover of "erp-db-01"
      And the job succeeds within 1 hour
      When the operator cleans up the test failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And no test machine of "erp-db-01" is left

    Scenario: After the cleanup the machine goes to Azure and home
      Given "erp-db-01" is "protected"
      And the operator tests the failover of "erp-db-01"
      And the job succeeds within 1 hour
      And the operator cleans up the test failover of "erp-db-01"
      And the job succeeds within 1 hour
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

  Rule: The way home cannot be tested like that

    Scenario: It is refused once the machine is protected to the site
      Given "erp-db-01" is "protected to site"
      When the operator tests the failover of "erp-db-01"
      Then the request is refused with SIM-OUT-OF-ORDER
      And nothing has changed
