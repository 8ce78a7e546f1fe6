Feature: A second master target can be added and chosen
  Whoever brings many machines home through one master target is hurt:
  it writes more slowly than the data arrive.

  @F-24
  Rule: A Windows master target registers with the right entries only

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario: It registers with the right ones
      When the operator sets up the Windows master target "mt-02"
      Then "mt-02" is registered within 10 minutes
      And "mt-02" is listed within 10 minutes

    Scenario: Another option of the setup makes none
      When the operator sets up the Windows master target "mt-02" with the option "Install the configuration server"
      Then the action is refused with SIM-SETUP-OPTION
      And "mt-02" is not listed for 1 hour

    Scenario: A wrong passphrase keeps it out
      When the operator sets up the Windows master target "mt-02" with the passphrase "guess"
      Then "mt-02" is not registered for 1 hour, for SIM-PASSPHRASE
      And "mt-02" is not listed for 1 hour

    Scenario: A wrong address keeps it out
      When the operator sets up the Windows master target "mt-02" with the managementServer "10.0.0.77"
      Then "mt-02" is not registered for 1 hour, for SIM-UNREACHABLE

    Scenario: The right passphrase lets it in
      Given the operator sets up the Windows master target "mt-02" with the passphrase "guess"
      And "mt-02" is not registered for 1 hour, for SIM-PASSPHRASE
      When the operator enters the right passphrase on "mt-02"
      Then "mt-02" is registered within 10 minutes

  @F-19
  Rule: The management server has one, and another can be chosen

    Background:
      Given an estate with the machines
        | machine   | datastore |
        | erp-db-01 | ds-02     |

    Scenario: The one of the management server is listed
      When 10 minutes pass
      Then "mt-01" is listed within 1 minute

    Scenario: A machine comes home through the second one
      Given "erp-db-01" is "failover committed"
      And the operator sets up the Windows master target "mt-02"
      And "mt-02" is listed within 10 minutes
      And the operator reprotects "erp-db-01" with the masterTarget "mt-02"
      And "erp-db-01" is "protected to site" within 2 hours
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: The second one holds the disks
      Given "erp-db-01" is "failover committed"
      And the operator sets up the Windows master target "mt-02"
      And "mt-02" is listed within 10 minutes
      When the operator reprotects "erp-db-01" with the masterTarget "mt-02"
      Then "erp-db-01" is "protected to site" within 2 hours
      And the disks of "erp-db-01" are attached to "mt-02"

    Scenario: One that was never set up cannot be chosen
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the masterTarget "mt-02"
      Then the job fails within 5 minutes with SIM-NO-MASTER-TARGET, naming "mt-02"

  @F-19
  Rule: An overloaded master target shows, and a second one relieves it

    Background:
      Given an estate with the machines
        | machine   | datastore | writes   |
        | erp-db-01 | ds-01     | steadily |
        | erp-db-02 | ds-02     | steadily |
      And a slow master target

    Scenario: The health says that the master target is the cause
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the health of "erp-db-01" turns Warning within 4 hours
      And the health of "erp-db-01" names SIM-MASTER-TARGET-BUSY

    Scenario: Nothing is lost by it
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When "erp-db-01" is "protected to site" within 12 hours
      Then "erp-db-01" comes home with what Azure held

    Scenario: A machine on the second one is not slowed down
      Given "erp-db-02" is "failover committed"
      And the operator sets up the Windows master target "mt-02"
      And "mt-02" is listed within 10 minutes
      And the operator reprotects "erp-db-02" with the masterTarget "mt-02"
      When "erp-db-02" is "protected to site" within 2 hours
      Then the health of "erp-db-02" stays Normal for 2 hours

  @F-19
  Rule: By later rules a master target takes sixty disks

    Background:
      Given an estate with the machines
        | machine   | datastore | disks | writes  |
        | erp-db-01 | ds-01     | 40    | nothing |
        | erp-db-02 | ds-01     | 30    | nothing |

    Scenario: In 2017 no number is stated
      Given the rules of classic 2017
      And every machine is "failover committed"
      When the operator reprotects every machine
      Then the jobs succeed within 2 hours

    Scenario: In 2019 the sixty-first disk is refused
      Given the rules of classic 2019
      And every machine is "failover committed"
      And the operator reprotects "erp-db-01"
      And "erp-db-01" is "protected to site" within 2 hours
      When the operator reprotects "erp-db-02"
      Then the job fails within 5 minutes with SIM-DISKS-MAX, naming "mt-01"

  @F-12
  Rule: By later rules the retention drive must be fit for it

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario Outline: In 2019 the drive <drive> is refused: <why>
      Given the rules of classic 2019
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the retentionDrive "<drive>"
      Then the job fails within 5 minutes with SIM-RETENTION-UNFIT, naming "<why>"
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: Drives of the management server
        | drive | why          |
        | D:    | cache volume |
        | E:    | no size      |
        | F:    | FAT32        |

    Scenario: In 2017 any of its drives will do
      Given the rules of classic 2017
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the retentionDrive "F:"
      Then the job succeeds within 2 hours

    Scenario: In 2019 a fit drive is accepted
      Given the rules of classic 2019
      And "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the retentionDrive "R:"
      Then the job succeeds within 2 hours
