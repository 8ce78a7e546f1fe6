Feature: Causes that stand at once are all named
  The operator is hurt if they come out one by one:
  each mending costs another attempt and another hour.

  Background:
    Given an estate with the machines
      | machine   | datastore |
      | erp-db-01 | ds-02     |
    And "erp-db-01" is "failover committed"

  @F-17 @F-36
  Scenario: A snapshot and a read-only account are both named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the vCenter account becomes read-only
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code                          |
      | SIM-DATASTORES-NOT-DISCOVERED |
      | SIM-PRIVILEGE                 |
      | SIM-SNAPSHOT                  |
    And no block of the disks of "erp-db-01" on the site has changed

  @F-09 @F-17 @F-39
  Scenario: Datastore, snapshot and license are all named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator assigns the license "ESXi 5.5 Free" to "esx-01"
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code         |
      | 8061         |
      | SIM-SNAPSHOT |
      | SIM-LICENSE  |
    And no block of the disks of "erp-db-01" on the site has changed

  @F-30 @F-09
  Scenario: Wrong servers and a datastore out of reach are all named
    When the operator reprotects "erp-db-01" with wrong servers
    Then the job fails within 5 minutes for
      | code                  |
      | SIM-NO-PROCESS-SERVER |
      | SIM-RETENTION-DRIVE   |
      | SIM-UNKNOWN           |
      | 8061                  |

  @F-30 @F-17
  Scenario: An unknown master target does not hide the snapshot
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    When the operator reprotects "erp-db-01" with the masterTarget "mt-99"
    Then the job fails within 5 minutes for
      | code                 |
      | SIM-NO-MASTER-TARGET |
      | SIM-SNAPSHOT         |

  @F-30 @F-36
  Scenario: An unknown master target does not hide the account
    Given the vCenter account becomes read-only
    When the operator reprotects "erp-db-01" with the masterTarget "mt-99"
    Then the job fails within 5 minutes for
      | code                          |
      | SIM-NO-MASTER-TARGET          |
      | SIM-DATASTORES-NOT-DISCOVERED |
      | SIM-PRIVILEGE                 |

  Scenario: A vCenter server that is down is not called undiscovered
    Given the "vCenter server" stops
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code            |
      | SIM-UNREACHABLE |

  @F-09 @F-17
  Scenario: A hung Azure copy does not hide the site
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the Azure copy of "erp-db-01" hangs
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code         |
      | 78093        |
      | 8061         |
      | SIM-SNAPSHOT |

  @F-15 @F-09 @F-17
  Scenario: A line that is down does not hide the site
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the connection goes down
    And 30 minutes pass
    When the operator reprotects "erp-db-01"
    Then the job fails within 5 minutes for
      | code         |
      | 95226        |
      | 806          |
      | 8061         |
      | SIM-SNAPSHOT |

  @F-42 @F-09 @F-17
  Scenario: A process server at the wrong place is named with the rest
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    When the operator reprotects "erp-db-01" with the processServer "management-server"
    Then the job fails within 5 minutes for
      | code                     |
      | 8061                     |
      | SIM-SNAPSHOT             |
      | SIM-PROCESS-SERVER-PLACE |

  @F-09 @F-17
  Scenario: What was not mended is still named
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator reprotects "erp-db-01"
    And the job fails within 5 minutes with 8061
    And the operator mounts "ds-02" on "esx-01"
    When the operator restarts the job
    Then the job fails within 5 minutes for
      | code         |
      | SIM-SNAPSHOT |

  @F-09 @F-17
  Scenario: The job succeeds once all are mended
    Given the VM of "erp-db-01" carries the snapshot "nightly-backup"
    And the operator reprotects "erp-db-01"
    And the job fails within 5 minutes with SIM-SNAPSHOT
    And the operator removes the snapshot "nightly-backup" of "erp-db-01"
    And the operator mounts "ds-02" on "esx-01"
    When the operator restarts the job
    Then the job succeeds within 2 hours
