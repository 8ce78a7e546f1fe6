/** The devices of a virtual machine. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const DEVICES = `
VirtualDevice: key:int deviceInfo:Description? backing:VirtualDeviceBackingInfo?
  connectable:VirtualDeviceConnectInfo? slotInfo:~? controllerKey:int? unitNumber:int?
VirtualDeviceBackingInfo:
VirtualDeviceFileBackingInfo < VirtualDeviceBackingInfo: fileName:string datastore:&Datastore?
  backingObjectId:string?
VirtualDeviceDeviceBackingInfo < VirtualDeviceBackingInfo: deviceName:string useAutoDetect:boolean?
VirtualDeviceRemoteDeviceBackingInfo < VirtualDeviceBackingInfo: deviceName:string useAutoDetect:boolean?
VirtualDeviceConnectInfo: migrateConnect:string?@6.7 startConnected:boolean allowGuestControl:boolean
  connected:boolean status:string?
VirtualController < VirtualDevice: busNumber:int device:int[]?
VirtualSCSIController < VirtualController: hotAddRemove:boolean? sharedBus:VirtualSCSISharing
  scsiCtlrUnitNumber:int?
ParaVirtualSCSIController < VirtualSCSIController:
VirtualLsiLogicController < VirtualSCSIController:
VirtualLsiLogicSASController < VirtualSCSIController:
VirtualBusLogicController < VirtualSCSIController:
VirtualIDEController < VirtualController:
VirtualPCIController < VirtualController:
VirtualPS2Controller < VirtualController:
VirtualSIOController < VirtualController:
VirtualKeyboard < VirtualDevice:
VirtualPointingDevice < VirtualDevice:
VirtualPointingDeviceDeviceBackingInfo < VirtualDeviceDeviceBackingInfo: hostPointingDevice:string
VirtualMachineVideoCard < VirtualDevice: videoRamSizeInKB:long? numDisplays:int? useAutoDetect:boolean?
  enable3DSupport:boolean? use3dRenderer:string? graphicsMemorySizeInKB:long?@6.0
VirtualMachineVMCIDevice < VirtualDevice: id:long? allowUnrestrictedCommunication:boolean? filterEnable:boolean?@6.0
  filterInfo:~?@6.0
VirtualDisk < VirtualDevice: capacityInKB:long capacityInBytes:long? shares:SharesInfo? storageIOAllocation:~?
  diskObjectId:string? vFlashCacheConfigInfo:~? iofilter:string[]?@6.0 vDiskId:~?@6.5
  nativeUnmanagedLinkedClone:boolean?@6.7
VirtualDiskFlatVer2BackingInfo < VirtualDeviceFileBackingInfo: diskMode:string split:boolean? writeThrough:boolean?
  thinProvisioned:boolean? eagerlyScrub:boolean? uuid:string? contentId:string? changeId:string?
  parent:VirtualDiskFlatVer2BackingInfo? deltaDiskFormat:string? digestEnabled:boolean? deltaGrainSize:int?
  deltaDiskFormatVariant:string?@6.0 sharing:string?@6.0 keyId:~?@6.5
VirtualEthernetCard < VirtualDevice: addressType:string? macAddress:string? wakeOnLanEnabled:boolean?
  resourceAllocation:~?@6.0 externalId:string?@6.0 uptCompatibilityEnabled:boolean?@6.0
VirtualVmxnet < VirtualEthernetCard:
VirtualVmxnet2 < VirtualVmxnet:
VirtualVmxnet3 < VirtualVmxnet:
VirtualE1000 < VirtualEthernetCard:
VirtualE1000e < VirtualEthernetCard:
VirtualEthernetCardNetworkBackingInfo < VirtualDeviceDeviceBackingInfo: network:&Network? inPassthroughMode:boolean?
VirtualCdrom < VirtualDevice:
VirtualCdromAtapiBackingInfo < VirtualDeviceDeviceBackingInfo: description:string?
VirtualCdromIsoBackingInfo < VirtualDeviceFileBackingInfo:
VirtualCdromRemotePassthroughBackingInfo < VirtualDeviceRemoteDeviceBackingInfo: exclusive:boolean
VirtualFloppy < VirtualDevice:
VirtualAHCIController < VirtualSATAController:
VirtualSATAController < VirtualController:
`;
