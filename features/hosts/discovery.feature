Feature: Hosts are discovered before a machine comes back to them
  Whoever builds the site anew after a disaster is hurt otherwise:
  the return is asked for while nobody knows where to put the machines.

  @F-08
  Rule: A physical server waits until the host of the master target is discovered

    Background:
      Given an estate with the machines
        | machine   | kind     |
        | ledger-01 | physical |
      And nobody has added the vCenter server

    Scenario: Reprotection fails before the discovery
      Given the physical server "ledger-01" runs in Azure
      When the operator reprotects "ledger-01"
      Then the job fails within 5 minutes with SIM-NO-HOST, naming "mt-01"
      And "ledger-01" is still "failover committed"

    Scenario: The same job succeeds after it
      Given the physical server "ledger-01" runs in Azure
      And the operator reprotects "ledger-01"
      And the job fails within 5 minutes with SIM-NO-HOST
      And the operator adds the vCenter server
      And 15 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "ledger-01" is "protected to site" within 4 hours

    Scenario: A discovery that is not through is not enough
      Given the physical server "ledger-01" runs in Azure
      And the operator adds the vCenter server
      When the operator reprotects "ledger-01"
      Then the job fails within 2 minutes with SIM-NO-HOST, naming "mt-01"

  @F-10
  Rule: On standalone hosts the master target's host is discovered first

    Background:
      Given an estate with the machines
        | machine   | host   | datastore |
        | erp-db-01 | esx-02 | ds-01     |
        | web-01    | esx-02 | ds-02     |
      And the hosts are not managed by a vCenter server
      And nobody has added the host "esx-01"

    Scenario: Reprotection fails before the discovery
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-NO-HOST, naming "mt-01"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: The same job succeeds after it
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-NO-HOST
      And the operator adds the host "esx-01"
      And 15 minutes pass
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

    Scenario: Disks out of the host's reach stop the reprotection
      Given "web-01" is "failover committed"
      And the operator adds the host "esx-01"
      And 15 minutes pass
      When the operator reprotects "web-01"
      Then the job fails within 5 minutes with 8061, naming "ds-02"
      And no block of the disks of "web-01" on the site has changed

    Scenario: The job succeeds once the host has mounted them
      Given "web-01" is "failover committed"
      And the operator adds the host "esx-01"
      And 15 minutes pass
      And the operator reprotects "web-01"
      And the job fails within 5 minutes with 8061
      And the operator mounts "ds-02" on "esx-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours

    Scenario: The machine comes home to its standalone host
      Given "erp-db-01" is "failover committed"
      And the operator adds the host "esx-01"
      And 15 minutes pass
      When "erp-db-01" comes to be "failed back"
      Then "erp-db-01" runs in the VM that it had before
      And "erp-db-01" came home with what Azure held

  @F-14
  Rule: There is no failback without VMware on the site

    Scenario: A site without any host takes nothing back
      Given an estate with the machines
        | machine   | kind     |
        | ledger-01 | physical |
      And a site without any ESX host
      And the physical server "ledger-01" runs in Azure
      When the operator reprotects "ledger-01"
      Then the job fails within 5 minutes with SIM-NO-HOST, naming "mt-01"
      And "ledger-01" runs in Azure only

    Scenario: A site with a host takes the server back
      Given an estate with the machines
        | machine   | kind     |
        | ledger-01 | physical |
      And the physical server "ledger-01" runs in Azure
      When the operator reprotects "ledger-01"
      Then the job succeeds within 2 hours

  @F-16
  Rule: The vCenter account must be allowed to see the machines

    Background:
      Given an estate with the machines
        | machine   |
        | erp-db-01 |

    Scenario: Without access nothing is listed
      Given a vCenter account without access
      When 30 minutes pass
      Then no machine is listed as protectable for 30 minutes

    Scenario: Without access nothing can be protected
      Given a vCenter account without access
      When the operator protects "erp-db-01"
      Then the job fails within 5 minutes with SIM-VM-NOT-DISCOVERED, naming "erp-db-01"

    Scenario: Reading rights are enough to be listed
      Given a read-only vCenter account
      When 10 minutes pass
      Then "erp-db-01" is listed as protectable within 20 minutes

    Scenario: The machines appear once the account may see them
      Given a vCenter account without access
      And 30 minutes pass
      When the vCenter account becomes read-only
      Then "erp-db-01" is listed as protectable within 20 minutes

    Scenario: The protection that failed succeeds then
      Given a vCenter account without access
      And the operator protects "erp-db-01"
      And the job fails within 5 minutes with SIM-VM-NOT-DISCOVERED
      And the vCenter account becomes read-only
      When the operator restarts the job
      Then the job succeeds within 1 hour

    Scenario: Reprotection fails when the account loses its sight
      Given "erp-db-01" is "failover committed"
      And the vCenter account loses its access
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-VM-NOT-DISCOVERED
      And no block of the disks of "erp-db-01" on the site has changed
