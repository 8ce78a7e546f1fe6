@F-31
Feature: An unplanned failover of a plan does not bring modernized machines home
  Whoever runs the plan of the old servers at night is hurt if it begins and fails machine by machine:
  half of them are at home then, and nobody knows which.

  Background:
    Given an estate with the machines
      | machine    | group |
      | erp-db-01  | PG1   |
      | erp-app-01 | PG2   |
    And the rules of the modernized provider
    And the recovery plan "erp" of
      | groups |
      | PG1    |
      | PG2    |

  Scenario: It takes the machines to Azure
    Given every machine is "protected"
    When the operator fails the plan "erp" over to Azure
    Then the job succeeds within 2 hours
    And every machine is "failed over" within 1 minute

  Scenario: On the way home it is refused before any machine is touched
    Given every machine is "protected to site"
    When the operator fails the plan "erp" over to the site
    Then the request is refused with SIM-WRONG-OPERATION, naming "erp"
    And nothing has changed

  Scenario: The machines come home one by one instead
    Given every machine is "protected to site"
    When the operator plans the failover of every machine
    Then the jobs succeed within 2 hours
    And every machine came home with what Azure held
