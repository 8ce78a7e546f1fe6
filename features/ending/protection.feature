Feature: Protection ends without harm to the machine
  Whoever ends it is hurt if something is left behind:
  a locked disk, a virtual machine, or a name that cannot be protected again.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: The machine goes on where it runs

    Scenario: On the site
      Given "erp-db-01" is "protected"
      When the operator disables the protection of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is no longer protected
      And "erp-db-01" runs on the site only

    Scenario: In Azure, in the middle of the way home
      Given "erp-db-01" is "protected to site"
      When the operator disables the protection of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is no longer protected
      And "erp-db-01" runs in Azure only

  Rule: It can be protected again

    Scenario: The machine is protected anew, and goes the whole way
      Given "erp-db-01" is "protected"
      And the operator disables the protection of "erp-db-01"
      And the job succeeds within 1 hour
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" came home with what Azure held
