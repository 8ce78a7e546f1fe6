/** The types of managed objects of vim25, each with its base: also those of which there is none here, for clients ask for them.
 *  Shape: a line for each base. Source: vSphere Web Services API 6.7.1 – documented. */
const TYPES = `
ManagedObject: ExtensibleManagedObject View HistoryCollector PropertyCollector PropertyFilter ServiceInstance SessionManager
  AuthorizationManager LicenseManager LicenseAssignmentManager SearchIndex ViewManager EventManager TaskManager PerformanceManager
  CustomFieldsManager OptionManager HostDatastoreBrowser FileManager AlarmManager ExtensionManager ScheduledTaskManager
  StorageResourceManager UserDirectory VirtualDiskManager CustomizationSpecManager OvfManager IpPoolManager GuestOperationsManager
  DiagnosticManager DatastoreNamespaceManager DistributedVirtualSwitchManager EnvironmentBrowser HostProfileManager ServiceManager
  HostDatastoreSystem HostStorageSystem HostServiceSystem HostAutoStartManager HttpNfcLease Profile ProfileManager CryptoManager
  HostSpecificationManager LocalizationManager VirtualizationManager OverheadMemoryManager CertificateManager
ExtensibleManagedObject: ManagedEntity Task VirtualMachineSnapshot Alarm ScheduledTask HostNetworkSystem HostFirewallSystem
ManagedEntity: Folder Datacenter ComputeResource ResourcePool HostSystem Datastore Network VirtualMachine DistributedVirtualSwitch
ComputeResource: ClusterComputeResource
ResourcePool: VirtualApp
Folder: StoragePod
Network: DistributedVirtualPortgroup OpaqueNetwork
DistributedVirtualSwitch: VmwareDistributedVirtualSwitch
View: ManagedObjectView InventoryView
ManagedObjectView: ContainerView ListView
HistoryCollector: EventHistoryCollector TaskHistoryCollector
`;

const BASES: ReadonlyMap<string, string> = new Map([
  ['ManagedObject', ''],
  ...TYPES.trim()
    .replaceAll(/\n +/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [base = '', names = ''] = line.split(': ');
      return names.split(' ').map((name): [string, string] => [name, base]);
    }),
]);

/** Whether a type of managed objects is another, or stands on it. */
export function isManaged(name: string, ancestor: string): boolean {
  for (let at: string | undefined = name; at; at = BASES.get(at))
    if (at === ancestor && BASES.has(at)) return true;
  return false;
}

export function baseOf(name: string): string {
  return BASES.get(name) ?? '';
}
