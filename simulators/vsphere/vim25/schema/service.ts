/** The service itself: its content, sessions, roles and permissions, licences, performance counters. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const SERVICE = `
ServiceContent: rootFolder:&Folder propertyCollector:&PropertyCollector viewManager:&ViewManager? about:AboutInfo
  setting:&OptionManager? userDirectory:&UserDirectory? sessionManager:&SessionManager?
  authorizationManager:&AuthorizationManager? serviceManager:&ServiceManager? perfManager:&PerformanceManager?
  scheduledTaskManager:&ScheduledTaskManager? alarmManager:&AlarmManager? eventManager:&EventManager?
  taskManager:&TaskManager? extensionManager:&ExtensionManager? customizationSpecManager:&CustomizationSpecManager?
  customFieldsManager:&CustomFieldsManager? accountManager:&HostLocalAccountManager?
  diagnosticManager:&DiagnosticManager? licenseManager:&LicenseManager? searchIndex:&SearchIndex?
  fileManager:&FileManager? datastoreNamespaceManager:&DatastoreNamespaceManager?
  virtualDiskManager:&VirtualDiskManager? virtualizationManager:&VirtualizationManager? snmpSystem:&HostSnmpSystem?
  vmProvisioningChecker:&VirtualMachineProvisioningChecker?
  vmCompatibilityChecker:&VirtualMachineCompatibilityChecker? ovfManager:&OvfManager? ipPoolManager:&IpPoolManager?
  dvSwitchManager:&DistributedVirtualSwitchManager? hostProfileManager:&HostProfileManager?
  clusterProfileManager:&ClusterProfileManager? complianceManager:&ProfileComplianceManager?
  localizationManager:&LocalizationManager? storageResourceManager:&StorageResourceManager?
  guestOperationsManager:&GuestOperationsManager? overheadMemoryManager:&OverheadMemoryManager?@6.0
  certificateManager:&CertificateManager?@6.0 ioFilterManager:&IoFilterManager?@6.0
  vStorageObjectManager:&VStorageObjectManagerBase?@6.5 hostSpecManager:&HostSpecificationManager?@6.5
  cryptoManager:&CryptoManager?@6.5 healthUpdateManager:&HealthUpdateManager?@6.5
  failoverClusterConfigurator:&FailoverClusterConfigurator?@6.5 failoverClusterManager:&FailoverClusterManager?@6.5
AboutInfo: name:string fullName:string vendor:string version:string build:string localeVersion:string?
  localeBuild:string? osType:string productLineId:string apiType:string apiVersion:string instanceUuid:string?
  licenseProductName:string? licenseProductVersion:string?
UserSession: key:string userName:string fullName:string loginTime:time lastActiveTime:time locale:string
  messageLocale:string extensionSession:boolean ipAddress:string userAgent:string callCount:long
Description: label:string summary:string
ElementDescription < Description: key:string
TypeDescription < Description: key:string
LocalizableMessage: key:string arg:KeyAnyValue[]? message:string?
Tag: key:string
Permission: entity:&ManagedEntity? principal:string group:boolean roleId:int propagate:boolean
AuthorizationRole: roleId:int system:boolean name:string info:Description privilege:string[]?
AuthorizationPrivilege: privId:string onParent:boolean name:string privGroupName:string
AuthorizationDescription: privilege:ElementDescription[] privilegeGroup:ElementDescription[]
EntityPrivilege: entity:&ManagedEntity privAvailability:PrivilegeAvailability[]
PrivilegeAvailability: privId:string isGranted:boolean
CustomFieldDef: key:int name:string type:string managedObjectType:string? fieldDefPrivileges:PrivilegePolicyDef?
  fieldInstancePrivileges:PrivilegePolicyDef?
CustomFieldValue: key:int
CustomFieldStringValue < CustomFieldValue: value:string
PrivilegePolicyDef: createPrivilege:string readPrivilege:string updatePrivilege:string deletePrivilege:string
LicenseManagerLicenseInfo: licenseKey:string editionKey:string name:string total:int used:int? costUnit:string
  properties:KeyAnyValue[]? labels:KeyValue[]?
LicenseAssignmentManagerLicenseAssignment: entityId:string scope:string? entityDisplayName:string?
  assignedLicense:LicenseManagerLicenseInfo properties:KeyAnyValue[]?
LicenseManagerEvaluationInfo: properties:KeyAnyValue[]
LicenseDiagnostics: sourceLastChanged:time sourceLost:string sourceLatency:float licenseRequests:string
  licenseRequestFailures:string licenseFeatureUnknowns:string opState:LicenseManagerState lastStatusUpdate:time
  opFailureMessage:string
LicenseFeatureInfo: key:string featureName:string featureDescription:string? state:LicenseFeatureInfoState?
  costUnit:string sourceRestriction:string? dependentKey:string[]? edition:boolean? expiresOn:time?
LicenseAvailabilityInfo: feature:LicenseFeatureInfo total:int available:int
LicenseSource:
LicenseServerSource < LicenseSource: licenseServer:string
LocalLicenseSource < LicenseSource: licenseKeys:string
EvaluationLicenseSource < LicenseSource: remainingHours:long?
PerfCounterInfo: key:int nameInfo:ElementDescription groupInfo:ElementDescription unitInfo:ElementDescription
  rollupType:PerfSummaryType statsType:PerfStatsType level:int? perDeviceLevel:int? associatedCounterId:int[]?
PerformanceDescription: counterType:ElementDescription[] statsType:ElementDescription[]
PerfInterval: key:int samplingPeriod:int name:string length:int level:int? enabled:boolean
`;
