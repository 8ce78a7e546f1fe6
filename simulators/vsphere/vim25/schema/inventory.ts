/** Hosts, datastores, networks, resource pools. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const INVENTORY = `
HostListSummary: host:&HostSystem? hardware:HostHardwareSummary? runtime:HostRuntimeInfo? config:HostConfigSummary
  quickStats:HostListSummaryQuickStats overallStatus:ManagedEntityStatus rebootRequired:boolean
  customValue:CustomFieldValue[]? managementServerIp:string? maxEVCModeKey:string? currentEVCModeKey:string?
  gateway:~?@6.0 tpmAttestation:~?@6.7
HostHardwareSummary: vendor:string model:string uuid:string otherIdentifyingInfo:HostSystemIdentificationInfo[]?
  memorySize:long cpuModel:string cpuMhz:int numCpuPkgs:short numCpuCores:short numCpuThreads:short numNics:int
  numHBAs:int
HostRuntimeInfo: connectionState:HostSystemConnectionState powerState:HostSystemPowerState standbyMode:string?
  inMaintenanceMode:boolean inQuarantineMode:boolean?@6.5 bootTime:time? healthSystemRuntime:~? dasHostState:~?
  tpmPcrValues:~[]? cpuCapacityForVm:long? memoryCapacityForVm:long? vsanRuntimeInfo:~? networkRuntimeInfo:~?
  vFlashResourceRuntimeInfo:~? hostMaxVirtualDiskCapacity:long? cryptoState:string?@6.5 cryptoKeyId:~?@6.5
HostConfigSummary: name:string port:int sslThumbprint:string? product:AboutInfo? vmotionEnabled:boolean
  faultToleranceEnabled:boolean featureVersion:~[]? agentVmDatastore:&Datastore? agentVmNetwork:&Network?
HostListSummaryQuickStats: overallCpuUsage:int? overallMemoryUsage:int? distributedCpuFairness:int?
  distributedMemoryFairness:int? availablePMemCapacity:int?@6.7 uptime:int?
DatastoreSummary: datastore:&Datastore? name:string url:string capacity:long freeSpace:long uncommitted:long?
  accessible:boolean multipleHostAccess:boolean? type:string maintenanceMode:string?
DatastoreCapability: directoryHierarchySupported:boolean rawDiskMappingsSupported:boolean
  perFileThinProvisioningSupported:boolean storageIORMSupported:boolean nativeSnapshotSupported:boolean
  topLevelDirectoryCreateSupported:boolean? seSparseSupported:boolean? vmfsSparseSupported:boolean?@6.5
  vsanSparseSupported:boolean?@6.5 upitSupported:boolean?@6.5 vmdkExpandSupported:boolean?@6.7
DatastoreInfo: name:string url:string freeSpace:long maxFileSize:long maxVirtualDiskCapacity:long?
  maxMemoryFileSize:long@6.0 timestamp:time? containerId:string? aliasOf:string?@6.7.1
VmfsDatastoreInfo < DatastoreInfo: maxPhysicalRDMFileSize:long maxVirtualRDMFileSize:long vmfs:HostVmfsVolume?
  lun:~[]?
NasDatastoreInfo < DatastoreInfo: nas:HostNasVolume?
HostVmfsVolume < HostFileSystemVolume: blockSizeMb:int blockSize:int?@6.5 unmapGranularity:int?@6.5
  unmapPriority:string?@6.5 unmapBandwidthSpec:~?@6.7 maxBlocks:int majorVersion:int version:string uuid:string
  extent:HostScsiDiskPartition[] vmfsUpgradable:boolean forceMountedInfo:~? ssd:boolean? local:boolean?
  scsiDiskType:string?@6.5
HostFileSystemVolume: type:string name:string capacity:long
HostScsiDiskPartition: diskName:string partition:int
HostNasVolume < HostFileSystemVolume: remoteHost:string remotePath:string userName:string?
  remoteHostNames:string[]?@6.0 securityType:string?@6.0 protocolEndpoint:boolean?@6.0
DatastoreHostMount: key:&HostSystem mountInfo:HostMountInfo
HostMountInfo: path:string? accessMode:string mounted:boolean? accessible:boolean? inaccessibleReason:string?
NetworkSummary: network:&Network? name:string accessible:boolean ipPoolName:string ipPoolId:int?
ComputeResourceSummary: totalCpu:int totalMemory:long numCpuCores:short numCpuThreads:short effectiveCpu:int
  effectiveMemory:long numHosts:int numEffectiveHosts:int overallStatus:ManagedEntityStatus
ComputeResourceConfigInfo: vmSwapPlacement:string spbmEnabled:boolean? defaultHardwareVersionKey:string?
ResourcePoolSummary: name:string config:ResourceConfigSpec runtime:ResourcePoolRuntimeInfo
  quickStats:ResourcePoolQuickStats? configuredMemoryMB:int?
ResourcePoolRuntimeInfo: memory:ResourcePoolResourceUsage cpu:ResourcePoolResourceUsage
  overallStatus:ManagedEntityStatus
ResourcePoolResourceUsage: reservationUsed:long reservationUsedForVm:long unreservedForPool:long
  unreservedForVm:long overallUsage:long maxUsage:long
ResourcePoolQuickStats: overallCpuUsage:long? overallCpuDemand:long? guestMemoryUsage:long? hostMemoryUsage:long?
  distributedCpuEntitlement:long? distributedMemoryEntitlement:long? staticCpuEntitlement:int?
  staticMemoryEntitlement:int? privateMemory:long? sharedMemory:long? swappedMemory:long? balloonedMemory:long?
  overheadMemory:long? consumedOverheadMemory:long? compressedMemory:long?
HostConfigManager: cpuScheduler:&HostCpuSchedulerSystem? datastoreSystem:&HostDatastoreSystem?
  memoryManager:&HostMemorySystem? storageSystem:&HostStorageSystem? networkSystem:&HostNetworkSystem?
  vmotionSystem:&HostVMotionSystem? virtualNicManager:&HostVirtualNicManager? serviceSystem:&HostServiceSystem?
  firewallSystem:&HostFirewallSystem? advancedOption:&OptionManager? diagnosticSystem:&HostDiagnosticSystem?
  autoStartManager:&HostAutoStartManager? snmpSystem:&HostSnmpSystem? dateTimeSystem:&HostDateTimeSystem?
  patchManager:&HostPatchManager? hostUpdateProxyManager:&HostHostUpdateProxyManager?
  imageConfigManager:&HostImageConfigManager? bootDeviceSystem:&HostBootDeviceSystem?
  firmwareSystem:&HostFirmwareSystem? healthStatusSystem:&HostHealthStatusSystem?
  pciPassthruSystem:&HostPciPassthruSystem? licenseManager:&LicenseManager?
  kernelModuleSystem:&HostKernelModuleSystem? authenticationManager:&HostAuthenticationManager?
  powerSystem:&HostPowerSystem? cacheConfigurationManager:&HostCacheConfigurationManager?
  esxAgentHostManager:&HostEsxAgentHostManager? iscsiManager:&IscsiManager? vFlashManager:&HostVFlashManager?
  vsanSystem:&HostVsanSystem? messageBusProxy:&MessageBusProxy?@6.0 userDirectory:&UserDirectory?@6.0
  accountManager:&HostLocalAccountManager?@6.0 hostAccessManager:&HostAccessManager?@6.0
  graphicsManager:&HostGraphicsManager? vsanInternalSystem:&HostVsanInternalSystem?
  certificateManager:&HostCertificateManager?@6.0 cryptoManager:&CryptoManager?@6.5
  nvdimmSystem:&HostNvdimmSystem?@6.7
HostHardwareInfo: systemInfo:HostSystemInfo cpuPowerManagementInfo:~? cpuInfo:HostCpuInfo cpuPkg:HostCpuPackage[]
  memorySize:long numaInfo:~? smcPresent:boolean pciDevice:~[]? cpuFeature:~[]? biosInfo:~? reliableMemoryInfo:~?
  persistentMemoryInfo:~?@6.7
HostSystemInfo: vendor:string model:string uuid:string otherIdentifyingInfo:HostSystemIdentificationInfo[]?
  serialNumber:string?@6.7
HostSystemIdentificationInfo: identifierValue:string identifierType:ElementDescription
HostCpuInfo: numCpuPackages:short numCpuCores:short numCpuThreads:short hz:long
HostCpuPackage: index:short vendor:string hz:long busHz:long description:string threadId:short[] cpuFeature:~[]?
HostLicensableResourceInfo: resource:KeyAnyValue[]
`;
