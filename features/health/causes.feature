Feature: Health and refusals name the server or the storage at fault
  Whoever is called at night is hurt otherwise:
  the machine is red, and every server on the way is looked at in turn.

  @F-18 @F-19
  Rule: A server that falls silent is named

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario Outline: The health names the <component>
      Given "erp-db-01" is "protected to site"
      When the "<component>" stops
      Then the health of "erp-db-01" turns Critical within 45 minutes
      And the health of "erp-db-01" names <code>

      Examples: Servers on the way
        | component               | code  |
        | master target           | 78022 |
        | process server in Azure | 806   |

    Scenario Outline: A reprotection through the silent <component> fails
      Given "erp-db-01" is "failover committed"
      And the "<component>" stops
      And 25 minutes pass
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with <code>, naming "<name>"
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: Servers on the way
        | component               | code  | name        |
        | master target           | 78022 | mt-01       |
        | process server in Azure | 806   | ps-azure-01 |

    Scenario Outline: The same job succeeds once the <component> is back
      Given "erp-db-01" is "failover committed"
      And the "<component>" stops
      And 25 minutes pass
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with <code>
      And the "<component>" starts
      And 10 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours

      Examples: Servers on the way
        | component               | code  |
        | master target           | 78022 |
        | process server in Azure | 806   |

  @F-01
  Rule: The Azure copy must run and react to be reprotected

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |
      And "erp-db-01" is "failover committed"

    Scenario: An Azure copy that is off fails the job
      Given the Azure copy of "erp-db-01" is switched off
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 78093, naming "erp-db-01"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: An Azure copy that hangs fails the job
      Given the Azure copy of "erp-db-01" hangs
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 78093, naming "erp-db-01"

    Scenario: The same job succeeds once it runs
      Given the Azure copy of "erp-db-01" is switched off
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with 78093
      And the Azure copy of "erp-db-01" is switched on
      And 5 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours

  @F-11
  Rule: The name of the new VM must be free

    Background:
      Given an estate with the machines
        | machine            |
        | erp-db-01          |
        | erp-db-01-failback |

    Scenario: A VM that has the name stops the reprotection
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 78052, naming "erp-db-01-failback"
      And no block of the disks of "erp-db-01-failback" on the site has changed

    Scenario: The same job succeeds once the name is free
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with 78052
      And the VM of "erp-db-01-failback" was deleted
      When the operator restarts the job
      Then "erp-db-01" is "protected to site" within 4 hours

  @F-09
  Rule: Storage that fails is out of reach

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario: The reprotection fails
      Given "erp-db-01" is "failover committed"
      And the storage of "ds-01" fails
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with 8061, naming "ds-01"

    Scenario: The failback fails before the Azure copy is shut down
      Given "erp-db-01" is "protected to site"
      And the storage of "ds-01" fails
      When the operator fails over "erp-db-01"
      Then the job fails within 5 minutes with 8061, naming "ds-01"
      And "erp-db-01" runs in Azure only

    Scenario: The machine comes home once the storage is back
      Given "erp-db-01" is "protected to site"
      And the storage of "ds-01" fails
      And 40 minutes pass
      And the storage of "ds-01" is back
      And 10 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

  @F-18
  Rule: A process server whose cache is full holds the machines back

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |
      And a process server whose cache holds 128 MiB
      And "erp-db-01" is "protected to site"
      And the "master target" stops
      And "erp-db-01" writes 512 MiB in Azure

    Scenario: The health names the full cache
      When the health of "erp-db-01" turns Critical within 45 minutes
      Then the health of "erp-db-01" names SIM-THROTTLED

    Scenario: Nothing is lost by it
      Given 40 minutes pass
      And the "master target" starts
      And 15 minutes pass
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
