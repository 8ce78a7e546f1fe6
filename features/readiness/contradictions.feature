Feature: What exports do not agree on proves nothing
  Whoever plans a failback is hurt if an export that is out of date, or one side of a contradiction,
  is taken for the truth.

  Background:
    Given an export of vCenter with "erp-db-01", which has no snapshot

  Rule: Of two exports that contradict each other neither counts

    Scenario: A machine is unknown while exports differ in its snapshots
      Given another export that shows its snapshot "nightly-backup"
      When the readiness of "erp-db-01" is assessed
      Then it is unknown, since exports differ in "snapshots"

    Scenario: What the operator declares ends the contradiction
      Given another export that shows its snapshot "nightly-backup"
      And the operator declares "no-snapshots=erp-db-01"
      When the readiness of "erp-db-01" is assessed
      Then it is proven

    Scenario: Exports that agree prove it
      When the readiness of "erp-db-01" is assessed
      Then it is proven

  Rule: What Azure says of the way home counts

    Scenario: A master target without a retention volume blocks it
      Given Azure shows that its master target has 0 retention volumes
      When the readiness of "erp-db-01" is assessed
      Then it is blocked by "HW-RULE-RETENTION"
      And the profile "modernized" finds it proven

    Scenario: A master target with a retention volume lets it home
      Given Azure shows that its master target has 1 retention volumes
      When the readiness of "erp-db-01" is assessed
      Then it is proven
