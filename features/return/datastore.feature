@F-09 @F-13
Feature: The master target must reach the datastore of the original VM
  Whoever starts a return is hurt if this shows only after hours of copying:
  the data arrive and cannot be written.

  Background:
    Given an estate with the machines
      | machine    | datastore |
      | erp-db-01  | ds-02     |
      | erp-app-01 | ds-01     |

  Rule: The host of the master target has the datastore mounted

    Scenario: A datastore out of reach stops the reprotection
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 8061, naming "ds-02"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The job names the host as well
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 8061, naming "esx-01"

    Scenario: The job succeeds once the datastore is mounted
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with 8061
      And the operator mounts "ds-02" on "esx-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: A datastore within reach lets the machine come home
      Given "erp-app-01" is "protected to site"
      When the operator fails over "erp-app-01"
      Then the job succeeds within 1 hour
      And "erp-app-01" runs in the VM that it had before

  Rule: Where the VM is gone, reprotection makes a new one

    Scenario: The datastore of a deleted VM no longer matters
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 4 hours
