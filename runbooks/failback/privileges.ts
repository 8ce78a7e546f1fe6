/** What the account for replication needs in vSphere. Source: Microsoft, "Prepare an account for automatic discovery"
 *  (vmware-azure-manage-vcenter.md); "Virtual machine → Configuration (all)" spelled out. */
export const NEEDED_PRIVILEGES: readonly string[] = [
  ...of('Datastore', 'AllocateSpace Browse DeleteFile FileManagement UpdateVirtualMachineFiles'),
  ...of('Network', 'Assign'),
  ...of('Resource', 'AssignVMToPool ColdMigrate HotMigrate'),
  ...of('Task', 'Create Update'),
  ...of(
    'VirtualMachine.Config',
    'AddExistingDisk AddNewDisk AddRemoveDevice AdvancedConfig Annotation CPUCount ChangeTracking DiskExtend DiskLease EditDevice',
  ),
  ...of(
    'VirtualMachine.Config',
    'HostUSBDevice ManagedBy Memory MksControl QueryFTCompatibility QueryUnownedFiles RawDevice ReloadFromPath RemoveDisk Rename',
  ),
  ...of(
    'VirtualMachine.Config',
    'ResetGuestInfo Resource Settings SwapPlacement ToggleForkParent UpgradeVirtualHardware',
  ),
  ...of(
    'VirtualMachine.Interact',
    'AnswerQuestion DeviceConnection PowerOff PowerOn SetCDMedia SetFloppyMedia ToolsInstall',
  ),
  ...of('VirtualMachine.Inventory', 'Create Register Unregister'),
  ...of('VirtualMachine.Provisioning', 'GetVmFiles PutVmFiles'),
  ...of('VirtualMachine.State', 'RemoveSnapshot'),
];

function of(group: string, names: string): string[] {
  return names.split(' ').map((name) => `${group}.${name}`);
}
