import type { Vm } from '../../inventory';
import type { Data } from '../values';
import type { View } from '../view';
import { devicesOf, NIC_KEY, uuidOf } from './vm-devices';

/** The version of VMware Tools in the guests. Source: assumed. */
const TOOLS_VERSION = 11_365;

/** `[ds-01] erp/erp.vmx`. */
export function vmPath({ name, datastore }: Vm): string {
  return `[${datastore}] ${name}/${name}.vmx`;
}

/** The id of a VM's BIOS: not the instance's. */
export function biosUuid({ instanceUuid }: Vm): string {
  return `42${uuidOf(`bios ${instanceUuid}`).slice(2)}`;
}

/** What vSphere calls the operating systems of the estate. */
export function guestOf(vm: Vm): { readonly id: string; readonly family: string; readonly fullName: string } {
  if (vm.hardware.guestId !== undefined) return declared(vm.hardware.guestId);
  return vm.system.os.family === 'windows'
    ? {
        id: 'windows8Server64Guest',
        family: 'windowsGuest',
        fullName: 'Microsoft Windows Server 2012 (64-bit)',
      }
    : { id: 'centos6_64Guest', family: 'linuxGuest', fullName: 'CentOS 6 (64-bit)' };
}

/** The system that a VM was made for, if whoever made it said so. */
function declared(id: string): ReturnType<typeof guestOf> {
  return { id, family: /^win/i.test(id) ? 'windowsGuest' : 'linuxGuest', fullName: id };
}

/** `config` of a VM. What is costly is made when it is read. */
export function configOf(vm: Vm, view: View): Data {
  const guest = guestOf(vm);
  const folder = `[${vm.datastore}] ${vm.name}/`;
  return {
    changeVersion: view.time(0),
    modified: view.time(0),
    name: vm.name,
    guestFullName: guest.fullName,
    version: vm.hardware.version ?? 'vmx-13',
    uuid: biosUuid(vm),
    createDate: view.time(0),
    instanceUuid: vm.instanceUuid,
    npivTemporaryDisabled: true,
    locationId: '',
    template: false,
    guestId: guest.id,
    alternateGuestName: '',
    annotation: vm.annotation,
    files: {
      vmPathName: vmPath(vm),
      snapshotDirectory: folder,
      suspendDirectory: folder,
      logDirectory: folder,
    },
    tools: {
      toolsVersion: vm.tools === 'running' ? TOOLS_VERSION : 0,
      afterPowerOn: true,
      afterResume: true,
      beforeGuestStandby: true,
      beforeGuestShutdown: true,
      toolsUpgradePolicy: 'manual',
      syncTimeWithHost: false,
    },
    flags: {
      disableAcceleration: false,
      enableLogging: true,
      useToe: false,
      runWithDebugInfo: false,
      monitorType: 'release',
      htSharing: 'any',
      snapshotDisabled: false,
      snapshotLocked: false,
      diskUuidEnabled: vm.extraConfig.get('disk.EnableUUID')?.toLowerCase() === 'true',
      virtualMmuUsage: 'automatic',
      virtualExecUsage: 'hvAuto',
      snapshotPowerOffBehavior: 'powerOff',
      recordReplayEnabled: false,
    },
    defaultPowerOps: {
      powerOffType: 'soft',
      suspendType: 'hard',
      resetType: 'soft',
      defaultPowerOffType: 'soft',
      defaultSuspendType: 'hard',
      defaultResetType: 'soft',
      standbyAction: 'checkpoint',
    },
    get hardware() {
      return {
        numCPU: vm.cpus,
        numCoresPerSocket: 1,
        memoryMB: vm.memoryMb,
        virtualICH7MPresent: false,
        virtualSMCPresent: false,
        get device() {
          return devicesOf(vm, view);
        },
      };
    },
    cpuAllocation: allocation(1_000 * vm.cpus),
    memoryAllocation: allocation(10 * vm.memoryMb),
    latencySensitivity: { level: 'normal' },
    memoryHotAddEnabled: false,
    cpuHotAddEnabled: false,
    cpuHotRemoveEnabled: false,
    extraConfig: [
      { key: 'nvram', value: `${vm.name}.nvram` },
      { key: 'svga.present', value: 'TRUE' },
      { key: `ethernet${NIC_KEY - NIC_KEY}.pciSlotNumber`, value: '192' },
      ...[...vm.extraConfig].map(([key, value]) => ({ key, value })),
    ],
    datastoreUrl: [{ name: vm.datastore, url: datastoreUrl(vm.datastore) }],
    swapPlacement: 'inherit',
    changeTrackingEnabled: vm.extraConfig.get('ctkEnabled')?.toLowerCase() === 'true',
    firmware: vm.hardware.firmware ?? 'bios',
    maxMksConnections: 40,
    guestAutoLockEnabled: true,
    memoryReservationLockedToMax: false,
    nestedHVEnabled: false,
    vPMCEnabled: false,
    messageBusTunnelEnabled: false,
    migrateEncryption: 'opportunistic',
  };
}

/** `summary.config` of a VM. */
export function configSummary(vm: Vm, view: View): Data {
  const guest = guestOf(vm);
  return {
    name: vm.name,
    template: false,
    vmPathName: vmPath(vm),
    memorySizeMB: vm.memoryMb,
    cpuReservation: 0,
    memoryReservation: 0,
    numCpu: vm.cpus,
    numEthernetCards: 1,
    numVirtualDisks: vm.disks.length + view.heldBy(vm.name).reduce((sum, { disks }) => sum + disks.length, 0),
    uuid: biosUuid(vm),
    instanceUuid: vm.instanceUuid,
    guestId: guest.id,
    guestFullName: guest.fullName,
    annotation: vm.annotation,
    installBootRequired: false,
    tpmPresent: false,
  };
}

export function allocation(shares: number): Data {
  return {
    reservation: 0,
    expandableReservation: false,
    limit: -1,
    shares: { shares, level: 'normal' },
  };
}

/** Where a datastore is mounted. */
export function datastoreUrl(name: string): string {
  return `ds:///vmfs/volumes/${uuidOf(`datastore ${name}`)}/`;
}
