Feature: An appliance has its limits, and takes physical servers too
  Whoever plans the return by the number of machines alone is hurt:
  the appliance is full before all of them are on their way.

  @F-19
  Rule: An appliance takes sixty disks

    Background:
      Given an estate with the machines
        | machine   | disks | writes  |
        | erp-db-01 | 40    | nothing |
        | erp-db-02 | 30    | nothing |
      And the rules of the modernized provider

    Scenario: The sixty-first disk is refused
      Given every machine is "failover committed"
      And the operator reprotects "erp-db-01"
      And "erp-db-01" is "protected to site" within 2 hours
      When the operator reprotects "erp-db-02"
      Then the job fails within 5 minutes with SIM-DISKS-MAX, naming "reprotect-agent-01"

    Scenario: The second machine follows once the first is home
      Given every machine is "failover committed"
      And the operator reprotects "erp-db-01"
      And "erp-db-01" is "protected to site" within 2 hours
      And "erp-db-01" is brought to be "failback committed" meanwhile
      When the operator reprotects "erp-db-02"
      Then "erp-db-02" is "protected to site" within 2 hours

  @F-07 @F-12
  Rule: A physical server comes back as a virtual machine

    Background:
      Given an estate with the machines
        | machine   | kind     | system  |
        | ledger-01 | physical | windows |
      And the rules of the modernized provider
      And the physical server "ledger-01" runs in Azure

    Scenario: The server gets a new VM beside the reprotect agent
      When "ledger-01" comes to be "failed back"
      Then "ledger-01" runs in a new VM beside "reprotect-agent-01" in "ds-01"
      And "ledger-01" came home with what Azure held

    Scenario: Physical hardware is refused as a target
      When the operator reprotects "ledger-01" to physical hardware
      Then the request is refused with SIM-PHYSICAL-TARGET
      And nothing has changed
