@F-05
Feature: Every operation is a job that can be followed
  The operator is hurt if a job hides how far it is or why it failed:
  an hour of outage goes by before anyone mends the cause.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A job lists its tasks, their states and their times

    Scenario: A reprotection names its tasks as the service does
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When the job succeeds within 2 hours
      Then the tasks of the job have ended as
        | task                                        | state     |
        | SwitchReplicationGroupProtectionPreflight   | Succeeded |
        | CommitFailover                              | Other     |
        | DiscoverReplica                             | Succeeded |
        | GetSwitchProtectionRequirements             | Succeeded |
        | ProtectReplica                              | Succeeded |
      And the job shows when it began and ended, and 100 percent

    Scenario: A running job shows how far it is
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When the job comes to the task "ProtectReplica"
      Then the job is at 80 percent

    Scenario: A reprotection commits a failover that nobody committed
      Given "erp-db-01" is "failed over"
      And the operator reprotects "erp-db-01"
      When the job succeeds within 2 hours
      Then the tasks of the job have ended as
        | task                                        | state     |
        | SwitchReplicationGroupProtectionPreflight   | Succeeded |
        | CommitFailover                              | Succeeded |
        | DiscoverReplica                             | Succeeded |
        | GetSwitchProtectionRequirements             | Succeeded |
        | ProtectReplica                              | Succeeded |
      And "erp-db-01" went through "failover committed"

    Scenario: A failback names its tasks as the service does
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      When the job succeeds within 1 hour
      Then the tasks of the job have ended as
        | task                             | state     |
        | UnplannedFailoverPreflightChecks | Succeeded |
        | ShutdownVmOnPrimaryForUFO        | Succeeded |
        | PrepareForUnPlannedFailover      | Succeeded |
        | Failover                         | Succeeded |
        | StartVmOnSecondary               | Succeeded |
      And the job shows when it began and ended, and 100 percent

  Rule: A failed job says why, and runs again once the cause is mended

    Scenario: A failed job names its cause and what to do
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT, naming "nightly-backup"
      And the error of the job says what to do
      And the job is at 0 percent and can be restarted

    Scenario: The same job succeeds when restarted after the mend
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      And the operator removes the snapshot "nightly-backup" of "erp-db-01"
      When the operator restarts the job
      Then the job succeeds within 2 hours

    Scenario: A job restarted before the mend fails again alike
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with SIM-SNAPSHOT
      When the operator restarts the job
      Then the job fails within 5 minutes with SIM-SNAPSHOT

    Scenario: Only a failed job can be restarted
      Given "erp-db-01" is "failover committed"
      When the operator restarts the job
      Then the request is refused with SIM-CANNOT-RESTART
      And nothing has changed

  Rule: A machine has one job at a time

    Scenario: A second request waits its turn
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When the operator reprotects "erp-db-01"
      Then the request is refused with SIM-BUSY, naming "erp-db-01"
      And nothing has changed
