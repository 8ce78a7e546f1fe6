/** The privileges that there are, by group. Shape: a line for each group, its name and the names in it.
 *  Source: role lists of vCenter 6.7 to 8.0 – recorded (VSPHERE.md §5.1); what belongs to products beside vCenter is left out. */
const GROUPS = `
Alarm: Acknowledge Create Delete DisableActions Edit SetStatus ToggleEnableOnEntity
Authorization: ModifyPermissions ModifyPrivileges ModifyRoles ModifyVTContainerMappings ModifyVTContainers
  ReassignRolePermissions
Certificate: Manage
ContentLibrary: AddCertToTrustStore AddLibraryItem AddSubscription CheckInTemplate CheckOutTemplate
  CreateLocalLibrary CreateSubscribedLibrary DeleteCertFromTrustStore DeleteLibraryItem DeleteLocalLibrary
  DeleteSubscribedLibrary DeleteSubscription DownloadSession EvictLibraryItem EvictSubscribedLibrary
  GetConfiguration ImportStorage MigrateLibrary ProbeSubscription PublishLibrary PublishLibraryItem ReadStorage
  SyncLibrary SyncLibraryItem TypeIntrospection UpdateConfiguration UpdateLibrary UpdateLibraryItem
  UpdateLocalLibrary UpdateSession UpdateSubscribedLibrary UpdateSubscription
Cryptographer: Access AddDisk Clone Decrypt Encrypt EncryptNew ManageEncryptionPolicy ManageKeyServers
  ManageKeys Migrate ReadKeyServersInfo Recrypt RegisterHost RegisterVM
DVPortgroup: Create Delete Modify PolicyOp ScopeOp
DVSwitch: Create Delete HostOp Modify Move PolicyOp PortConfig PortSetting ResourceManagement Vspan
Datacenter: Create Delete IpPoolConfig IpPoolQueryAllocations IpPoolReleaseIp Move Reconfigure Rename
Datastore: AllocateSpace Browse Config ConfigIOManagement Delete DeleteFile FileManagement Move Rename
  UpdateVirtualMachineFiles UpdateVirtualMachineMetadata
EAM: Config Modify View
Extension: Register Unregister Update
ExternalStatsProvider: Register Unregister Update
Folder: Create Delete ExternalFolderManagement Move Rename
Global: CancelTask CapacityPlanning Diagnostics DisableMethods EnableMethods GlobalTag Health Licenses LogEvent
  ManageCustomFields Proxy ScriptAction ServiceManagers SetCustomField Settings SystemTag VCServer
HealthUpdateProvider: Register Unregister Update
Host.Cim: CimInteraction
Host.Config: AdvancedConfig AuthenticationStore AutoStart Connection DateTime Firmware HyperThreading Image
  Maintenance Memory NetService Network Patch PciPassthru Power Resources Settings Snmp Storage
  SystemFirewallRuleSet SystemManagement
Host.Hbr: HbrDaemonManagement HbrManagement
Host.Inventory: AddHostToCluster AddStandaloneHost CreateCluster DeleteCluster EditCluster MoveCluster MoveHost
  RemoveHostFromCluster RenameCluster
Host.Local: CreateVM DeleteVM InstallAgent ManageUserGroups ReconfigVM
Host.Stats: Query
InventoryService.Tagging: AttachTag CreateCategory CreateTag DeleteCategory DeleteTag EditCategory EditTag
  ModifyUsedByForCategory ModifyUsedByForTag ObjectAttachable
Network: Assign Config Delete Move
Performance: ModifyIntervals
Profile: Clear Create Delete Edit Export View
Resource: ApplyRecommendation AssignVAppToPool AssignVMToPool ColdMigrate CreatePool DeletePool EditPool
  HotMigrate MovePool QueryVMotion RenamePool
ScheduledTask: Create Delete Edit Run
Sessions: GlobalMessage ImpersonateUser TerminateSession ValidateSession
StoragePod: Config
StorageProfile: Apply Update View
StorageViews: ConfigureService View
System: Anonymous Read View
Task: Create Update
TransferService: Manage Monitor
VApp: ApplicationConfig AssignResourcePool AssignVApp AssignVM Clone Create Delete Export ExtractOvfEnvironment
  Import InstanceConfig ManagedByConfig Move PowerOff PowerOn PullFromUrls Rename ResourceConfig Suspend
  Unregister
VirtualMachine.Config: AddExistingDisk AddNewDisk AddRemoveDevice AdvancedConfig Annotation CPUCount
  ChangeTracking DiskExtend DiskLease EditDevice HostUSBDevice ManagedBy Memory MksControl QueryFTCompatibility
  QueryUnownedFiles RawDevice ReloadFromPath RemoveDisk Rename ResetGuestInfo Resource Settings SwapPlacement
  ToggleForkParent UpgradeVirtualHardware
VirtualMachine.GuestOperations: Execute Modify ModifyAliases Query QueryAliases
VirtualMachine.Hbr: ConfigureReplication MonitorReplication ReplicaManagement
VirtualMachine.Interact: AnswerQuestion Backup ConsoleInteract CreateScreenshot CreateSecondary
  DefragmentAllDisks DeviceConnection DisableSecondary DnD EnableSecondary GuestControl MakePrimary Pause
  PowerOff PowerOn PutUsbScanCodes Record Replay Reset SESparseMaintenance SetCDMedia SetFloppyMedia Suspend
  TerminateFaultTolerantVM ToolsInstall TurnOffFaultTolerance
VirtualMachine.Inventory: Create CreateFromExisting Delete Move Register Unregister
VirtualMachine.Namespace: Event EventNotify Management ModifyContent Query ReadContent
VirtualMachine.Provisioning: Clone CloneTemplate CreateTemplateFromVM Customize DeployTemplate DiskRandomAccess
  DiskRandomRead FileRandomAccess GetVmFiles MarkAsTemplate MarkAsVM ModifyCustSpecs PromoteDisks PutVmFiles
  ReadCustSpecs
VirtualMachine.State: CreateSnapshot RemoveSnapshot RenameSnapshot RevertToSnapshot
vService: CreateDependency DestroyDependency ReconfigureDependency UpdateDependency
`;

/** `VirtualMachine.Interact.PowerOn` …, in the order of the groups. */
export const ALL_PRIVILEGES: ReadonlySet<string> = new Set(
  GROUPS.trim()
    .replaceAll('\n  ', ' ')
    .split('\n')
    .flatMap((line) => {
      const [group = '', names = ''] = line.split(': ');
      return names.split(' ').map((name) => `${group}.${name}`);
    }),
);
