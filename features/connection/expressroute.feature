Feature: A line counts where it ends, and carries what its peerings reach
  Whoever ordered the circuit is hurt if it ends in the wrong place:
  it is paid for, and replication either stalls or takes another way.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  @F-40
  Rule: Only a line on the network that machines fail over to counts

    Scenario Outline: Reprotection fails with <line> on another network
      Given <line> between another network in Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with 95226, naming "erp-db-01"
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: Both kinds of line
        | line                    |
        | a VPN                   |
        | an ExpressRoute circuit |

    Scenario Outline: Reprotection succeeds with <line> on the machines' network
      Given <line> between Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

      Examples: Both kinds of line
        | line                    |
        | a VPN                   |
        | an ExpressRoute circuit |

    Scenario Outline: The same job succeeds once <line> ends there
      Given <line> between another network in Azure and the site
      And "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job fails within 30 minutes with 95226
      And the connection is set up on the network of the machines
      And 15 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

      Examples: Both kinds of line
        | line                    |
        | a VPN                   |
        | an ExpressRoute circuit |

    Scenario: Replication stalls when the circuit is moved away
      Given an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "protected to site"
      When the connection is set up on another network
      Then the health of "erp-db-01" turns Critical within 45 minutes

    Scenario: What was written meanwhile comes home after the circuit is moved back
      Given an ExpressRoute circuit between Azure and the site
      And "erp-db-01" is "protected to site"
      And the connection is set up on another network
      And 2 hours pass
      And the connection is set up on the network of the machines
      And 15 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

  @F-15 @F-40
  Rule: A circuit reaches the network of the machines by private peering

    Scenario: Public peering alone does not reach the machines
      Given an ExpressRoute circuit with public peering between Azure and the site
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 30 minutes with 95226, naming "erp-db-01"

    Scenario: Private peering reaches the machines
      Given an ExpressRoute circuit with private peering between Azure and the site
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

  @F-41
  Rule: Replication to Azure takes the circuit only with public peering

    Scenario: With private peering alone it takes the internet
      Given an ExpressRoute circuit with private peering between Azure and the site
      When "erp-db-01" comes to be "protected"
      Then nothing was replicated over the circuit
      And everything that "erp-db-01" sent came over the internet

    Scenario: With public peering it takes the circuit
      Given an ExpressRoute circuit with private and public peering between Azure and the site
      When "erp-db-01" comes to be "protected"
      Then everything that "erp-db-01" sent came over the circuit
      And nothing was replicated over the internet

    Scenario: A VPN does not carry it
      Given a VPN between Azure and the site
      When "erp-db-01" comes to be "protected"
      Then nothing was replicated over the VPN
      And everything that "erp-db-01" sent came over the internet

    Scenario: Without internet and public peering it stalls
      Given an ExpressRoute circuit with private peering between Azure and the site
      And "erp-db-01" is "protected"
      When the internet line of the site goes down
      Then the health of "erp-db-01" turns Critical within 45 minutes
      And the newest recovery point of "erp-db-01" is older than 15 minutes
      And nothing was replicated over the circuit

    Scenario: It goes on over the circuit once public peering is set up
      Given an ExpressRoute circuit with private peering between Azure and the site
      And "erp-db-01" is "protected"
      And the internet line of the site goes down
      And the health of "erp-db-01" turns Critical within 45 minutes
      When public peering is set up on the circuit
      Then the health of "erp-db-01" turns Normal within 20 minutes
      And the newest recovery point of "erp-db-01" is younger than 10 minutes within 5 minutes
      And something was replicated over the circuit

    Scenario: A site without internet is not protected through private peering
      Given a site without internet
      And an ExpressRoute circuit with private peering between Azure and the site
      When the operator protects "erp-db-01"
      Then the job fails within 30 minutes with SIM-UNREACHABLE
      And "erp-db-01" has no recovery point

    Scenario: The same job succeeds once public peering is set up
      Given a site without internet
      And an ExpressRoute circuit with private peering between Azure and the site
      And the operator protects "erp-db-01"
      And the job fails within 30 minutes with SIM-UNREACHABLE
      And public peering is set up on the circuit
      When the operator restarts the job
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 2 hours
