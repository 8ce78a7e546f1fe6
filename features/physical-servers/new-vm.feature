@F-07
Feature: A physical server comes back as a VMware VM
  Whoever expects the old hardware to be filled again is hurt otherwise:
  they wait for a return that is not supported.

  Background:
    Given an estate with the machines
      | machine   | kind     | system  |
      | ledger-01 | physical | windows |

  Rule: A physical server always fails back to a new VM

    Scenario: The server gets a new VM beside the master target
      Given the physical server "ledger-01" runs in Azure
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" runs in a new VM beside "mt-01" in "ds-01"
      And "ledger-01" came home with what Azure held

    Scenario: The server in its new VM is protected again
      Given the physical server "ledger-01" runs in Azure
      And "ledger-01" is "failback committed"
      When the operator reprotects "ledger-01"
      Then the job succeeds within 1 hour
      And "ledger-01" is "protected" within 4 hours

    Scenario: Everything is sent into the new VM
      Given the physical server "ledger-01" runs in Azure
      When the operator reprotects "ledger-01"
      Then "ledger-01" is "protected to site" within 4 hours
      And "ledger-01" sent all that its disks hold

  Rule: Failing back to physical hardware is not supported

    Scenario: Physical hardware is refused as a target
      Given the physical server "ledger-01" runs in Azure
      When the operator reprotects "ledger-01" to physical hardware
      Then the request is refused with SIM-PHYSICAL-TARGET
      And nothing has changed
