@F-30
Feature: A reprotection asks for every choice, and refuses wrong ones
  The operator is hurt if a wrong choice is taken silently:
  hours of copying go to the wrong place.

  Background:
    Given an estate with the machines
      | machine   | group |
      | erp-db-01 | PG1   |
      | web-01    | PG2   |

  Rule: A choice that is missing is refused by name

    Scenario Outline: No <choice>, no reprotection
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" without the choice "<choice>"
      Then the request is refused with SIM-CHOICE-MISSING, naming "<choice>"
      And nothing has changed

      Examples: What is always chosen
        | choice         |
        | masterTarget   |
        | processServer  |
        | account        |
        | policy         |
        | retentionDrive |

  Rule: A choice that nobody knows is refused by name

    Scenario: A machine that nobody protects is refused
      When the operator reprotects a machine called "no-such-machine"
      Then the request is refused with SIM-UNKNOWN, naming "no-such-machine"
      And nothing has changed

    Scenario: A policy that nobody made is refused
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG9_Failback"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG9_Failback"
      And nothing has changed

    Scenario Outline: An unknown <choice> fails the job before any write
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the <choice> "<name>"
      Then the job fails within 5 minutes with <code>, naming "<name>"
      And no block of the disks of "erp-db-01" on the site has changed
      And "erp-db-01" is still "failover committed"

      Examples: Names that nobody knows
        | choice         | name    | code                  |
        | masterTarget   | mt-99   | SIM-NO-MASTER-TARGET  |
        | processServer  | ps-99   | SIM-NO-PROCESS-SERVER |
        | account        | nobody  | SIM-UNKNOWN           |
        | retentionDrive | Q:      | SIM-RETENTION-DRIVE   |

  Rule: A choice of the wrong kind is refused by name

    Scenario Outline: A <kind> is no <choice>
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the <choice> "<name>"
      Then the job fails within 5 minutes with <code>, naming "<name>"
      And no block of the disks of "erp-db-01" on the site has changed
      And "erp-db-01" is still "failover committed"

      Examples: Mistaken for each other
        | choice         | kind           | name        | code                  |
        | masterTarget   | process server | ps-azure-01 | SIM-NO-MASTER-TARGET  |
        | processServer  | master target  | mt-01       | SIM-NO-PROCESS-SERVER |
        | account        | machine        | web-01      | SIM-UNKNOWN           |
        | retentionDrive | datastore      | ds-01       | SIM-RETENTION-DRIVE   |

    Scenario: The policy of another group is refused
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG2_Failback"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG1_Failback"
      And nothing has changed

    Scenario: A datastore that does not exist is refused for a new VM
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      When the operator reprotects "erp-db-01" with the datastore "ds-99"
      Then the job fails within 5 minutes with SIM-DATASTORE, naming "ds-99"
      And "erp-db-01" is still "failover committed"

    Scenario: A datastore that does not exist is refused for a kept VM too
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the datastore "ds-99"
      Then the job fails within 5 minutes with SIM-DATASTORE, naming "ds-99"
      And no block of the disks of "erp-db-01" on the site has changed

  Rule: The way back to Azure has choices of its own

    Scenario: A policy for the way to the site is refused
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the policy "PG1_Failback"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG1"
      And nothing has changed

    Scenario: What only the way to the site asks for is refused: a master target
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the masterTarget "mt-01"
      Then the request is refused with SIM-CHOICE-NOT-ASKED, naming "masterTarget"
      And nothing has changed

    Scenario Outline: A name that nobody knows fails the job: <choice>
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the <choice> "<name>"
      Then the job fails within 5 minutes with <code>, naming "<name>"
      And the prerequisite check of the job failed

      Examples: Names
        | choice        | name  | code                  |
        | processServer | ps-99 | SIM-NO-PROCESS-SERVER |
        | account       | guest | SIM-UNKNOWN           |

    Scenario: The account of the site is taken
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the account "asr-account"
      Then the job succeeds within 1 hour

    Scenario: The process server on the site carries it
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the processServer "management-server"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 4 hours

  Rule: With the right choices the reprotection succeeds

    Scenario: The right choices in the next request
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01" with the masterTarget "mt-99"
      And the job fails within 5 minutes with SIM-NO-MASTER-TARGET
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours
