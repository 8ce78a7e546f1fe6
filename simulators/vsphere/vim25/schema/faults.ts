/** Faults, as they stand in the detail of a SOAP fault or in a task. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const FAULTS = `
MethodFault:
LocalizedMethodFault: fault:MethodFault localizedMessage:string?
RuntimeFault < MethodFault:
VimFault < MethodFault:
NoPermission < SecurityError: object:& privilegeId:string
SecurityError < RuntimeFault:
NotAuthenticated < NoPermission:
InvalidLogin < VimFault:
RestrictedVersion < SecurityError:
ManagedObjectNotFound < RuntimeFault: obj:&
InvalidPowerState < InvalidState: requestedState:VirtualMachinePowerState? existingState:VirtualMachinePowerState
InvalidState < VimFault:
TaskInProgress < VimFault: task:&Task
HostNotConnected < HostCommunication:
HostCommunication < RuntimeFault:
NoDiskSpace < FileFault: datastore:string
FileFault < VimFault: file:string
DuplicateName < VimFault: name:string object:&
ToolsUnavailable < VimFault:
VmConfigFault < VimFault:
InvalidRequest < RuntimeFault:
InvalidType < InvalidRequest: argument:string?
MethodNotFound < InvalidRequest: receiver:& method:string
InvalidArgument < RuntimeFault: invalidProperty:string?
NotSupported < RuntimeFault:
InvalidProperty < MethodFault: name:string
InvalidCollectorVersion < MethodFault:
NotFound < VimFault:
AlreadyExists < VimFault: name:string?
InvalidName < VimFault: name:string entity:&ManagedEntity?
FileNotFound < FileFault:
FileLocked < FileFault:
FileAlreadyExists < FileFault:
SystemError < RuntimeFault: reason:string
RequestCanceled < RuntimeFault:
LicenseRestricted < NotEnoughLicenses:
NotEnoughLicenses < RuntimeFault:
RemoveFailed < VimFault:
InvalidDatastore < VimFault: datastore:&Datastore? name:string?
InvalidDatastorePath < InvalidDatastore: datastorePath:string
InvalidVmConfig < VmConfigFault: property:string?
InvalidDeviceSpec < InvalidVmConfig: deviceIndex:int
InvalidFolder < VimFault: target:&ManagedEntity
InvalidLocale < VimFault:
SnapshotFault < VimFault:
LicenseEntityNotFound < VimFault: entityId:string
AuthMinimumAdminPermission < VimFault:
UserNotFound < VimFault: principal:string unresolved:boolean
HostConnectFault < VimFault:
OutOfBounds < VimFault: argumentName:string
ConcurrentAccess < VimFault:
`;
