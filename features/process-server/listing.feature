@F-23
Feature: A new process server shows among the servers after a while
  The operator is hurt by impatience:
  a second one is deployed because the first does not show.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And no process server in Azure
    And "erp-db-01" is "failover committed"
    And a process server is deployed
    And someone logs in to "ps-azure-01"

  Scenario: For ten minutes it is not listed
    When "ps-azure-01" is registered within 1 minute
    Then "ps-azure-01" is not listed for 9 minutes

  Scenario: After a quarter of an hour it is listed
    When "ps-azure-01" is registered within 1 minute
    Then "ps-azure-01" is listed within 16 minutes

  Scenario: The properties of a machine never show it
    When "ps-azure-01" is listed within 16 minutes
    Then the properties of "erp-db-01" do not show "ps-azure-01"

  Scenario: Not even while it carries the machine's replication
    Given "ps-azure-01" is listed within 16 minutes
    When "erp-db-01" comes to be "protected to site"
    Then the properties of "erp-db-01" do not show "ps-azure-01"

  Scenario: Reprotection fails as long as it is not listed
    Given "ps-azure-01" is registered within 1 minute
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes with SIM-NO-PROCESS-SERVER, naming "ps-azure-01"

  Scenario: The same job succeeds once it is listed
    Given "ps-azure-01" is registered within 1 minute
    And the operator reprotects "erp-db-01"
    And the job fails within 5 minutes with SIM-NO-PROCESS-SERVER
    And "ps-azure-01" is listed within 16 minutes
    When the operator restarts the job
    Then the job succeeds within 2 hours
