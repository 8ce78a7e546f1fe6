Feature: A running reprotection can be taken back, a failover cannot
  Whoever stops halfway is hurt if the machine hangs between two places:
  it must be where it was before.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A reprotection that is cancelled leaves the machine where it was

    Scenario: It ends cancelled, and the machine is as before
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job comes to the task "DiscoverReplica"
      When the operator cancels the job
      Then the job ends cancelled within 1 hour
      And "erp-db-01" is still "failover committed"
      And "erp-db-01" runs in Azure only

    Scenario: The next reprotection brings it home
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job comes to the task "DiscoverReplica"
      And the operator cancels the job
      And the job ends cancelled within 1 hour
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

  Rule: A failover is not cancelled

    Scenario: The request is refused, and the failover goes on
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      When the operator cancels the job
      Then the request is refused with SIM-CANNOT-CANCEL
      And nothing has changed
