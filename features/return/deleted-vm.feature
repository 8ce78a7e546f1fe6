@F-11
Feature: A machine whose VM was deleted comes back to a new one
  Whoever cleaned up the site after the disaster is hurt otherwise:
  the machine has nowhere to return to.

  Background:
    Given an estate with the machines
      | machine   | datastore |
      | erp-db-01 | ds-02     |

  Rule: The new VM is made on the host of the master target

    Scenario: The machine gets a new VM beside the master target
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" runs in a new VM beside "mt-01" in "ds-01"
      And "erp-db-01" came home with what Azure held

    Scenario: The machine in its new VM is protected again
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      And "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 4 hours

    Scenario: Everything is sent, for nothing is there
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 4 hours
      And "erp-db-01" sent all that its disks hold

    Scenario: Without a datastore for the new VM reprotection fails
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01" without a datastore
      Then the job fails within 5 minutes with SIM-CHOICE-MISSING, naming "datastore"
      And "erp-db-01" is still "failover committed"

    Scenario: The host must reach the datastore of the new VM
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01" into the datastore "ds-02"
      Then the job fails within 5 minutes with SIM-DATASTORE, naming "ds-02"
      And "erp-db-01" is still "failover committed"

    Scenario: The job goes on once the datastore is mounted
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      And the operator reprotects "erp-db-01" into the datastore "ds-02"
      And the job fails within 5 minutes with SIM-DATASTORE
      And the operator mounts "ds-02" on "esx-01"
      When the operator restarts the job
      Then the job succeeds within 4 hours
      And "erp-db-01" is "protected to site" within 4 hours
