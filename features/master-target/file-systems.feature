@F-28
Feature: A Linux master target can read the machines' file systems
  Whoever forgets the packages is hurt when the first such machine returns:
  its disks arrive and cannot be mounted.

  Rule: Machines that start from ReiserFS or XFS need further packages

    Scenario Outline: The preflight asks for them because of <file system>
      Given an estate with the machines
        | machine   | file system   |
        | erp-db-01 | <file system> |
      And "erp-db-01" is "protected"
      When the Linux server "mt-linux" with everything prepared
      Then the preflight of "mt-linux" names
        | item                            |
        | package kmod-reiserfs: missing  |
        | package reiserfs-utils: missing |
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

      Examples: File systems
        | file system |
        | reiserfs    |
        | xfs         |

    Scenario: With the packages the server registers
      Given an estate with the machines
        | machine   | file system |
        | erp-db-01 | reiserfs    |
      And "erp-db-01" is "protected"
      And the Linux server "mt-linux" with everything prepared
      When the operator installs the packages "kmod-reiserfs, reiserfs-utils" on "mt-linux"
      Then "mt-linux" is registered within 10 minutes

    Scenario: For other file systems they are not asked for
      Given an estate with the machines
        | machine   | file system |
        | erp-db-01 | ext4        |
      And "erp-db-01" is "protected"
      When the Linux server "mt-linux" with everything prepared
      Then the preflight of "mt-linux" finds nothing missing

  Rule: A machine that is protected later counts as well

    Background:
      Given an estate with the machines
        | machine    | file system |
        | erp-db-01  | ext4        |
        | erp-app-01 | reiserfs    |
      And "erp-db-01" is "failover committed"
      And the Linux server "mt-linux" with everything prepared
      And "mt-linux" is listed within 20 minutes
      And "erp-app-01" is "failover committed"

    Scenario: The reprotection names the packages
      When the operator reprotects "erp-app-01" to the Linux master target "mt-linux"
      Then the job fails within 5 minutes with SIM-LINUX-PREPARATION, naming "package kmod-reiserfs"
      And no block of the disks of "erp-app-01" on the site has changed

    Scenario: The same job succeeds once they are installed
      Given the operator reprotects "erp-app-01" to the Linux master target "mt-linux"
      And the job fails within 5 minutes with SIM-LINUX-PREPARATION
      And the operator installs the packages "kmod-reiserfs, reiserfs-utils" on "mt-linux"
      When the operator restarts the job
      Then the job succeeds within 2 hours
