Feature: Causes that stand at once are all named by later rules too
  The operator is hurt if they come out one by one:
  later rules add causes, and none may hide another.

  Background:
    Given an estate with the machines
      | machine   | datastore |
      | erp-db-01 | ds-02     |

  @F-09 @F-12 @F-17
  Rule: In 2019 the retention drive and the master target's snapshots count as well

    Background:
      Given the rules of classic 2019
      And "erp-db-01" is "failover committed"
      And the VM of the master target carries the snapshot "before-patch"

    Scenario: Drive, datastore and snapshot are all named
      When the operator reprotects "erp-db-01" with the retentionDrive "D:"
      Then the job fails within 5 minutes for
        | code                |
        | SIM-RETENTION-UNFIT |
        | 8061                |
        | SIM-SNAPSHOT        |
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The next request succeeds once all are mended
      Given the snapshot "before-patch" of the master target is removed
      And the operator mounts "ds-02" on "esx-01"
      When the operator reprotects "erp-db-01" with the retentionDrive "R:"
      Then the job succeeds within 2 hours

  @F-09 @F-30 @F-39
  Rule: The modernized provider names all of its own

    Background:
      Given the rules of the modernized provider
      And "erp-db-01" is "failover committed"
      And the operator assigns the license "ESXi 5.5 Free" to "esx-01"

    Scenario: Storage account, datastore and license are all named
      When the operator reprotects "erp-db-01" with the logStorageAccount "logstorage99"
      Then the job fails within 5 minutes for
        | code                  |
        | SIM-NO-PROCESS-SERVER |
        | 8061                  |
        | SIM-LICENSE           |
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The next request succeeds once all are mended
      Given the operator assigns the license "evaluation" to "esx-01"
      And the operator mounts "ds-02" on "esx-01"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
