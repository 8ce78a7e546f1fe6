@F-01
Feature: Failback has three stages, in their order
  Whoever runs the machines is hurt if a stage is skipped unnoticed:
  a machine never comes home, or comes home and stands unprotected.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: The three stages in their order bring a machine home

    Scenario: Reprotection makes the Azure machine replicate to the site
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: A failover brings the machine to the site
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "failed back" within 1 minute
      And "erp-db-01" came home with what Azure held

    Scenario: A second reprotection protects the machine in Azure again
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected" within 2 hours

    Scenario: A machine goes away and comes home twice
      Given "erp-db-01" has come home
      And the former Azure VM of "erp-db-01" was deleted
      When "erp-db-01" goes to Azure and comes home once more
      Then "erp-db-01" came home with what Azure held

  Rule: A request out of order is refused and changes nothing

    Scenario Outline: Out of order: the operator <request> what is <state>
      Given "erp-db-01" is "<state>"
      When the operator <request> "erp-db-01"
      Then the request is refused, naming what must come first
      And nothing has changed

      Examples: on the site, before the first stage
        | state     | request    |
        | enabling  | fails over |
        | enabling  | reprotects |
        | protected | commits    |
        | protected | reprotects |

      Examples: in Azure, before the second stage
        | state              | request    |
        | failed over        | fails over |
        | failover committed | fails over |
        | failover committed | commits    |
        | reprotecting       | fails over |
        | reprotecting       | commits    |
        | reprotecting       | reprotects |
        | protected to site  | commits    |
        | protected to site  | reprotects |

      Examples: on the site, before the third stage
        | state                 | request    |
        | failed back           | fails over |
        | failback committed    | fails over |
        | failback committed    | commits    |
        | reprotecting to azure | fails over |
        | reprotecting to azure | reprotects |

    Scenario: A machine that was never protected cannot fail over
      When the operator fails over "erp-db-01"
      Then the request is refused with SIM-UNKNOWN, naming "erp-db-01"
      And nothing has changed

    Scenario: A machine is protected only once
      Given "erp-db-01" is "protected to site"
      When the operator protects "erp-db-01"
      Then the request is refused with SIM-DUPLICATE, naming "erp-db-01"
      And nothing has changed
