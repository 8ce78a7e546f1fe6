Feature: Causes that stand at once are all named
  The operator is hurt if they come out one by one:
  each mending costs another attempt and another hour.

  Background:
    Given an estate with the machines
      | machine   | datastore |
      | erp-db-01 | ds-02     |
    And "erp-db-01" is "failover committed"

  @F-17 @F-36
  Scenario: A snapshot and a read-only account are both named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the vCenter account becomes read-only
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code                          |
      | SIM-DATASTORES-NOT-DISCOVERED |
      | SIM-PRIVILEGE                 |
      | SIM-SNAPSHOT                  |
    And no block of the disks of "erp-db-01" on the site has changed

  @F-09 @F-17 @F-39
  Scenario: Datastore, snapshot and license are all named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator assigns the license "ESXi 5.5 Free" to "esx-01"
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code         |
      | 8061         |
      | SIM-SNAPSHOT |
      | SIM-LICENSE  |
    And no block of the disks of "erp-db-01" on the site has changed

  @F-30 @F-09
  Scenario: Wrong servers and a datastore out of reach are all named
    When the operator reprotects "erp-db-01" with wrong servers
    Then the job fails within 5 minutes for
      | code                  |
      | SIM-NO-PROCESS-SERVER |
      | SIM-RETENTION-DRIVE   |
      | SIM-UNKNOWN           |
      | 8061                  |

  @F-09 @F-17
  Scenario: What was not mended is still named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator reprotects "erp-db-01"
    And the job fails within 5 minutes with 8061
    And the operator mounts "ds-02" on "esx-01"
    When the operator restarts the job
    Then the job fails within 5 minutes for
      | code         |
      | SIM-SNAPSHOT |

  @F-09 @F-17
  Scenario: The job succeeds once all are mended
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator reprotects "erp-db-01"
    And the job fails within 5 minutes with SIM-SNAPSHOT
    And the operator removes the snapshot "nightly-backup" of "erp-db-01"
    And the operator mounts "ds-02" on "esx-01"
    When the operator restarts the job
    Then the job succeeds within 2 hours
