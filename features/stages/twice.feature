@F-05
Feature: What is asked for twice is done once
  Whoever clicks again because nothing seems to happen is hurt otherwise:
  two jobs work on one machine, and undo each other.

  Background:
    Given an estate with the machines
      | machine    |
      | erp-db-01  |
      | erp-app-01 |
    And the recovery plan "erp" of
      | groups |
      | PG1    |

  Rule: A machine takes one request at a time

    Scenario Outline: The operator <request> a machine twice
      Given "erp-db-01" is "<state>"
      And the operator <request> "erp-db-01"
      When the operator <request> "erp-db-01"
      Then the request is refused with SIM-BUSY, naming "erp-db-01"
      And nothing has changed

      Examples: Requests that take a while
        | state             | request    |
        | protected         | fails over |
        | failed over       | commits    |
        | protected to site | fails over |
        | failed back       | reprotects |

    Scenario: A machine is protected twice
      Given the operator protects "erp-db-01"
      When the operator protects "erp-db-01"
      Then the request is refused with SIM-DUPLICATE, naming "erp-db-01"
      And nothing has changed

    Scenario: The job of the first request goes on
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      And the operator fails over "erp-db-01"
      When the request is refused with SIM-BUSY
      Then "erp-db-01" is "failed back" within 1 hour

  Rule: A failed job is restarted once, and only the newest one

    Background:
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT

    Scenario: A restart that is under way is not restarted
      Given the operator restarts the job
      When the operator restarts the job
      Then the request is refused with SIM-CANNOT-RESTART
      And the job restarted before fails within 5 minutes with SIM-SNAPSHOT

    Scenario: An older job is not restarted
      Given the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      When the operator restarts the job before that one
      Then the request is refused with SIM-CANNOT-RESTART
      And nothing has changed

    Scenario: The newest one is
      Given the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours

    Scenario: A failed job and its task show when they ended
      When 1 minute pass
      Then the job shows when it failed

  @F-31
  Rule: A plan waits until its machines have nothing else to do

    Scenario: A machine that is busy holds the plan back
      Given every machine is "protected to site"
      And the operator fails over "erp-app-01"
      When the operator fails the plan "erp" over to the site
      Then the request is refused with SIM-BUSY, naming "erp-app-01"
      And nothing has changed

  Rule: A vault that is down takes no request

    Scenario: The request is refused
      Given "erp-db-01" is "failover committed"
      And the "vault" stops
      When the operator reprotects "erp-db-01"
      Then the request is refused with SIM-SERVICE-DOWN, naming "vault"
      And nothing has changed

    Scenario: It is taken once the vault is back
      Given "erp-db-01" is "failover committed"
      And the "vault" stops
      And 10 minutes pass
      And the "vault" starts
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
