@F-36
Feature: A read-only vCenter account is enough to leave, not to return
  The operator learns it in the middle of the return, and is hurt:
  everything worked up to the reprotection, and now no datastore is listed.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And a read-only vCenter account

  Rule: Discovery, protection and failover work

    Scenario: A machine is protected
      When the operator protects "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 4 hours

    Scenario: A machine fails over
      Given "erp-db-01" is "protected"
      And "erp-db-01" is shut down by hand
      When the operator forces the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" runs in Azure only

  Rule: Reprotection fails, for no datastore can be discovered

    Scenario: The job fails and says so
      Given "erp-db-01" runs in Azure after a shutdown by hand
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-DATASTORES-NOT-DISCOVERED, naming "asr-vcenter"
      And no block of the disks of "erp-db-01" on the site has changed
      And "erp-db-01" is still "failover committed"

    Scenario: The list of datastores is empty
      Given "erp-db-01" runs in Azure after a shutdown by hand
      When 10 minutes pass
      Then no datastore is listed for "mt-01"

  Rule: With other credentials the same job succeeds

    Scenario: The restarted job succeeds
      Given "erp-db-01" runs in Azure after a shutdown by hand
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-DATASTORES-NOT-DISCOVERED
      And the operator updates the vCenter credentials
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: The datastores are listed
      Given "erp-db-01" runs in Azure after a shutdown by hand
      When the operator updates the vCenter credentials
      Then the datastore "ds-01" is listed for "mt-01" within 10 minutes
