@F-35
Feature: The former Azure VM may be deleted once replication works
  Whoever tidies up in Azure is hurt if nobody warns in time:
  the only copy besides the site goes, or the only copy at all.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: Deleted after replication to Azure works, it harms nothing

    Scenario: Its deletion afterwards is no risk
      Given "erp-db-01" has come home
      When the operator deletes the Azure VM of "erp-db-01"
      Then no risk is reported for "erp-db-01"
      And the health of "erp-db-01" stays Normal for 2 hours

    Scenario: The machine can fail over again without it
      Given "erp-db-01" has come home
      And the former Azure VM of "erp-db-01" was deleted
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "failed over" within 1 minute

    Scenario: A second failover is refused while it still exists
      Given "erp-db-01" has come home
      When the operator fails over "erp-db-01"
      Then the job fails within 5 minutes with SIM-DUPLICATE
      And "erp-db-01" is still "protected"

  Rule: Deleted earlier, it is reported as a risk

    Scenario Outline: Its deletion while the machine is <state> is a risk
      Given "erp-db-01" is "<state>"
      When the operator deletes the Azure VM of "erp-db-01"
      Then a risk is reported for "erp-db-01"

      Examples: before the replication to Azure works
        | state                 |
        | failed back           |
        | failback committed    |
        | reprotecting to azure |

    Scenario: Without it the reprotection sends everything
      Given "erp-db-01" is "failback committed"
      And the former Azure VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected" within 4 hours
      And "erp-db-01" sent all that its disks hold
