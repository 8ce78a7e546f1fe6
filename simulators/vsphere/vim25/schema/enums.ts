/** Enumerations, with their values in order. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const ENUMS = `
EventFilterSpecRecursionOption = self children all
HostSystemConnectionState = connected notResponding disconnected
HostSystemPowerState = poweredOn poweredOff standBy unknown
LatencySensitivitySensitivityLevel = low normal medium high custom
LicenseFeatureInfoState = enabled disabled optional
LicenseManagerState = initializing normal marginal fault
ManagedEntityStatus = gray green yellow red
ObjectUpdateKind = modify enter leave
PerfStatsType = absolute delta rate
PerfSummaryType = average maximum minimum latest summation none
PropertyChangeOp = add remove assign indirectRemove
SharesLevel = low normal high custom
TaskFilterSpecRecursionOption = self children all
TaskFilterSpecTimeOption = queuedTime startedTime completedTime
TaskInfoState = queued running success error
VirtualDeviceConfigSpecFileOperation = create destroy replace
VirtualDeviceConfigSpecOperation = add remove edit
VirtualMachineConnectionState = connected disconnected orphaned inaccessible invalid
VirtualMachineFaultToleranceState = notConfigured disabled enabled needSecondary starting running
VirtualMachinePowerState = poweredOff poweredOn suspended
VirtualMachineRecordReplayState = recording replaying inactive
VirtualMachineRelocateTransformation = flat sparse
VirtualMachineToolsStatus = toolsNotInstalled toolsNotRunning toolsOld toolsOk
VirtualSCSISharing = noSharing virtualSharing physicalSharing
`;
