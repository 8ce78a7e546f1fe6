@F-34
Feature: A machine that came home is unprotected until it is reprotected
  Whoever trusts the green light is hurt if it is shown too early:
  the next disaster finds no copy in Azure.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: Only a reprotection protects again

    Scenario Outline: A machine that is <state> is unprotected
      Given "erp-db-01" is "<state>"
      When 2 hours pass
      Then "erp-db-01" is still "<state>"
      And "erp-db-01" is unprotected

      Examples: after the failback
        | state              |
        | failed back        |
        | failback committed |

    Scenario: The machine is unprotected until Azure has its first point
      Given "erp-db-01" is "failback committed"
      And the operator reprotects "erp-db-01"
      When the job succeeds within 1 hour
      Then "erp-db-01" is still "reprotecting to azure"
      And "erp-db-01" is unprotected

    Scenario: A reprotected machine is protected
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected" within 2 hours
      And "erp-db-01" is protected
