@F-39
Feature: A free ESXi edition lets machines leave, not return
  Small sites run on free editions and are hurt at the worst moment:
  the failover was a success, the failback is refused.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: The failover works with a free edition

    Scenario Outline: A machine on <license> fails over
      Given the host "esx-01" has the license "<license>"
      And "erp-db-01" is "protected"
      And "erp-db-01" is shut down by hand
      When the operator forces the failover of "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" runs in Azure only

      Examples: Free editions
        | license        |
        | ESXi 5.5 Free  |
        | vSphere 6 Free |

  Rule: Reprotection fails, naming the license

    Scenario Outline: Reprotection fails with <license>
      Given the host "esx-01" has the license "<license>"
      And "erp-db-01" runs in Azure after a shutdown by hand
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-LICENSE, naming "<name>"
      And the error of the job names "<why>"
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: Licenses that do not allow it
        | license            | name                 | why     |
        | ESXi 5.5 Free      | vSphere 5 Hypervisor | free    |
        | vSphere 6 Free     | vSphere 6 Hypervisor | free    |
        | expired evaluation | Evaluation Mode      | expired |

  Rule: The license of each host on the way counts

    Scenario: A free edition on the host of the VM stops it
      Given an estate with the machines
        | machine | host   |
        | web-01  | esx-02 |
      And "web-01" is "failover committed"
      And the operator assigns the license "ESXi 5.5 Free" to "esx-02"
      When the operator reprotects "web-01"
      Then the job fails within 5 minutes with SIM-LICENSE, naming "esx-02"

    Scenario: The job succeeds with an evaluation on that host
      Given an estate with the machines
        | machine | host   |
        | web-01  | esx-02 |
      And "web-01" is "failover committed"
      And the operator assigns the license "ESXi 5.5 Free" to "esx-02"
      And the operator reprotects "web-01"
      And the job fails within 5 minutes with SIM-LICENSE
      And the operator assigns the license "evaluation" to "esx-02"
      When the operator restarts the job
      Then the job succeeds within 2 hours

    Scenario: Free editions on standalone hosts stop it as well
      Given the hosts are not managed by a vCenter server
      And "erp-db-01" is "failover committed"
      And the operator assigns the license "vSphere 6 Free" to "esx-01"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-LICENSE, naming "esx-01"
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario: A standalone host with an evaluation takes the machine back
      Given the hosts are not managed by a vCenter server
      And "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour

  Rule: With another license the same job succeeds

    Scenario Outline: The restarted job succeeds with <better> in place of <license>
      Given the host "esx-01" has the license "<license>"
      And "erp-db-01" runs in Azure after a shutdown by hand
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-LICENSE
      And the operator assigns the license "<better>" to "esx-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

      Examples: Ways out
        | license            | better             |
        | ESXi 5.5 Free      | evaluation         |
        | vSphere 6 Free     | evaluation         |
        | expired evaluation | vSphere 6 Standard |

  Rule: A license that ends during the return stops it

    Scenario: The failback fails once the evaluation has expired
      Given "erp-db-01" is "protected to site"
      And the operator assigns the license "expired evaluation" to "esx-01"
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes with SIM-LICENSE, naming "Evaluation Mode"
      And "erp-db-01" runs in Azure only

    Scenario: One that ends while the failback runs fails the job
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      When the operator assigns the license "expired evaluation" to "esx-01"
      Then the job fails within 2 hours with vim.fault.RestrictedVersion

    Scenario: The restarted job brings the machine home
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      And the operator assigns the license "expired evaluation" to "esx-01"
      And the job fails within 2 hours with vim.fault.RestrictedVersion
      And the operator assigns the license "vSphere 6 Standard" to "esx-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" came home with what Azure held
