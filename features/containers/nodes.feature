@containers
Feature: A failback survives what happens to each of its servers
  Azure, vCenter, the configuration server, the process server and the master target run in a container each, and the bytes of the disks are
  real. If one of them loses what it was told, a machine comes home with a damaged disk.

  Background:
    Given each part of an estate in a container, with every machine in Azure, 60 times as fast as the clock
    And the reference runbook in another container

  Scenario: Nothing is done to them
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
    And each disk at home is the one that was in Azure

  Scenario: The master target is killed twice while it writes
    When the machines are being copied
    And "master-target" is killed and started again
    And "master-target" is killed and started again
    Then the machines are still being copied
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
    And each disk at home is the one that was in Azure

  Scenario: The process server is frozen, the configuration server cut off
    When the machines are being copied
    And "process-server" is paused for 5 seconds
    And "configuration-server" is disconnected for 5 seconds
    Then the machines are still being copied
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
    And each disk at home is the one that was in Azure

  Scenario: The site loses its vCenter server, then Azure goes
    When the machines are being copied
    And "vcenter" is killed and started again
    And "azure" is killed and started again
    Then the machines are still being copied
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
    And each disk at home is the one that was in Azure

  Scenario: Everything happens in one failback
    When the machines are being copied
    And this happens, one after the other:
      | master-target        | killed and started again   |
      | process-server       | paused for 3 seconds       |
      | configuration-server | disconnected for 3 seconds |
      | vcenter              | killed and started again   |
      | master-target        | killed and started again   |
      | azure                | killed and started again   |
    Then the machines are still being copied
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
    And each disk at home is the one that was in Azure
