@F-22
Feature: A process server registers after its first log-in
  Whoever enters it wrongly is hurt if nothing says so:
  the server stands there, costs money and carries nothing.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And no process server in Azure

  Rule: It registers with the right address and passphrase only

    Scenario: It registers with what was entered rightly
      Given a process server is deployed
      When someone logs in to "ps-azure-01"
      Then "ps-azure-01" is registered within 5 minutes

    Scenario: Before the log-in it does not register
      When a process server is deployed
      Then "ps-azure-01" is not listed for 1 hour

    Scenario: A wrong password of the administrator is refused
      Given a process server is deployed
      When someone logs in to "ps-azure-01" with the password "guess"
      Then the action is refused with SIM-LOGIN

    Scenario: A wrong passphrase keeps it out
      Given a process server is deployed
      When someone logs in to "ps-azure-01" with the passphrase "guess"
      Then "ps-azure-01" is not registered for 1 hour, for SIM-PASSPHRASE

    Scenario: A wrong address keeps it out
      Given a process server is deployed
      When someone logs in to "ps-azure-01" with the managementServer "10.0.0.77"
      Then "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE

    Scenario: The right passphrase lets it in afterwards
      Given a process server is deployed
      And someone logs in to "ps-azure-01" with the passphrase "guess"
      And "ps-azure-01" is not registered for 1 hour, for SIM-PASSPHRASE
      When someone logs in to "ps-azure-01"
      Then "ps-azure-01" is registered within 5 minutes

  Rule: Port 443 carries the registration

    Scenario: A blocked port keeps it out
      Given a process server is deployed
      And a firewall blocks the port 443
      When someone logs in to "ps-azure-01"
      Then "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE

    Scenario: It registers once the port is open
      Given a process server is deployed
      And a firewall blocks the port 443
      And someone logs in to "ps-azure-01"
      And "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE
      When the firewall opens the port 443
      Then "ps-azure-01" is registered within 5 minutes

    Scenario: Another port than the server's keeps it out
      Given a process server is deployed
      When someone logs in to "ps-azure-01" with the controlPort 8443
      Then "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE

  Rule: A changed control port is entered at both ends

    Scenario: Changed on the management server alone, it is kept out
      Given the control port of the management server is 8443
      And a process server is deployed
      When someone logs in to "ps-azure-01"
      Then "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE

    Scenario: Changed at both ends, the machine comes home
      Given the control port of the management server is 8443
      And "erp-db-01" is "failover committed"
      And a process server is deployed
      And someone logs in to "ps-azure-01" with the controlPort 8443
      And "ps-azure-01" is listed within 30 minutes
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

    Scenario: Corrected at the log-in, it is registered
      Given the control port of the management server is 8443
      And a process server is deployed
      And someone logs in to "ps-azure-01"
      And "ps-azure-01" is not registered for 1 hour, for SIM-UNREACHABLE
      When someone logs in to "ps-azure-01" with the controlPort 8443
      Then "ps-azure-01" is registered within 5 minutes

  Rule: Port 9443 carries the data

    Scenario: A blocked port lets it register, and no data through
      Given "erp-db-01" is "failover committed"
      And a process server is deployed, set up and listed
      And a firewall blocks the port 9443
      When the operator reprotects "erp-db-01"
      Then "ps-azure-01" is registered within 5 minutes
      And the health of "erp-db-01" turns Critical within 2 hours

    Scenario: The data flow once the port is open
      Given "erp-db-01" is "failover committed"
      And a process server is deployed, set up and listed
      And "erp-db-01" is "protected to site"
      And a firewall blocks the port 9443
      And the health of "erp-db-01" turns Critical within 2 hours
      When the firewall opens the port 9443
      Then the health of "erp-db-01" turns Normal within 1 hour
      And "erp-db-01" comes home with what Azure held

  Rule: A changed data port is entered at both ends

    Scenario: Changed on the management server alone, no data flow
      Given the data port of the management server is 9553
      And "erp-db-01" is "failover committed"
      And a process server is deployed
      And someone logs in to "ps-azure-01"
      And "ps-azure-01" is listed within 30 minutes
      When the operator reprotects "erp-db-01"
      Then the health of "erp-db-01" turns Critical within 1 hour

    Scenario: Changed at the log-in alone, no data flow
      Given "erp-db-01" is "failover committed"
      And a process server is deployed
      And someone logs in to "ps-azure-01" with the dataPort 9553
      And "ps-azure-01" is listed within 30 minutes
      When the operator reprotects "erp-db-01"
      Then the health of "erp-db-01" turns Critical within 1 hour

    Scenario: Changed at both ends, the machine comes home
      Given the data port of the management server is 9553
      And "erp-db-01" is "failover committed"
      And a process server is deployed
      And someone logs in to "ps-azure-01" with the dataPort 9553
      And "ps-azure-01" is listed within 30 minutes
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held

    Scenario: Corrected at the log-in, the data flow
      Given "erp-db-01" is "failover committed"
      And a process server is deployed
      And someone logs in to "ps-azure-01" with the dataPort 9553
      And "ps-azure-01" is listed within 30 minutes
      And the operator reprotects "erp-db-01"
      And the health of "erp-db-01" turns Critical within 1 hour
      When someone logs in to "ps-azure-01" with the dataPort 9443
      Then "erp-db-01" is "protected to site" within 2 hours
