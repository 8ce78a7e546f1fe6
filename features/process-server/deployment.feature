@F-21
Feature: A process server is deployed into the network of the machines
  Whoever deploys it wrongly is hurt hours later:
  the machines cannot reach it, or its address collides with theirs.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And no process server in Azure

  Rule: A job deploys it

    Scenario: The job names its tasks
      Given "erp-db-01" is "failover committed"
      And the operator deploys a process server
      When the job succeeds within 1 hour
      Then the tasks of the job have ended as
        | task                       | state     |
        | SIM-CreateNetworkInterface | Succeeded |
        | SIM-CreateVirtualMachine   | Succeeded |
        | SIM-InstallProcessServer   | Succeeded |

    Scenario: The machine can be reprotected through it
      Given "erp-db-01" is "failover committed"
      And a process server is deployed, set up and listed
      When the operator reprotects "erp-db-01"
      Then the job succeeds within 2 hours
      And "erp-db-01" is "protected to site" within 2 hours

  Rule: Each choice is asked for

    Scenario Outline: No <choice>, no deployment
      Given "erp-db-01" is "failover committed"
      When the operator deploys a process server without the <choice>
      Then the request is refused with SIM-CHOICE-MISSING, naming "<choice>"
      And nothing has changed

      Examples: What the form asks for
        | choice           |
        | administrator    |
        | password         |
        | managementServer |
        | vnet             |
        | address          |

  Rule: A wrong choice is refused by name

    Scenario Outline: The <choice> "<value>" is refused: <why>
      Given "erp-db-01" is "failover committed"
      When the operator deploys a process server with the <choice> "<value>"
      Then the request is refused with <code>, naming "<why>"
      And nothing has changed

      Examples: Choices that cannot be had
        | choice           | value          | code              | why              |
        | managementServer | another-server | SIM-UNKNOWN       | another-server   |
        | vnet             | no-such-vnet   | SIM-UNKNOWN       | no-such-vnet     |
        | address          | 10.200.0.10    | SIM-ADDRESS       | outside-subnet   |
        | address          | 10.100.0.2     | SIM-ADDRESS       | reserved         |
        | address          | 10.100.0.4     | SIM-ADDRESS       | taken            |
        | address          | ten            | SIM-ADDRESS       | no-address       |
        | name             | mt-01          | SIM-DUPLICATE     | mt-01            |

    Scenario: A network without the machines is refused
      Given "erp-db-01" is "failover committed"
      When the operator deploys a process server with the vnet "other-vnet"
      Then the request is refused with SIM-WRONG-NETWORK, naming "other-vnet"
      And nothing has changed

    Scenario: A free address of the right network is accepted
      Given "erp-db-01" is "failover committed"
      When the operator deploys a process server with the address "10.100.0.77"
      Then the job succeeds within 1 hour

    Scenario: A second server of the same name is refused
      Given "erp-db-01" is "failover committed"
      And a process server is deployed
      When the operator deploys a process server
      Then the request is refused with SIM-DUPLICATE, naming "ps-azure-01"
      And nothing has changed

    Scenario: Once the first one is deleted it is accepted
      Given "erp-db-01" is "failover committed"
      And a process server is deployed
      And the operator deletes the process server "ps-azure-01"
      When the operator deploys a process server
      Then the job succeeds within 1 hour

    Scenario: Of two deployments at one address the second is refused
      Given "erp-db-01" is "failover committed"
      And the operator deploys the process server "ps-azure-01" at the address "10.100.0.77"
      When the operator deploys the process server "ps-azure-02" at the address "10.100.0.77"
      Then the request is refused with SIM-ADDRESS, naming "taken"
      And nothing has changed
