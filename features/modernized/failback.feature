@F-01 @F-06
Feature: The modernized provider fails back by a planned failover
  Whoever moved to the replication appliance is hurt otherwise:
  the runbooks of the classic servers do not fit, and nobody has rehearsed the new ones.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And the rules of the modernized provider

  Rule: The stages succeed in their order, through the appliance

    Scenario: A machine goes to Azure and comes home
      Given "erp-db-01" is "protected to site"
      When the operator plans the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held
      And "erp-db-01" runs in the VM that it had before

    @F-32
    Scenario: An application-consistent failback loses nothing either
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01" at the latest application-consistent point
      Then the job succeeds within 1 hour
      And no transaction of "erp-db-01" is half done
      And "erp-db-01" came home with what Azure held

    Scenario: The machine is protected once more
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 4 hours

    Scenario: A planned failover names its tasks as the service does
      Given "erp-db-01" is "protected to site"
      And the operator plans the failover of "erp-db-01"
      When the job succeeds within 1 hour
      Then the tasks of the job have ended as
        | task                           | state     |
        | VmPfoPrerequisitesCheck        | Succeeded |
        | VmPrepareForFailover           | Succeeded |
        | VmFailover                     | Succeeded |
        | VmPrepareProtectedEntitiesTask | Succeeded |
        | VmFoStartVmOnSecondary         | Succeeded |

    Scenario: Only the differences are sent
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 2 hours
      And "erp-db-01" sent no more than was written in Azure

    @F-15
    Scenario: Neither VPN nor ExpressRoute is needed
      Given no connection between Azure and the site
      And "erp-db-01" is "protected to site"
      When the operator plans the failover of "erp-db-01"
      Then the job succeeds within 1 hour

  Rule: The operations of the classic provider are refused by name

    Scenario: An unplanned failback is refused
      Given "erp-db-01" is "protected to site"
      When the operator fails over, unplanned, "erp-db-01"
      Then the request is refused with SIM-WRONG-OPERATION, naming "PlannedFailover"
      And nothing has changed

  @F-30
  Rule: Reprotection asks for the agent, the datastore and the log storage

    Scenario Outline: A choice that is missing is refused: <choice>
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" without the choice "<choice>"
      Then the request is refused with SIM-CHOICE-MISSING, naming "<choice>"
      And nothing has changed

      Examples: Choices
        | choice            |
        | reprotectAgent    |
        | datastore         |
        | logStorageAccount |

    Scenario: A policy of another way is refused
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG1"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG1_Failback"
      And nothing has changed

    Scenario Outline: <what> is no <choice>
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the <choice> "<name>"
      Then the job fails within 5 minutes with <code>, naming "<name>"
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: Names that nobody knows, and names of something else
        | choice            | name               | what              | code                  |
        | reprotectAgent    | agent-99           | A stranger        | SIM-NO-MASTER-TARGET  |
        | reprotectAgent    | logstorage01       | A storage account | SIM-NO-MASTER-TARGET  |
        | logStorageAccount | logstorage99       | A stranger        | SIM-NO-PROCESS-SERVER |
        | logStorageAccount | reprotect-agent-01 | A reprotect agent | SIM-NO-PROCESS-SERVER |
        | datastore         | ds-99              | A stranger        | SIM-DATASTORE         |
        | datastore         | ds-02              | An unmounted one  | SIM-DATASTORE         |

    Scenario: The way back to Azure goes through a process server of the site
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the processServer "ps-99"
      Then the job fails within 5 minutes with SIM-NO-PROCESS-SERVER, naming "ps-99"

    Scenario: With its process server it succeeds
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01" with the processServer "appliance-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected" within 4 hours

    Scenario: With the right choices it succeeds
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01" with the datastore "ds-99"
      And the job fails within 5 minutes with SIM-DATASTORE
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 2 hours

  Rule: A planned failover that was not committed can be cancelled

    Scenario: The Azure copy runs again
      Given "erp-db-01" is "failed back"
      When the operator cancels the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" is "protected to site" within 2 hours
      And "erp-db-01" runs in Azure only

    Scenario: The machine comes home later all the same
      Given "erp-db-01" is "failed back"
      And the operator cancels the failover of "erp-db-01"
      And the job succeeds within 1 hour
      And "erp-db-01" is "protected to site" within 2 hours
      When the operator plans the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

    Scenario: Once committed it cannot be cancelled
      Given "erp-db-01" is "failback committed"
      When the operator cancels the failover of "erp-db-01"
      Then the request is refused, naming what must come first
      And nothing has changed

  @F-33
  Rule: A planned failover that fails cancels itself

    Scenario: The Azure copy goes on where the site does not answer
      Given "erp-db-01" is "protected to site"
      And the operator plans the failover of "erp-db-01"
      And the job comes to the task "VmFailover"
      And the "master target" stops
      When the job fails within 2 hours with 78022, naming "reprotect-agent-01"
      Then "erp-db-01" runs in Azure only
      And "erp-db-01" is still "protected to site"

    Scenario: The restarted job brings the machine home
      Given "erp-db-01" is "protected to site"
      And the operator plans the failover of "erp-db-01"
      And the job comes to the task "VmFailover"
      And the "master target" stops
      And the job fails within 2 hours with 78022
      And the "master target" starts
      And 20 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" came home with what Azure held
