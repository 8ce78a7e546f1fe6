@F-20
Feature: The configuration server must know the machine during failback
  Whoever lost the management server with the site is hurt otherwise:
  every machine in Azure is stranded there.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A backup restored at the same address lets machines come home

    Scenario: A machine in Azure comes home after loss and restore
      Given "erp-db-01" is "failover committed"
      And the configuration server was backed up
      And the configuration server is lost
      And the configuration server is restored at the same address
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

    Scenario: A loss in the middle of the replication loses nothing
      Given "erp-db-01" is "protected to site"
      And the configuration server was backed up
      And the configuration server is lost
      And 40 minutes pass
      And the configuration server is restored at the same address
      And 20 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: A backup from before the reprotection is enough
      Given "erp-db-01" is "failover committed"
      And the configuration server was backed up
      And "erp-db-01" is "protected to site"
      And the configuration server is lost
      And the configuration server is restored at the same address
      And 20 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: A failback fails while the configuration server is lost
      Given "erp-db-01" is "protected to site"
      And the configuration server is lost
      When the operator fails over "erp-db-01"
      Then the job fails within 30 minutes with SIM-UNREACHABLE
      And "erp-db-01" runs in Azure only
      And "erp-db-01" is still "protected to site"

    Scenario: The same failback succeeds after the restore
      Given "erp-db-01" is "protected to site"
      And the configuration server was backed up
      And the configuration server is lost
      And the operator fails over "erp-db-01"
      And the job fails within 30 minutes with SIM-UNREACHABLE
      And the configuration server is restored at the same address
      And 20 minutes pass
      When the operator restarts the job
      Then the job succeeds within 1 hour

  Rule: At another address machines do not come home

    Scenario: A restore at another address is named as the cause
      Given "erp-db-01" is "failover committed"
      And the configuration server was backed up
      And the configuration server is lost
      And the configuration server is restored at another address
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with SIM-CS-ADDRESS
      And "erp-db-01" is still "failover committed"

    Scenario: Back at its own address it lets machines home
      Given "erp-db-01" is "failover committed"
      And the configuration server was backed up
      And the configuration server is lost
      And the configuration server is restored at another address
      And the operator reprotects "erp-db-01"
      And the job fails within 30 minutes with SIM-CS-ADDRESS
      And the configuration server is moved to its former address
      When the operator restarts the job
      Then the job succeeds within 2 hours

  Rule: A machine that is not in the database cannot come home

    Scenario: A backup older than the machine does not know it
      Given the configuration server was backed up
      And "erp-db-01" is "protected to site"
      And the configuration server is lost
      And the configuration server is restored at the same address
      When the operator fails over "erp-db-01"
      Then the job fails within 30 minutes with SIM-NOT-IN-DATABASE, naming "erp-db-01"
      And "erp-db-01" is still "protected to site"
      And "erp-db-01" runs in Azure only

    Scenario: Without any backup it is unknown too
      Given "erp-db-01" is "protected to site"
      And the configuration server is lost
      And the configuration server is restored at the same address
      When the operator fails over "erp-db-01"
      Then the job fails within 30 minutes with SIM-NOT-IN-DATABASE, naming "erp-db-01"
      And "erp-db-01" runs in Azure only

    Scenario: It cannot be protected to Azure again
      Given the configuration server was backed up
      And "erp-db-01" is "failback committed"
      And the configuration server is lost
      And the configuration server is restored at the same address
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with SIM-NOT-IN-DATABASE, naming "erp-db-01"
      And the prerequisite check of the job failed

    Scenario: It cannot be reprotected either
      Given the configuration server was backed up
      And "erp-db-01" is "failover committed"
      And the configuration server is lost
      And the configuration server is restored at the same address
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with SIM-NOT-IN-DATABASE, naming "erp-db-01"
