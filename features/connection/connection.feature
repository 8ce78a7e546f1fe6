@F-15
Feature: Failback needs a connection from the Azure network to the site
  Everyone who works with the machine is hurt if the line is missed late:
  changes pile up in Azure, and a return would lose them.

  Rule: Without a connection a machine cannot be reprotected

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario: Reprotection fails where no connection was ever set up
      Given no connection between Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with 95226
      And "erp-db-01" is still "failover committed"

    Scenario: Reprotection succeeds once a connection is set up
      Given no connection between Azure and the site
      And "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job fails within 30 minutes with 95226
      And the connection comes up
      And 15 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: Reprotection fails while the connection is down
      Given "erp-db-01" is "protected"
      And the connection goes down
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with 95226
      And no block of the disks of "erp-db-01" on the site has changed

  Rule: A connection that fails later stalls the replication, and loses nothing

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario: The health turns while the connection is down
      Given "erp-db-01" is "protected to site"
      When the connection goes down
      Then the health of "erp-db-01" turns Warning within 25 minutes
      And the health of "erp-db-01" turns Critical within 20 minutes
      And the newest recovery point of "erp-db-01" is older than 15 minutes

    Scenario: Replication catches up when the connection returns
      Given "erp-db-01" is "protected to site"
      And the connection goes down
      And the health of "erp-db-01" turns Critical within 45 minutes
      When the connection comes up
      Then the health of "erp-db-01" turns Normal within 20 minutes
      And the newest recovery point of "erp-db-01" is younger than 10 minutes within 15 minutes

    Scenario: What was written during the outage comes home too
      Given "erp-db-01" is "protected to site"
      And the connection goes down
      And 2 hours pass
      And the connection comes up
      And 15 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
