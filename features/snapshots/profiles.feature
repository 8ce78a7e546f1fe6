@F-17
Feature: What a snapshot does depends on the year of the rules
  Whoever trusts the wrong document is hurt:
  the reprotection fails at night, or a snapshot that was needed is gone.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: In 2017 a snapshot of the VM stops the reprotection

    Scenario: The job fails and the snapshot stays
      Given the rules of classic 2017
      And "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And the VM of "erp-db-01" has 1 snapshot

    Scenario: One of the master target does not matter
      Given the rules of classic 2017
      And "erp-db-01" is "failover committed"
      And the VM of the master target carries the snapshot "before-patch"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours

  Rule: Later it is merged

    Scenario Outline: <rules> merges it and goes on
      Given the rules of <rules>
      And "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 4 hours
      And the VM of "erp-db-01" has 0 snapshots
      And "erp-db-01" comes home with what Azure held

      Examples: Later rules
        | rules                   |
        | classic 2019            |
        | the modernized provider |

  Rule: In 2019 a snapshot of the master target stops the reprotection

    Scenario: The job fails, naming it
      Given the rules of classic 2019
      And "erp-db-01" is "failover committed"
      And the VM of the master target carries the snapshot "before-patch"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "before-patch"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The same job succeeds without it
      Given the rules of classic 2019
      And "erp-db-01" is "failover committed"
      And the VM of the master target carries the snapshot "before-patch"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      And the snapshot "before-patch" of the master target is removed
      When the operator restarts the job
      Then the job succeeds within 2 hours
