@F-38
Feature: A machine with a static address comes home with another
  Everyone who reaches the machine by its address is hurt if nobody is told:
  it runs at home, and its users look for it where it no longer is.

  Rule: The static address gives way to DHCP, and does not return by itself

    Background:
      Given an estate with the machines
        | machine   | system  | address   |
        | erp-db-01 | linux   | 10.1.5.20 |
        | ledger-01 | windows | 10.1.5.21 |
        | web-01    | windows | dhcp      |

    Scenario: In Azure the machine uses DHCP
      When "erp-db-01" comes to be "failed over"
      Then "erp-db-01" uses DHCP instead of "10.1.5.20" in Azure

    Scenario: A Linux machine comes home with DHCP
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" uses DHCP instead of "10.1.5.20" on the site
      And a follow-up for "erp-db-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.20"

    Scenario: A Windows machine comes home with DHCP
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" uses DHCP instead of "10.1.5.21" on the site
      And a follow-up for "ledger-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.21"

    Scenario: A machine that leased its address before has nothing to mend
      When "web-01" comes to be "failed back"
      Then no follow-up for "web-01" is left within 1 minute

  Rule: The operator sets the address again by hand

    Background:
      Given an estate with the machines
        | machine   | system  | address   |
        | ledger-01 | windows | 10.1.5.21 |
        | web-01    | linux   | dhcp      |

    Scenario: The machine has its address again
      Given "ledger-01" is "failed back"
      When the operator sets the address "10.1.5.21" on "ledger-01"
      Then "ledger-01" has the static address "10.1.5.21"
      And no follow-up for "ledger-01" is left within 15 minutes

    Scenario: The address is still there after a restart
      Given "ledger-01" is "failed back"
      And the operator sets the address "10.1.5.21" on "ledger-01"
      When the operator switches "ledger-01" off and on
      Then "ledger-01" has the static address "10.1.5.21"
      And no follow-up for "ledger-01" is left within 15 minutes

    Scenario: Replication to Azure goes on from the new address
      Given "ledger-01" has come home
      When the operator sets the address "10.1.5.21" on "ledger-01"
      Then the health of "ledger-01" stays Normal for 1 hour
      And the newest recovery point of "ledger-01" is younger than 10 minutes within 5 minutes

    Scenario: Common points with other machines go on from the new address
      Given the machines of "PG1" are kept consistent with each other
      And "ledger-01" has come home
      And "web-01" has come home
      When the operator sets the address "10.1.5.21" on "ledger-01"
      And 40 minutes pass
      Then the newest common point of "ledger-01" is younger than 15 minutes

    Scenario: An address that another machine took is refused
      Given "ledger-01" is "failed back"
      And "web-01" took the address "10.1.5.21"
      When the operator sets the address "10.1.5.21" on "ledger-01"
      Then the request is refused with SIM-ADDRESS-TAKEN, naming "web-01"
      And "ledger-01" uses DHCP instead of "10.1.5.21" on the site
      And a follow-up for "ledger-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.21"

    Scenario: The address can be set once the other machine has left it
      Given "ledger-01" is "failed back"
      And "web-01" took the address "10.1.5.21"
      And "web-01" took the address "10.1.5.99"
      When the operator sets the address "10.1.5.21" on "ledger-01"
      Then "ledger-01" has the static address "10.1.5.21"

    Scenario Outline: An address that <why> is refused
      Given "ledger-01" is "failed back"
      When the operator sets the address "<address>" on "ledger-01"
      Then the request is refused with <code>, naming "<address>"
      And "ledger-01" uses DHCP instead of "10.1.5.21" on the site

      Examples: Addresses that nobody can have
        | why                    | address      | code                 |
        | lies in another subnet | 10.2.5.21    | SIM-ADDRESS-OUTSIDE  |
        | names the subnet       | 10.1.0.0     | SIM-ADDRESS-RESERVED |
        | is for broadcasts      | 10.1.255.255 | SIM-ADDRESS-RESERVED |

  Rule: By the documents of 2019 Windows regains its address, and only Windows

    Background:
      Given the rules of classic 2019
      And an estate with the machines
        | machine   | system  | address   |
        | erp-db-01 | linux   | 10.1.5.20 |
        | ledger-01 | windows | 10.1.5.21 |
        | web-01    | linux   | dhcp      |

    Scenario: A Windows machine has its address again
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" has the static address "10.1.5.21"
      And no follow-up for "ledger-01" is left within 15 minutes

    Scenario: A Linux machine keeps DHCP
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" uses DHCP instead of "10.1.5.20" on the site
      And a follow-up for "erp-db-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.20"

    Scenario: A Windows machine keeps DHCP where its address was taken
      Given "ledger-01" is "protected to site"
      And "web-01" took the address "10.1.5.21"
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" uses DHCP instead of "10.1.5.21" on the site
      And a follow-up for "ledger-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.21"

  Rule: With the modernized provider every machine keeps DHCP

    Scenario: A Windows machine comes home with DHCP
      Given the rules of the modernized provider
      And an estate with the machines
        | machine   | system  | address   |
        | ledger-01 | windows | 10.1.5.21 |
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" uses DHCP instead of "10.1.5.21" on the site
      And a follow-up for "ledger-01" is listed within 15 minutes with SIM-STATIC-ADDRESS-LOST, naming "10.1.5.21"

  Rule: A machine that finds no address at home is reported

    Background:
      Given the DHCP scope of the site has no address to spare
      And an estate with the machines
        | machine   | system  | address   |
        | ledger-01 | windows | 10.1.5.21 |

    Scenario: The vault tells that it has none
      When "ledger-01" comes to be "failed back"
      Then a follow-up for "ledger-01" is listed within 15 minutes with SIM-NO-ADDRESS, naming "ledger-01"

    Scenario: Without an address it is not reprotected
      Given "ledger-01" is "failback committed"
      When the operator reprotects "ledger-01"
      Then the job fails within 1 hour with SIM-AGENT-NOT-REGISTERED, naming "ledger-01"

    Scenario: The same job succeeds once there is an address
      Given "ledger-01" is "failback committed"
      And the operator reprotects "ledger-01"
      And the job fails within 1 hour with SIM-AGENT-NOT-REGISTERED
      And the DHCP scope of the site gains 10 addresses
      And the operator switches "ledger-01" off and on
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "ledger-01" is "protected" within 4 hours
