@F-31
Feature: A recovery plan fails over in the direction that was chosen
  Whoever runs the plan at night is hurt otherwise:
  machines start in the wrong order, or a plan runs off the wrong way.

  Background:
    Given an estate with the machines
      | machine    | group |
      | erp-db-01  | PG1   |
      | erp-db-02  | PG1   |
      | erp-app-01 | PG2   |
    And the recovery plan "erp" of
      | groups |
      | PG1    |
      | PG2    |

  Rule: The machines of the plan go together, group after group

    Scenario: A plan brings its machines home
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over to the site
      Then the job succeeds within 2 hours
      And every machine came home with what Azure held

    Scenario: A plan takes its machines to Azure
      Given every machine is "protected"
      When the operator fails the plan "erp" over to Azure
      Then the job succeeds within 2 hours
      And every machine is "failed over" within 1 minute

    Scenario: The second group waits for the first
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over to the site
      Then the job succeeds within 2 hours
      And "erp-app-01" failed over after "erp-db-01"
      And "erp-app-01" failed over after "erp-db-02"

    Scenario: The job lists one task for each group
      Given every machine is "protected to site"
      And the operator fails the plan "erp" over to the site
      When the job succeeds within 2 hours
      Then the tasks of the job have ended as
        | task                   | state     |
        | SIM-RecoveryPlanGroup1 | Succeeded |
        | SIM-RecoveryPlanGroup2 | Succeeded |

  Rule: The direction is confirmed, and must fit every machine

    Scenario: The way to Azure is refused for machines in Azure
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over to Azure
      Then the request is refused with SIM-WRONG-DIRECTION, naming "erp-db-01"
      And nothing has changed

    Scenario: The way to the site is refused for machines on the site
      Given every machine is "protected"
      When the operator fails the plan "erp" over to the site
      Then the request is refused with SIM-WRONG-DIRECTION, naming "erp-app-01"
      And nothing has changed

    Scenario: A plan without a direction is refused
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over without a direction
      Then the request is refused with SIM-CHOICE-MISSING, naming "direction"
      And nothing has changed

    Scenario: One machine that is not ready holds the plan back
      Given "erp-db-01" is "protected to site"
      And "erp-db-02" is "protected to site"
      And "erp-app-01" is "failover committed"
      When the operator fails the plan "erp" over to the site
      Then the request is refused with SIM-WRONG-DIRECTION, naming "erp-app-01"
      And nothing has changed

    Scenario: The plan goes once that machine is ready
      Given "erp-db-01" is "protected to site"
      And "erp-db-02" is "protected to site"
      And "erp-app-01" is "failover committed"
      And "erp-app-01" is "protected to site"
      When the operator fails the plan "erp" over to the site
      Then the job succeeds within 2 hours

  Rule: A plan runs once at a time, and goes on where it stopped

    Scenario: A second click is refused while the plan runs
      Given every machine is "protected to site"
      And the operator fails the plan "erp" over to the site
      When the operator fails the plan "erp" over to the site
      Then the request is refused with SIM-BUSY, naming "erp"
      And nothing has changed

    Scenario: A machine that fails holds the groups behind it back
      Given every machine is "protected to site"
      And the Azure copy of "erp-db-01" hangs
      When the operator fails the plan "erp" over to the site
      Then the job fails within 1 hour with SIM-SHUTDOWN-FAILED, naming "erp-db-01"
      And no failover of "erp-app-01" began

    Scenario: The restarted plan brings the rest home
      Given every machine is "protected to site"
      And the Azure copy of "erp-db-01" hangs
      And the operator fails the plan "erp" over to the site
      And the job fails within 1 hour with SIM-SHUTDOWN-FAILED
      And the Azure copy of "erp-db-01" reacts again
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And every machine came home with what Azure held

    @chaos
    Scenario: The plan goes on though the vault dies in it
      Given every machine is "protected to site"
      And the operator fails the plan "erp" over to the site
      When the "vault" dies in the task "SIM-RecoveryPlanGroup1" and returns after 10 minutes
      Then the job succeeds within 4 hours
      And every machine came home with what Azure held
