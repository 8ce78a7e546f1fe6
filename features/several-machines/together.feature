@F-01 @F-06
Feature: Several machines come home side by side
  Whoever runs an application of many machines is hurt otherwise:
  it comes home in pieces, or in pieces of different age.

  Rule: Machines do not stand in each other's way

    Background:
      Given an estate with the machines
        | machine    | system  | datastore |
        | erp-db-01  | linux   | ds-01     |
        | erp-app-01 | windows | ds-01     |
        | web-01     | linux   | ds-01     |
        | web-02     | linux   | ds-01     |

    Scenario: Four machines come home together
      Given every machine is "protected to site"
      When the operator fails over every machine
      Then the jobs succeed within 2 hours
      And every machine came home with what Azure held

    Scenario: Four machines are protected again together
      Given every machine is "failback committed"
      When the operator reprotects every machine
      Then the jobs succeed within 2 hours
      And every machine is "protected" within 2 hours

    Scenario: A machine that is stopped does not stop the others
      Given every machine is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects every machine
      Then the job of "erp-db-01" fails within 5 minutes with SIM-SNAPSHOT
      And the others are "protected to site" within 4 hours

  Rule: The machines of a multi-VM group come home at one common point

    Background:
      Given an estate with the machines
        | machine    |
        | erp-db-01  |
        | erp-app-01 |
      And the machines of "PG1" are kept consistent with each other

    Scenario: The latest common point is the same for all
      Given every machine is "protected to site"
      And 1 hour pass
      When the operator fails over every machine to the latest common point
      Then the jobs succeed within 2 hours
      And every machine was recovered at one common point
      And every machine came home with what Azure held at that point

  Rule: Machines that are not kept consistent have no common point

    Background:
      Given an estate with the machines
        | machine    |
        | erp-db-01  |
        | erp-app-01 |

    Scenario: The latest common point is not to be had
      Given every machine is "protected to site"
      When the operator fails over every machine to the latest common point
      Then the job of "erp-db-01" fails within 5 minutes with SIM-NO-RECOVERY-POINT
      And the job of "erp-app-01" fails within 5 minutes with SIM-NO-RECOVERY-POINT
      And "erp-db-01" is still "protected to site"
