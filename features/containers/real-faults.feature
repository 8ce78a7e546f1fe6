@containers
Feature: A failback survives what an operator of containers does to it
  The estate runs in one container, the runbook in another. What happens to them is real: SIGKILL, a freezer, an unplugged network.

  Background:
    Given an estate in a container, with every machine in Azure, 300 times as fast as the clock
    And the reference runbook in another container

  Scenario: Nothing is done to them
    When the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken

  Scenario: The estate is killed twice, and goes on where it stood
    When the runbook says "reprotect"
    And "homeward" is killed and started again
    And the runbook says "point of no return"
    And "homeward" is killed and started again
    And the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken

  Scenario: The runbook is killed, and goes on where each machine stands
    When the runbook says "reprotect"
    And "runbook" is killed and started again
    And the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken

  Scenario: The estate is frozen for a while
    When the runbook says "reprotect"
    And "homeward" is paused for 5 seconds
    And the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken

  Scenario: The runbook is cut off for a while
    When the runbook says "reprotect"
    And "runbook" is disconnected for 5 seconds
    And the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken

  Scenario: Everything at once
    When the runbook says "reprotect"
    And "homeward" is disconnected for 3 seconds
    And "runbook" is killed and started again
    And "homeward" is paused for 3 seconds
    And "homeward" is killed and started again
    And the runbook has ended
    Then the runbook has brought every machine home
    And no invariant was broken
