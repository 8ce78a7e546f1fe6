Feature: A drill catches a runbook that makes a mistake
  Whoever trusts a green drill is hurt if a runbook with a mistake passes it:
  the mistake is then made on the day that counts.

  Rule: The exit code tells the truth

    Scenario: Who does not wait for the replication says too early that all is well
      Given the drill "double-failover"
      When the defective runbook "does-not-wait" goes through it
      Then the drill catches it by "truthful-exit"

    Scenario: Who hides a refusal says that all is well
      Given the drill "vcenter-account-demoted"
      When the defective runbook "always-exits-zero" goes through it
      Then the drill catches it by "truthful-exit"

    Scenario: Who forgets a machine says that all are home
      Given the drill "double-failover"
      When the defective runbook "only-the-first" goes through it
      Then the drill catches it by "truthful-exit"

  Rule: No write is lost, and no machine runs twice

    Scenario: Who takes an old point loses what came after it
      Given the drill "stale-configuration-backup"
      When the defective runbook "takes-old-point" goes through it
      Then the drill catches it by "recovery-point"

    Scenario: Who ignores a failed shutdown loses the last writes
      Given the drill "process-server-loss"
      When the defective runbook "ignores-failed-shutdown" goes through it
      Then the drill catches it by "recovery-point"

    Scenario: Who starts the machine at home first has it twice
      Given the drill "stale-configuration-backup"
      When the defective runbook "powers-on-at-home" goes through it
      Then the drill catches it by "one-active-copy"

    Scenario: Who deletes the copy in Azure early has no way back
      Given the drill "arm-throttling-storm"
      When the defective runbook "deletes-azure-vm-early" goes through it
      Then the drill catches it by "way-back"

  Rule: Everybody comes home in the end

    Scenario: Who takes throttling for a failure leaves machines in Azure
      Given the drill "arm-throttling-storm"
      When the defective runbook "throttling-is-fatal" goes through it
      Then the drill catches it by "comes-home"

    Scenario: Who takes an empty list for an answer forgets machines
      Given the drill "datastore-full"
      When the defective runbook "swallows-empty-list" goes through it
      Then the drill catches it by "comes-home"

    Scenario: Who cannot be run again leaves what stopped half-way
      Given the drill "azure-vm-will-not-shut-down"
      When the defective runbook "cannot-be-resumed" goes through it
      Then the drill catches it by "comes-home"
