@F-17
Feature: A machine with snapshots is not reprotected until they are gone
  Whoever owns the data is hurt if disks are written under a snapshot:
  the chain of disk files breaks, and with it the original VM.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A snapshot stops the reprotection before anything is written

    Scenario: The job fails and names the snapshot
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: Every snapshot is named, not only the first
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the VM of "erp-db-01" carries the snapshot "before-patch"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "before-patch"

    Scenario: The VM is named, and the first check fails
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "erp-db-01"
      And the prerequisite check of the job failed

    Scenario: The same job succeeds once the disks are deleted
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      And the VM of "erp-db-01" was deleted
      When the operator restarts the job
      Then "erp-db-01" is "protected to site" within 4 hours
      And "erp-db-01" sent all that its disks hold

    Scenario: The same job succeeds once the snapshot is gone
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

  Rule: A snapshot taken later stalls the writes, and loses nothing

    Scenario: A snapshot taken while the job runs stops it
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When a backup takes the snapshot "nightly-backup" of "erp-db-01"
      Then the job fails within 10 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: A snapshot during the first copy only delays it
      Given "erp-db-01" is "reprotecting"
      And a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And 2 hours pass
      When the operator removes the snapshot "nightly-backup" of "erp-db-01"
      Then "erp-db-01" is "protected to site" within 1 hour
      And "erp-db-01" comes home with what Azure held

    Scenario: A snapshot during the first copy turns the health
      Given "erp-db-01" is "reprotecting"
      When a backup takes the snapshot "nightly-backup" of "erp-db-01"
      Then the health of "erp-db-01" turns Critical within 45 minutes

    Scenario: A snapshot during replication turns the health
      Given "erp-db-01" is "protected to site"
      When a backup takes the snapshot "nightly-backup" of "erp-db-01"
      Then the health of "erp-db-01" turns Warning within 25 minutes
      And the health of "erp-db-01" turns Critical within 20 minutes

    Scenario: Replication goes on once the snapshot is gone
      Given "erp-db-01" is "protected to site"
      And a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And the health of "erp-db-01" turns Critical within 45 minutes
      When the operator removes the snapshot "nightly-backup" of "erp-db-01"
      Then the health of "erp-db-01" turns Normal within 20 minutes

    Scenario: What was written under the snapshot comes home too
      Given "erp-db-01" is "protected to site"
      And a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And 2 hours pass
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      And 15 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
