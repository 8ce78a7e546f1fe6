Feature: The recovery point can be changed while nothing is committed
  Whoever took a bad point is hurt if it cannot be undone:
  a database that was broken before the failover stays broken.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: Before the commit another point can be taken

    Scenario: The copy in Azure is made anew from the oldest point
      Given "erp-db-01" is "failed over"
      When the operator changes "erp-db-01" to its oldest recovery point
      Then the job succeeds within 1 hour
      And "erp-db-01" is still "failed over"
      And "erp-db-01" runs in Azure only

    Scenario: The machine comes home from there
      Given "erp-db-01" is "failed over"
      And the operator changes "erp-db-01" to its oldest recovery point
      And the job succeeds within 1 hour
      And 20 minutes pass
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

  Rule: After the commit it cannot

    Scenario: The request is refused
      Given "erp-db-01" is "failover committed"
      When the operator changes "erp-db-01" to its oldest recovery point
      Then the request is refused with SIM-OUT-OF-ORDER
      And nothing has changed

  Rule: A replication can be compared anew at any time

    Scenario: Only what differs is sent again, and the machine comes home
      Given "erp-db-01" is "protected to site"
      And the operator repairs the replication of "erp-db-01"
      And the job succeeds within 1 hour
      And 20 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
