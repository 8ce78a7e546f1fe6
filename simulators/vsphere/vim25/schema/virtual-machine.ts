/** A virtual machine: configuration, run time, guest, snapshots, files. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const VIRTUAL_MACHINE = `
VirtualMachineSummary: vm:&VirtualMachine? runtime:VirtualMachineRuntimeInfo guest:VirtualMachineGuestSummary?
  config:VirtualMachineConfigSummary storage:VirtualMachineStorageSummary? quickStats:VirtualMachineQuickStats
  overallStatus:ManagedEntityStatus customValue:CustomFieldValue[]?
VirtualMachineRuntimeInfo: device:~[]? host:&HostSystem? connectionState:VirtualMachineConnectionState
  powerState:VirtualMachinePowerState faultToleranceState:VirtualMachineFaultToleranceState dasVmProtection:~?
  toolsInstallerMounted:boolean suspendTime:time? bootTime:time? suspendInterval:long?
  question:VirtualMachineQuestionInfo? memoryOverhead:long? maxCpuUsage:int? maxMemoryUsage:int?
  numMksConnections:int recordReplayState:VirtualMachineRecordReplayState cleanPowerOff:boolean?
  needSecondaryReason:string? onlineStandby:boolean minRequiredEVCModeKey:string? consolidationNeeded:boolean
  offlineFeatureRequirement:~[]? featureRequirement:~[]? featureMask:~[]? vFlashCacheAllocation:long?
  paused:boolean?@6.0 snapshotInBackground:boolean?@6.0 quiescedForkParent:boolean?@6.0
  instantCloneFrozen:boolean?@6.7 cryptoState:string?@6.7
VirtualMachineGuestSummary: guestId:string? guestFullName:string? toolsStatus:VirtualMachineToolsStatus?
  toolsVersionStatus:string? toolsVersionStatus2:string? toolsRunningStatus:string? hostName:string?
  ipAddress:string?
VirtualMachineConfigSummary: name:string template:boolean vmPathName:string memorySizeMB:int? cpuReservation:int?
  memoryReservation:int? numCpu:int? numEthernetCards:int? numVirtualDisks:int? uuid:string? instanceUuid:string?
  guestId:string? guestFullName:string? annotation:string? product:~? installBootRequired:boolean? ftInfo:~?
  managedBy:~? tpmPresent:boolean?@6.7 numVmiopBackings:int?@6.7
VirtualMachineStorageSummary: committed:long uncommitted:long unshared:long timestamp:time
VirtualMachineQuickStats: overallCpuUsage:int? overallCpuDemand:int? guestMemoryUsage:int? hostMemoryUsage:int?
  guestHeartbeatStatus:ManagedEntityStatus distributedCpuEntitlement:int? distributedMemoryEntitlement:int?
  staticCpuEntitlement:int? staticMemoryEntitlement:int? privateMemory:int? sharedMemory:int? swappedMemory:int?
  balloonedMemory:int? consumedOverheadMemory:int? ftLogBandwidth:int? ftSecondaryLatency:int?
  ftLatencyStatus:ManagedEntityStatus? compressedMemory:long? uptimeSeconds:int? ssdSwappedMemory:long?
VirtualMachineConfigInfo: changeVersion:string modified:time name:string guestFullName:string version:string
  uuid:string createDate:time?@6.7 instanceUuid:string? npivNodeWorldWideName:long[]? npivPortWorldWideName:long[]?
  npivWorldWideNameType:string? npivDesiredNodeWwns:short? npivDesiredPortWwns:short? npivTemporaryDisabled:boolean?
  npivOnNonRdmDisks:boolean? locationId:string? template:boolean guestId:string alternateGuestName:string
  annotation:string? files:VirtualMachineFileInfo tools:ToolsConfigInfo? flags:VirtualMachineFlagInfo
  consolePreferences:~? defaultPowerOps:VirtualMachineDefaultPowerOpInfo hardware:VirtualHardware
  cpuAllocation:ResourceAllocationInfo? memoryAllocation:ResourceAllocationInfo?
  latencySensitivity:LatencySensitivity? memoryHotAddEnabled:boolean? cpuHotAddEnabled:boolean?
  cpuHotRemoveEnabled:boolean? hotPlugMemoryLimit:long? hotPlugMemoryIncrementSize:long? cpuAffinity:~?
  memoryAffinity:~? networkShaper:~? extraConfig:OptionValue[]? cpuFeatureMask:~[]?
  datastoreUrl:VirtualMachineConfigInfoDatastoreUrlPair[]? swapPlacement:string? bootOptions:~? ftInfo:~?
  repConfig:~?@6.0 vAppConfig:~? vAssertsEnabled:boolean? changeTrackingEnabled:boolean? firmware:string?
  maxMksConnections:int? guestAutoLockEnabled:boolean? managedBy:~? memoryReservationLockedToMax:boolean?
  initialOverhead:~? nestedHVEnabled:boolean? vPMCEnabled:boolean? scheduledHardwareUpgradeInfo:~?
  forkConfigInfo:~?@6.0 vFlashCacheReservation:long? vmxConfigChecksum:bytes?@6.0
  messageBusTunnelEnabled:boolean?@6.0 vmStorageObjectId:string?@6.0 swapStorageObjectId:string?@6.0 keyId:~?@6.5
  guestIntegrityInfo:~?@6.5 migrateEncryption:string?@6.5
VirtualMachineFileInfo: vmPathName:string? snapshotDirectory:string? suspendDirectory:string? logDirectory:string?
  ftMetadataDirectory:string?@6.0
VirtualMachineFlagInfo: disableAcceleration:boolean? enableLogging:boolean? useToe:boolean?
  runWithDebugInfo:boolean? monitorType:string? htSharing:string? snapshotDisabled:boolean? snapshotLocked:boolean?
  diskUuidEnabled:boolean? virtualMmuUsage:string? virtualExecUsage:string? snapshotPowerOffBehavior:string?
  recordReplayEnabled:boolean? faultToleranceType:string?@6.0 cbrcCacheEnabled:boolean?@6.5 vvtdEnabled:boolean?@6.7
  vbsEnabled:boolean?@6.7
VirtualMachineDefaultPowerOpInfo: powerOffType:string? suspendType:string? resetType:string?
  defaultPowerOffType:string? defaultSuspendType:string? defaultResetType:string? standbyAction:string?
VirtualMachineConfigInfoDatastoreUrlPair: name:string url:string
ToolsConfigInfo: toolsVersion:int? toolsInstallType:string?@6.5 afterPowerOn:boolean? afterResume:boolean?
  beforeGuestStandby:boolean? beforeGuestShutdown:boolean? beforeGuestReboot:boolean? toolsUpgradePolicy:string?
  pendingCustomization:string? customizationKeyId:~?@6.5 syncTimeWithHost:boolean? lastInstallInfo:~?
  upgradeRebootPredict:boolean?
VirtualHardware: numCPU:int numCoresPerSocket:int? memoryMB:int virtualICH7MPresent:boolean?
  virtualSMCPresent:boolean? device:VirtualDevice[]?
VirtualMachineCapability: snapshotOperationsSupported:boolean multipleSnapshotsSupported:boolean
  snapshotConfigSupported:boolean poweredOffSnapshotsSupported:boolean memorySnapshotsSupported:boolean
  revertToSnapshotSupported:boolean quiescedSnapshotsSupported:boolean disableSnapshotsSupported:boolean
  lockSnapshotsSupported:boolean consolePreferencesSupported:boolean cpuFeatureMaskSupported:boolean
  s1AcpiManagementSupported:boolean settingScreenResolutionSupported:boolean toolsAutoUpdateSupported:boolean
  vmNpivWwnSupported:boolean npivWwnOnNonRdmVmSupported:boolean vmNpivWwnDisableSupported:boolean
  vmNpivWwnUpdateSupported:boolean swapPlacementSupported:boolean toolsSyncTimeSupported:boolean
  virtualMmuUsageSupported:boolean diskSharesSupported:boolean bootOptionsSupported:boolean
  bootRetryOptionsSupported:boolean settingVideoRamSizeSupported:boolean settingDisplayTopologySupported:boolean
  settingDisplayTopologyModesSupported:boolean recordReplaySupported:boolean changeTrackingSupported:boolean
  multipleCoresPerSocketSupported:boolean hostBasedReplicationSupported:boolean guestAutoLockSupported:boolean
  memoryReservationLockSupported:boolean featureRequirementSupported:boolean
  poweredOnMonitorTypeChangeSupported:boolean vmfsNativeSnapshotSupported:boolean seSparseDiskSupported:boolean
  nestedHVSupported:boolean vPMCSupported:boolean toolsRebootPredictSupported:boolean? messageBusSupported:boolean
  canConnectUSBDevices:boolean? secureBootSupported:boolean?@6.5 perVmEvcSupported:boolean?@6.7
  virtualMmuUsageIgnored:boolean?@6.7 virtualExecUsageIgnored:boolean?@6.7
  diskOnlySnapshotOnSuspendedVMSupported:boolean?@6.7
VirtualMachineFileLayout: configFile:string[]? logFile:string[]? disk:VirtualMachineFileLayoutDiskLayout[]?
  snapshot:~[]? swapFile:string?
VirtualMachineFileLayoutDiskLayout: key:int diskFile:string[]
VirtualMachineFileLayoutEx: file:VirtualMachineFileLayoutExFileInfo[]? disk:VirtualMachineFileLayoutExDiskLayout[]?
  snapshot:VirtualMachineFileLayoutExSnapshotLayout[]? timestamp:time
VirtualMachineFileLayoutExFileInfo: key:int name:string type:string size:long uniqueSize:long?
  backingObjectId:string?@6.0 accessible:boolean?@6.0
VirtualMachineFileLayoutExDiskLayout: key:int chain:VirtualMachineFileLayoutExDiskUnit[]?
VirtualMachineFileLayoutExDiskUnit: fileKey:int[]
VirtualMachineFileLayoutExSnapshotLayout: key:&VirtualMachineSnapshot dataKey:int memoryKey:int@6.0
  disk:VirtualMachineFileLayoutExDiskLayout[]?
VirtualMachineStorageInfo: perDatastoreUsage:VirtualMachineUsageOnDatastore[]? timestamp:time
VirtualMachineUsageOnDatastore: datastore:&Datastore committed:long uncommitted:long unshared:long
VirtualMachineSnapshotInfo: currentSnapshot:&VirtualMachineSnapshot? rootSnapshotList:VirtualMachineSnapshotTree[]
VirtualMachineSnapshotTree: snapshot:&VirtualMachineSnapshot vm:&VirtualMachine name:string description:string
  id:int createTime:time state:VirtualMachinePowerState quiesced:boolean backupManifest:string?
  childSnapshotList:VirtualMachineSnapshotTree[]? replaySupported:boolean?
GuestInfo: toolsStatus:VirtualMachineToolsStatus? toolsVersionStatus:string? toolsVersionStatus2:string?
  toolsRunningStatus:string? toolsVersion:string? toolsInstallType:string?@6.5 toolsUpdateStatus:~? guestId:string?
  guestFamily:string? guestFullName:string? hostName:string? ipAddress:string? net:GuestNicInfo[]?
  ipStack:GuestStackInfo[]? disk:GuestDiskInfo[]? screen:GuestScreenInfo? guestState:string powerPolicy:~?
  appHeartbeatStatus:string? guestKernelCrashed:boolean?@6.0 appState:string? guestOperationsReady:boolean?
  interactiveGuestOperationsReady:boolean? guestStateChangeSupported:boolean?@6.0 generationInfo:~[]?
GuestNicInfo: network:string? ipAddress:string[]? macAddress:string? connected:boolean deviceConfigId:int
  dnsConfig:~? ipConfig:~? netBIOSConfig:~?
GuestDiskInfo: diskPath:string? capacity:long? freeSpace:long?
GuestStackInfo: dnsConfig:~? ipRouteConfig:~? ipStackConfig:KeyValue[]? dhcpConfig:~?
GuestScreenInfo: width:int height:int
ResourceAllocationInfo: reservation:long? expandableReservation:boolean? limit:long? shares:SharesInfo?
  overheadLimit:long?
SharesInfo: shares:int level:SharesLevel
ResourceConfigSpec: entity:&ManagedEntity? changeVersion:string? lastModified:time?
  cpuAllocation:ResourceAllocationInfo memoryAllocation:ResourceAllocationInfo networkBandwidthAllocation:~[]?
LatencySensitivity: level:LatencySensitivitySensitivityLevel sensitivity:int?
VirtualMachineQuestionInfo: id:string text:string choice:ChoiceOption message:~[]?
ChoiceOption < OptionType: choiceInfo:ElementDescription[] defaultIndex:int?
OptionType: valueIsReadonly:boolean?
`;
