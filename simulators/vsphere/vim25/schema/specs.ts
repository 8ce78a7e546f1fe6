/** What methods are given, and what the datastore browser answers. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const SPECS = `
VirtualMachineConfigSpec: changeVersion:string? name:string? version:string? createDate:time?@6.7 uuid:string?
  instanceUuid:string? npivNodeWorldWideName:long[]? npivPortWorldWideName:long[]? npivWorldWideNameType:string?
  npivDesiredNodeWwns:short? npivDesiredPortWwns:short? npivTemporaryDisabled:boolean? npivOnNonRdmDisks:boolean?
  npivWorldWideNameOp:string? locationId:string? guestId:string? alternateGuestName:string? annotation:string?
  files:VirtualMachineFileInfo? tools:ToolsConfigInfo? flags:VirtualMachineFlagInfo? consolePreferences:~?
  powerOpInfo:VirtualMachineDefaultPowerOpInfo? numCPUs:int? numCoresPerSocket:int? memoryMB:long?
  memoryHotAddEnabled:boolean? cpuHotAddEnabled:boolean? cpuHotRemoveEnabled:boolean? virtualICH7MPresent:boolean?
  virtualSMCPresent:boolean? deviceChange:VirtualDeviceConfigSpec[]? cpuAllocation:ResourceAllocationInfo?
  memoryAllocation:ResourceAllocationInfo? latencySensitivity:LatencySensitivity? cpuAffinity:~? memoryAffinity:~?
  networkShaper:~? cpuFeatureMask:~[]? extraConfig:OptionValue[]? swapPlacement:string? bootOptions:~? vAppConfig:~?
  ftInfo:~? repConfig:~?@6.0 vAppConfigRemoved:boolean? vAssertsEnabled:boolean? changeTrackingEnabled:boolean?
  firmware:string? maxMksConnections:int? guestAutoLockEnabled:boolean? managedBy:~?
  memoryReservationLockedToMax:boolean? nestedHVEnabled:boolean? vPMCEnabled:boolean?
  scheduledHardwareUpgradeInfo:~? vmProfile:~[]? messageBusTunnelEnabled:boolean?@6.0 crypto:~?@6.5
  migrateEncryption:string?@6.5
VirtualDeviceConfigSpec: operation:VirtualDeviceConfigSpecOperation?
  fileOperation:VirtualDeviceConfigSpecFileOperation? device:VirtualDevice profile:~[]? backing:~?@6.5
VirtualMachineRelocateSpec: service:~?@6.0 folder:&Folder?@6.0 datastore:&Datastore? diskMoveType:string?
  pool:&ResourcePool? host:&HostSystem? disk:VirtualMachineRelocateSpecDiskLocator[]?
  transform:VirtualMachineRelocateTransformation? deviceChange:VirtualDeviceConfigSpec[]? profile:~[]?
VirtualMachineRelocateSpecDiskLocator: diskId:int datastore:&Datastore diskMoveType:string?
  diskBackingInfo:VirtualDeviceBackingInfo? profile:~[]?
HostDatastoreBrowserSearchSpec: query:FileQuery[]? details:FileQueryFlags? searchCaseInsensitive:boolean?
  matchPattern:string[]? sortFoldersFirst:boolean?
FileQuery:
FileQueryFlags: fileType:boolean fileSize:boolean modification:boolean fileOwner:boolean
VmDiskFileQuery < FileQuery: filter:~? details:~?
VmConfigFileQuery < FileQuery: filter:~? details:~?
FolderFileQuery < FileQuery:
HostDatastoreBrowserSearchResults: datastore:&Datastore? folderPath:string? file:FileInfo[]?
FileInfo: path:string friendlyName:string?@6.5 fileSize:long? modification:time? owner:string?
VmDiskFileInfo < FileInfo: diskType:string? capacityKb:long? hardwareVersion:int? controllerType:string?
  diskExtents:string[]? thin:boolean? encryption:~?@6.5
VmConfigFileInfo < FileInfo: configVersion:int? encryption:~?@6.5
FolderFileInfo < FileInfo:
VmLogFileInfo < FileInfo:
VmNvramFileInfo < FileInfo:
`;
