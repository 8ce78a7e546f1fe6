@chaos @F-05
Feature: A component that dies in the middle costs time and no data
  Whoever restarts servers during a return is hurt otherwise:
  the job hangs for good, or the machine comes home incomplete.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: A reprotection goes on, or can be restarted, and the machine comes home

    Scenario Outline: The <component> dies in <task> of a reprotection
      Given "erp-db-01" is "failover committed"
      And the operator reprotects "erp-db-01"
      When the "<component>" dies in the task "<task>" and returns after 10 minutes
      Then the job succeeds within 4 hours, restarted whenever it fails
      And "erp-db-01" is "protected to site" within 4 hours
      And "erp-db-01" comes home with what Azure held

      Examples: on the way of the data
        | component               | task                                      |
        | agent                   | SwitchReplicationGroupProtectionPreflight |
        | agent                   | DiscoverReplica                           |
        | agent                   | GetSwitchProtectionRequirements           |
        | agent                   | ProtectReplica                            |
        | process server in Azure | SwitchReplicationGroupProtectionPreflight |
        | process server in Azure | DiscoverReplica                           |
        | process server in Azure | GetSwitchProtectionRequirements           |
        | process server in Azure | ProtectReplica                            |
        | master target           | SwitchReplicationGroupProtectionPreflight |
        | master target           | DiscoverReplica                           |
        | master target           | GetSwitchProtectionRequirements           |
        | master target           | ProtectReplica                            |

      Examples: in command
        | component            | task                                      |
        | configuration server | SwitchReplicationGroupProtectionPreflight |
        | configuration server | DiscoverReplica                           |
        | configuration server | GetSwitchProtectionRequirements           |
        | configuration server | ProtectReplica                            |
        | vCenter server       | SwitchReplicationGroupProtectionPreflight |
        | vCenter server       | DiscoverReplica                           |
        | vCenter server       | GetSwitchProtectionRequirements           |
        | vCenter server       | ProtectReplica                            |
        | vault                | SwitchReplicationGroupProtectionPreflight |
        | vault                | DiscoverReplica                           |
        | vault                | GetSwitchProtectionRequirements           |
        | vault                | ProtectReplica                            |

  Rule: A copying that is interrupted goes on, and the machine comes home

    Scenario Outline: The <component> dies during the copying
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" was deleted
      And the operator reprotects "erp-db-01"
      When the "<component>" dies during the copying and returns after 10 minutes
      Then "erp-db-01" is "protected to site" within 4 hours
      And "erp-db-01" comes home with what Azure held

      Examples: on the way of the data
        | component               |
        | agent                   |
        | process server in Azure |
        | master target           |

      Examples: in command
        | component            |
        | configuration server |
        | vCenter server       |
        | vault                |

  Rule: A failback goes on, or can be restarted, and the machine comes home

    Scenario Outline: The <component> dies in <task> of a failback
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      When the "<component>" dies in the task "<task>" and returns after 10 minutes
      Then the job succeeds within 4 hours, restarted whenever it fails
      And "erp-db-01" came home with what Azure held
      And "erp-db-01" runs on the site only

      Examples: on the way of the data
        | component               | task                             |
        | agent                   | UnplannedFailoverPreflightChecks |
        | agent                   | ShutdownVmOnPrimaryForUFO        |
        | process server in Azure | UnplannedFailoverPreflightChecks |
        | process server in Azure | ShutdownVmOnPrimaryForUFO        |
        | process server in Azure | PrepareForUnPlannedFailover      |
        | process server in Azure | Failover                         |
        | process server in Azure | StartVmOnSecondary               |
        | master target           | UnplannedFailoverPreflightChecks |
        | master target           | ShutdownVmOnPrimaryForUFO        |
        | master target           | PrepareForUnPlannedFailover      |
        | master target           | Failover                         |
        | master target           | StartVmOnSecondary               |

      Examples: in command
        | component            | task                             |
        | configuration server | UnplannedFailoverPreflightChecks |
        | configuration server | ShutdownVmOnPrimaryForUFO        |
        | configuration server | PrepareForUnPlannedFailover      |
        | configuration server | Failover                         |
        | configuration server | StartVmOnSecondary               |
        | vCenter server       | UnplannedFailoverPreflightChecks |
        | vCenter server       | ShutdownVmOnPrimaryForUFO        |
        | vCenter server       | PrepareForUnPlannedFailover      |
        | vCenter server       | Failover                         |
        | vCenter server       | StartVmOnSecondary               |
        | vault                | UnplannedFailoverPreflightChecks |
        | vault                | ShutdownVmOnPrimaryForUFO        |
        | vault                | PrepareForUnPlannedFailover      |
        | vault                | Failover                         |
        | vault                | StartVmOnSecondary               |

  Rule: A second reprotection goes on, or can be restarted, and the machine is protected

    Scenario Outline: The <component> dies in <task> of the second reprotection
      Given "erp-db-01" is "failback committed"
      And the operator reprotects "erp-db-01"
      When the "<component>" dies in the task "<task>" and returns after 10 minutes
      Then the job succeeds within 4 hours, restarted whenever it fails
      And "erp-db-01" is "protected" within 4 hours

      Examples: on the way of the data
        | component                  | task                                      |
        | agent                      | SwitchReplicationGroupProtectionPreflight |
        | agent                      | DiscoverReplica                           |
        | agent                      | GetSwitchProtectionRequirements           |
        | agent                      | ProtectReplica                            |
        | process server on the site | SwitchReplicationGroupProtectionPreflight |
        | process server on the site | DiscoverReplica                           |
        | process server on the site | GetSwitchProtectionRequirements           |
        | process server on the site | ProtectReplica                            |

      Examples: in command
        | component            | task                                      |
        | configuration server | SwitchReplicationGroupProtectionPreflight |
        | configuration server | DiscoverReplica                           |
        | configuration server | GetSwitchProtectionRequirements           |
        | configuration server | ProtectReplica                            |
        | vCenter server       | SwitchReplicationGroupProtectionPreflight |
        | vCenter server       | DiscoverReplica                           |
        | vCenter server       | GetSwitchProtectionRequirements           |
        | vCenter server       | ProtectReplica                            |
        | vault                | SwitchReplicationGroupProtectionPreflight |
        | vault                | DiscoverReplica                           |
        | vault                | GetSwitchProtectionRequirements           |
        | vault                | ProtectReplica                            |
