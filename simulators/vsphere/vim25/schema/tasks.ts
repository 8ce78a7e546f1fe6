/** Tasks and events. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const TASKS = `
TaskInfo: key:string task:&Task description:LocalizableMessage? name:string? descriptionId:string
  entity:&ManagedEntity? entityName:string? locked:&ManagedEntity[]? state:TaskInfoState cancelled:boolean
  cancelable:boolean error:LocalizedMethodFault? result:any? progress:int? reason:TaskReason queueTime:time
  startTime:time? completeTime:time? eventChainId:int changeTag:string? parentTaskKey:string? rootTaskKey:string?
  activationId:string?@6.0
TaskReason:
TaskReasonUser < TaskReason: userName:string
TaskReasonSystem < TaskReason:
TaskReasonAlarm < TaskReason: alarmName:string alarm:&Alarm entityName:string entity:&ManagedEntity
TaskReasonSchedule < TaskReason: name:string scheduledTask:&ScheduledTask
TaskDescription: methodInfo:ElementDescription[] state:ElementDescription[] reason:TypeDescription[]
TaskFilterSpec: entity:TaskFilterSpecByEntity? time:TaskFilterSpecByTime? userName:TaskFilterSpecByUsername?
  activationId:string[]?@6.0 state:TaskInfoState[]? alarm:&Alarm? scheduledTask:&ScheduledTask? eventChainId:int[]?
  tag:string[]? parentTaskKey:string[]? rootTaskKey:string[]?
TaskFilterSpecByEntity: entity:&ManagedEntity recursion:TaskFilterSpecRecursionOption
TaskFilterSpecByTime: timeType:TaskFilterSpecTimeOption beginTime:time? endTime:time?
TaskFilterSpecByUsername: systemUser:boolean userList:string[]?
EventDescription: category:ElementDescription[] eventInfo:EventDescriptionEventDetail[] enumeratedTypes:~[]?
EventDescriptionEventDetail: key:string description:string? category:string formatOnDatacenter:string
  formatOnComputeResource:string formatOnHost:string formatOnVm:string fullFormat:string longDescription:string?
Event: key:int chainId:int createdTime:time userName:string datacenter:DatacenterEventArgument?
  computeResource:ComputeResourceEventArgument? host:HostEventArgument? vm:VmEventArgument?
  ds:DatastoreEventArgument? net:~? dvs:~? fullFormattedMessage:string? changeTag:string?
EventArgument:
EntityEventArgument < EventArgument: name:string
ManagedEntityEventArgument < EntityEventArgument: entity:&ManagedEntity
VmEventArgument < EntityEventArgument: vm:&VirtualMachine
HostEventArgument < EntityEventArgument: host:&HostSystem
DatacenterEventArgument < EntityEventArgument: datacenter:&Datacenter
ComputeResourceEventArgument < EntityEventArgument: computeResource:&ComputeResource
DatastoreEventArgument < EntityEventArgument: datastore:&Datastore
EventFilterSpec: entity:EventFilterSpecByEntity? time:EventFilterSpecByTime? userName:EventFilterSpecByUsername?
  eventChainId:int? alarm:&Alarm? scheduledTask:&ScheduledTask? disableFullMessage:boolean? category:string[]?
  type:string[]? tag:string[]? eventTypeId:string[]? maxCount:int?@6.5
EventFilterSpecByEntity: entity:&ManagedEntity recursion:EventFilterSpecRecursionOption
EventFilterSpecByTime: beginTime:time? endTime:time?
EventFilterSpecByUsername: systemUser:boolean userList:string[]?
VmEvent < Event: template:boolean
VmPoweredOnEvent < VmEvent:
VmPoweredOffEvent < VmEvent:
VmGuestShutdownEvent < VmEvent:
VmCreatedEvent < VmEvent:
VmReconfiguredEvent < VmEvent: configSpec:VirtualMachineConfigSpec configChanges:~?@6.5
VmRemovedEvent < VmEvent:
VmRegisteredEvent < VmEvent:
VmRenamedEvent < VmEvent: oldName:string newName:string
VmRelocateSpecEvent < VmEvent:
VmRelocatedEvent < VmRelocateSpecEvent: sourceHost:HostEventArgument sourceDatacenter:DatacenterEventArgument?
  sourceDatastore:DatastoreEventArgument?
VmSuspendedEvent < VmEvent:
VmResettingEvent < VmEvent:
SessionEvent < Event:
UserLoginSessionEvent < SessionEvent: ipAddress:string userAgent:string? locale:string sessionId:string
UserLogoutSessionEvent < SessionEvent: ipAddress:string? userAgent:string? callCount:long? sessionId:string?
  loginTime:time?
BadUsernameSessionEvent < SessionEvent: ipAddress:string
EventEx < Event: eventTypeId:string severity:string? message:string? arguments:KeyAnyValue[]? objectId:string?
  objectType:string? objectName:string? fault:LocalizedMethodFault?
`;
