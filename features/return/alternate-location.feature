@F-11 @F-12
Feature: At another location a machine lands where the master target is
  Whoever lost the old datastores is hurt otherwise:
  the machine is put where there is no room, or nowhere at all.

  Background:
    Given an estate with the machines
      | machine   | datastore |
      | erp-db-01 | ds-02     |
    And "erp-db-01" is "failover committed"
    And the VM of "erp-db-01" was deleted

  Rule: Host and datastore are those of the master target and of the choice

    Scenario: The machine lands on the master target's host
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" runs in a new VM beside "mt-01" in "ds-01"

    Scenario: The machine lands in the datastore that was chosen
      Given the operator mounts "ds-02" on "esx-01"
      And the operator reprotects "erp-db-01" into the datastore "ds-02"
      And "erp-db-01" is "protected to site" within 4 hours
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" runs in a new VM beside "mt-01" in "ds-02"
      And "erp-db-01" came home with what Azure held

    Scenario: A datastore that the host does not reach is refused
      When the operator reprotects "erp-db-01" into the datastore "ds-02"
      Then the job fails within 5 minutes with SIM-DATASTORE, naming "ds-02"

    Scenario: With another master target it lands on that one's host
      Given the operator sets up the Windows master target "mt-02"
      And "mt-02" is listed within 10 minutes
      And the operator reprotects "erp-db-01" with the masterTarget "mt-02"
      And "erp-db-01" is "protected to site" within 4 hours
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" runs in a new VM beside "mt-02" in "ds-01"

  Rule: The retention drive is one of the master target

    Scenario: A drive that the master target lacks is refused
      When the operator reprotects "erp-db-01" with the retentionDrive "Z:"
      Then the job fails within 5 minutes with SIM-RETENTION-DRIVE, naming "Z:"
      And "erp-db-01" is still "failover committed"

    Scenario: Its own drive is accepted
      When the operator reprotects "erp-db-01" with the retentionDrive "R:"
      Then the job succeeds within 4 hours
