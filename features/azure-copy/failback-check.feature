@F-33
Feature: A failback that cannot succeed leaves the Azure copy running
  Everyone who works with the machine is hurt otherwise:
  the Azure copy is off, the one on the site does not start, and no error says why.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And "erp-db-01" is "protected to site"

  Rule: What stands in the way is found before the Azure copy is shut down

    Scenario Outline: The <component> is missed
      Given the "<component>" stops
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes with <code>, naming "<name>"
      And "erp-db-01" runs in Azure only
      And "erp-db-01" is still "protected to site"

      Examples: Servers on the way
        | component               | code  | name        |
        | master target           | 78022 | mt-01       |
        | process server in Azure | 806   | ps-azure-01 |

    @F-15
    Scenario: The line is missed
      Given the connection goes down
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes with 806, naming "ps-azure-01"
      And "erp-db-01" runs in Azure only

    @F-17
    Scenario: A snapshot of the VM is found
      Given a backup takes the snapshot "nightly-backup" of "erp-db-01"
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And "erp-db-01" runs in Azure only

    Scenario: The silence of vCenter is named as such
      Given the "vCenter server" stops
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes for
        | code            |
        | SIM-UNREACHABLE |
      And "erp-db-01" runs in Azure only

    Scenario: Everything that stands at once is named
      Given a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And the "process server in Azure" stops
      And the "master target" stops
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes for
        | code         |
        | 806          |
        | 78022        |
        | SIM-SNAPSHOT |
      And "erp-db-01" runs in Azure only

    Scenario: The same job succeeds once it is mended
      Given the "master target" stops
      And the operator fails over "erp-db-01"
      And the job fails within 10 minutes with 78022
      And the "master target" starts
      When the operator restarts the job
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

  Rule: What comes about afterwards ends the job in time, and is named

    Scenario: The master target stops while the Azure copy shuts down
      Given the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      When the "master target" stops
      Then the job fails within 30 minutes with 78022, naming "mt-01"
      And "erp-db-01" is still "protected to site"

    @F-17
    Scenario: A snapshot is taken before the last changes are written
      Given "erp-db-01" writes 2 GiB in Azure
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      When a backup takes the snapshot "nightly-backup" of "erp-db-01"
      Then the job fails within 30 minutes with SIM-SNAPSHOT, naming "nightly-backup"

    @F-17
    Scenario: The machine comes home once the snapshot is gone
      Given "erp-db-01" writes 2 GiB in Azure
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      And a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And the job fails within 30 minutes with SIM-SNAPSHOT
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      When the operator restarts the job
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    @F-17
    Scenario: A snapshot is taken before the disks are rolled back
      Given 40 minutes pass
      And the operator fails over "erp-db-01" to its oldest recovery point
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      When a backup takes the snapshot "nightly-backup" of "erp-db-01"
      Then the job fails within 30 minutes with vim.fault.InvalidState, naming "nightly-backup"

    @F-17
    Scenario: The disks are rolled back once the snapshot is gone
      Given 40 minutes pass
      And the operator fails over "erp-db-01" to its oldest recovery point
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      And a backup takes the snapshot "nightly-backup" of "erp-db-01"
      And the job fails within 30 minutes with vim.fault.InvalidState
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      When the operator restarts the job
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point

  Rule: Whoever gives the last changes up does not need their way

    Scenario: The machine comes home though the process server is gone
      Given the "process server in Azure" stops
      When the operator forces the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point
      And "erp-db-01" runs on the site only

    Scenario: The machine comes home though the line is down
      Given the connection goes down
      When the operator forces the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point

    Scenario: What stayed on the way is cleared once the line is back
      Given the connection goes down
      And 10 minutes pass
      And the operator forces the failover of "erp-db-01"
      And the job succeeds within 1 hour
      When the connection comes up
      Then "erp-db-01" came home with what Azure held at that point

    @F-17
    Scenario: A snapshot stops it all the same
      Given a backup takes the snapshot "nightly-backup" of "erp-db-01"
      When the operator forces the failover of "erp-db-01"
      Then the job fails within 10 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And "erp-db-01" runs in Azure only
