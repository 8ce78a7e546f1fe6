@F-36
Feature: Each privilege that the documents list is needed
  Security teams grant what seems enough, and the operator is hurt:
  the return stops over one privilege that nobody missed before.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  Rule: One missing privilege fails the reprotection, and is named

    Scenario: Without browsing no datastore can be discovered
      Given "erp-db-01" is "failover committed"
      And the vCenter account lacks the privilege "Datastore.Browse"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-DATASTORES-NOT-DISCOVERED
      And no block of the disks of "erp-db-01" on the site has changed

    Scenario Outline: <privilege> is missed by name
      Given "erp-db-01" is "failover committed"
      And the vCenter account lacks the privilege "<privilege>"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-PRIVILEGE, naming "<privilege>" alone
      And no block of the disks of "erp-db-01" on the site has changed

      Examples: The documented list
        | privilege                                    |
        | Datastore.AllocateSpace                      |
        | Datastore.DeleteFile                         |
        | Datastore.FileManagement                     |
        | Datastore.UpdateVirtualMachineFiles          |
        | Network.Assign                               |
        | Resource.AssignVMToPool                      |
        | Resource.ColdMigrate                         |
        | Resource.HotMigrate                          |
        | Task.Create                                  |
        | Task.Update                                  |
        | VirtualMachine.Config.AddExistingDisk        |
        | VirtualMachine.Config.AddNewDisk             |
        | VirtualMachine.Config.AddRemoveDevice        |
        | VirtualMachine.Config.AdvancedConfig         |
        | VirtualMachine.Config.Annotation             |
        | VirtualMachine.Config.CPUCount               |
        | VirtualMachine.Config.ChangeTracking         |
        | VirtualMachine.Config.DiskExtend             |
        | VirtualMachine.Config.DiskLease              |
        | VirtualMachine.Config.EditDevice             |
        | VirtualMachine.Config.HostUSBDevice          |
        | VirtualMachine.Config.ManagedBy              |
        | VirtualMachine.Config.Memory                 |
        | VirtualMachine.Config.MksControl             |
        | VirtualMachine.Config.QueryFTCompatibility   |
        | VirtualMachine.Config.QueryUnownedFiles      |
        | VirtualMachine.Config.RawDevice              |
        | VirtualMachine.Config.ReloadFromPath         |
        | VirtualMachine.Config.RemoveDisk             |
        | VirtualMachine.Config.Rename                 |
        | VirtualMachine.Config.ResetGuestInfo         |
        | VirtualMachine.Config.Resource               |
        | VirtualMachine.Config.Settings               |
        | VirtualMachine.Config.SwapPlacement          |
        | VirtualMachine.Config.ToggleForkParent       |
        | VirtualMachine.Config.UpgradeVirtualHardware |
        | VirtualMachine.Interact.AnswerQuestion       |
        | VirtualMachine.Interact.DeviceConnection     |
        | VirtualMachine.Interact.PowerOff             |
        | VirtualMachine.Interact.PowerOn              |
        | VirtualMachine.Interact.SetCDMedia           |
        | VirtualMachine.Interact.SetFloppyMedia       |
        | VirtualMachine.Interact.ToolsInstall         |
        | VirtualMachine.Inventory.Create              |
        | VirtualMachine.Inventory.Register            |
        | VirtualMachine.Inventory.Unregister          |
        | VirtualMachine.Provisioning.GetVmFiles       |
        | VirtualMachine.Provisioning.PutVmFiles       |
        | VirtualMachine.State.RemoveSnapshot          |

  Rule: Once it is granted the same job succeeds

    Scenario Outline: The restarted job succeeds with <privilege>
      Given "erp-db-01" is "failover committed"
      And the vCenter account lacks the privilege "<privilege>"
      And the operator reprotects "erp-db-01"
      And the job fails within 5 minutes with <code>
      And the vCenter account gets its privileges
      When the operator restarts the job
      Then the job succeeds within 2 hours

      Examples: One of each kind
        | privilege                                 | code                          |
        | Datastore.Browse                          | SIM-DATASTORES-NOT-DISCOVERED |
        | Datastore.AllocateSpace                   | SIM-PRIVILEGE                 |
        | Network.Assign                            | SIM-PRIVILEGE                 |
        | Resource.AssignVMToPool                   | SIM-PRIVILEGE                 |
        | Task.Create                               | SIM-PRIVILEGE                 |
        | VirtualMachine.Config.AddExistingDisk     | SIM-PRIVILEGE                 |
        | VirtualMachine.Interact.PowerOff          | SIM-PRIVILEGE                 |
        | VirtualMachine.Inventory.Register         | SIM-PRIVILEGE                 |
        | VirtualMachine.Provisioning.GetVmFiles    | SIM-PRIVILEGE                 |
        | VirtualMachine.State.RemoveSnapshot       | SIM-PRIVILEGE                 |

  Rule: A privilege that is lost later stops the return where it is needed

    Scenario: The failback fails where the VM may not be started
      Given "erp-db-01" is "protected to site"
      And the vCenter account lacks the privilege "VirtualMachine.Interact.PowerOn"
      When the operator fails over "erp-db-01"
      Then the job fails within 10 minutes with SIM-PRIVILEGE, naming "VirtualMachine.Interact.PowerOn" alone
      And "erp-db-01" runs in Azure only

    Scenario: One that is lost while the failback runs fails the job
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      When the vCenter account lacks the privilege "VirtualMachine.Interact.PowerOn"
      Then the job fails within 2 hours with vim.fault.NoPermission

    Scenario: The restarted job brings the machine home
      Given "erp-db-01" is "protected to site"
      And the operator fails over "erp-db-01"
      And the job comes to the task "ShutdownVmOnPrimaryForUFO"
      And the vCenter account lacks the privilege "VirtualMachine.Interact.PowerOn"
      And the job fails within 2 hours with vim.fault.NoPermission
      And the vCenter account gets its privileges
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And "erp-db-01" came home with what Azure held
