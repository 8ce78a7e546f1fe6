@F-06
Feature: A machine comes back to its original VM with the differences only
  Whoever pays for the line and waits for the return is hurt otherwise:
  terabytes that are on the site already travel once more.

  Background:
    Given an estate with the machines
      | machine   | writes   |
      | erp-db-01 | steadily |
      | archive   | nothing  |

  Rule: The original VM is the one that comes back

    Scenario: The machine runs in the VM that it left
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" runs in the VM that it had before

  Rule: Only what differs is sent

    Scenario: No more is sent than was written in Azure
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 2 hours
      And "erp-db-01" sent no more than was written in Azure

    Scenario: Exactly what was written is sent
      Given "archive" is "failover committed"
      And "archive" writes 96 MiB in Azure
      When the operator reprotects "archive"
      Then "archive" is "protected to site" within 2 hours
      And "archive" sent 96 MiB

    Scenario: A machine that wrote nothing sends nothing
      Given "archive" is "failover committed"
      When the operator reprotects "archive"
      Then "archive" is "protected to site" within 2 hours
      And "archive" sent no contents, only checksums

  Rule: Every disk comes home with what Azure held

    Scenario: The latest point holds the last write before the shutdown
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: What is written after the reprotection comes home too
      Given "archive" is "protected to site"
      And "archive" writes 32 MiB in Azure
      When the operator fails over "archive"
      Then the job succeeds within 1 hour
      And "archive" came home with what Azure held

    Scenario: An older point brings the disks of that time
      Given "erp-db-01" is "protected to site"
      And 40 minutes pass
      When the operator fails over "erp-db-01" to its oldest recovery point
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point
