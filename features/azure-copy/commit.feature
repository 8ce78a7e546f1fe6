@F-35
Feature: Who deletes the Azure VM depends on the year of the rules
  Whoever still needs the Azure VM is hurt if a commit takes it away,
  and whoever pays for it if nobody does.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Scenario: In 2017 the commit keeps it
    Given the rules of classic 2017
    And "erp-db-01" is "failed back"
    When the operator commits "erp-db-01"
    Then the job succeeds within 1 hour
    And the Azure VM of "erp-db-01" still exists

  Scenario Outline: <rules> deletes it with the commit
    Given the rules of <rules>
    And "erp-db-01" is "failed back"
    When the operator commits "erp-db-01"
    Then the job succeeds within 1 hour
    And the Azure VM of "erp-db-01" is gone

    Examples: Later rules
      | rules                   |
      | classic 2019            |
      | the modernized provider |

  Scenario: The machine is protected again without it
    Given the rules of classic 2019
    And "erp-db-01" is "failback committed"
    When the operator reprotects "erp-db-01"
    Then the job succeeds within 1 hour
    And "erp-db-01" is "protected" within 4 hours
