@F-37
Feature: A Linux machine comes home without NetworkManager
  Whoever configures the machine's network with it is hurt if nobody says so:
  the package went when the machine was recovered in Azure, and is missing at home.

  Background:
    Given an estate with the machines
      | machine   | system  |
      | erp-db-01 | linux   |
      | ledger-01 | windows |

  Rule: The package is removed in Azure, and does not return by itself

    Scenario: It is there before the failover
      When "erp-db-01" comes to be "protected"
      Then "NetworkManager" is installed on "erp-db-01" on the site

    Scenario: It is missing in Azure
      When "erp-db-01" comes to be "failover committed"
      Then "NetworkManager" is missing on "erp-db-01" in Azure

    Scenario: It is still missing after the failback
      When "erp-db-01" comes to be "failed back"
      Then "NetworkManager" is missing on "erp-db-01" on the site
      And a follow-up for "erp-db-01" is listed within 15 minutes with SIM-PACKAGE-LOST, naming "NetworkManager"

    Scenario: A second journey takes it again
      Given "erp-db-01" has come home
      And the operator installs "NetworkManager" on "erp-db-01"
      And 20 minutes pass
      And the former Azure VM of "erp-db-01" was deleted
      When "erp-db-01" goes to Azure and comes home once more
      Then "NetworkManager" is missing on "erp-db-01" on the site
      And a follow-up for "erp-db-01" is listed within 15 minutes with SIM-PACKAGE-LOST, naming "NetworkManager"

  Rule: The operator installs it again by hand

    Scenario: Nothing is left to do once it is installed
      Given "erp-db-01" is "failed back"
      And a follow-up for "erp-db-01" is listed within 15 minutes with SIM-PACKAGE-LOST, naming "NetworkManager"
      When the operator installs "NetworkManager" on "erp-db-01"
      Then "NetworkManager" is installed on "erp-db-01" on the site
      And no follow-up for "erp-db-01" is left within 20 minutes

    Scenario: It is still there after a restart
      Given "erp-db-01" is "failed back"
      And the operator installs "NetworkManager" on "erp-db-01"
      When the operator switches "erp-db-01" off and on
      Then "NetworkManager" is installed on "erp-db-01" on the site
      And no follow-up for "erp-db-01" is left within 20 minutes

  Rule: Windows loses nothing

    Scenario: A Windows machine comes home with all it had
      When "ledger-01" comes to be "failed back"
      Then "VMware Tools" is installed on "ledger-01" on the site
      And no follow-up for "ledger-01" is left within 20 minutes
