@F-33
Feature: The Azure copy is shut down before the machine runs on the site
  Everyone who books into the machine is hurt if both copies run:
  two truths come about, and one of them is thrown away.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: Both copies never run together

    Scenario: The Azure copy is off once the machine is home
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
      And "erp-db-01" runs on the site only

  Rule: Where the shutdown fails, the operator decides

    Scenario: A hung Azure copy stops the failback
      Given "erp-db-01" is "protected to site"
      And the Azure copy of "erp-db-01" hangs
      When the operator fails over "erp-db-01"
      Then the job fails within 1 hour with SIM-SHUTDOWN-FAILED, naming "erp-db-01"
      And "erp-db-01" is still "protected to site"
      And "erp-db-01" runs in Azure only

    Scenario: An agent that cannot send its rest stops it
      Given "erp-db-01" is "protected to site"
      And the "agent" stops
      When the operator fails over "erp-db-01"
      Then the job fails within 1 hour with SIM-SHUTDOWN-FAILED, naming "erp-db-01"
      And "erp-db-01" runs in Azure only

    Scenario: The operator fails over without a shutdown
      Given "erp-db-01" is "protected to site"
      And the Azure copy of "erp-db-01" hangs
      And the operator fails over "erp-db-01"
      And the job fails within 1 hour with SIM-SHUTDOWN-FAILED
      When the operator forces the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point
      And "erp-db-01" runs on the site only

    Scenario: The job succeeds once the Azure copy reacts again
      Given "erp-db-01" is "protected to site"
      And the Azure copy of "erp-db-01" hangs
      And the operator fails over "erp-db-01"
      And the job fails within 1 hour with SIM-SHUTDOWN-FAILED
      And the Azure copy of "erp-db-01" reacts again
      When the operator restarts the job
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
