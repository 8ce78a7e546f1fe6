@F-42
Feature: The place of the process server must suit the line
  Whoever chooses the process server is hurt by a pair that nobody supports:
  the way home is built on it, and fails when it is needed.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A process server in Azure works with either line

    Scenario Outline: A machine comes home through Azure's process server over <line>
      Given <line> between Azure and the site
      And "erp-db-01" is "protected to site" through the process server "ps-azure-01"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

      Examples: Both kinds of line
        | line                    |
        | a VPN                   |
        | an ExpressRoute circuit |

  Rule: A process server on the site works with ExpressRoute

    Scenario: The machine is reprotected without a process server in Azure
      Given no process server in Azure
      And an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" through the process server "management-server"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours
      And everything that "erp-db-01" sent came over the circuit

    Scenario: The machine comes home with what Azure held
      Given no process server in Azure
      And an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "protected to site" through the process server "management-server"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: Replication stops with the process server on the site
      Given an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "protected to site" through the process server "management-server"
      When the "process server on the site" stops
      Then the health of "erp-db-01" turns Critical within 45 minutes

    Scenario: The process server in Azure is not in the way
      Given an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "protected to site" through the process server "management-server"
      When the "process server in Azure" stops
      Then the health of "erp-db-01" stays Normal for 2 hours

  Rule: A process server on the site is refused where there is only a VPN

    Scenario: The pair is refused before anything changes
      Given a VPN between Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" through the process server "management-server"
      Then the job fails within 5 minutes with SIM-PROCESS-SERVER-PLACE, naming "management-server"
      And no block of the disks of "erp-db-01" on the site has changed
      And "erp-db-01" is still "failover committed"

    Scenario: The same job succeeds once there is a circuit
      Given a VPN between Azure and the site
      And "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01" through the process server "management-server"
      And the job fails within 5 minutes with SIM-PROCESS-SERVER-PLACE
      And an ExpressRoute circuit is set up on the network of the machines
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: A process server in Azure can be chosen instead
      Given a VPN between Azure and the site
      And "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01" through the process server "management-server"
      And the job fails within 5 minutes with SIM-PROCESS-SERVER-PLACE
      When the operator reprotects "erp-db-01" through the process server "ps-azure-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: A circuit on another network does not make it good
      Given an ExpressRoute circuit between another network in Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" through the process server "management-server"
      Then the job fails within 30 minutes with 95226, naming "erp-db-01"
