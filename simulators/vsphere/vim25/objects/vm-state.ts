import { VM_NETWORK } from '../../hierarchy';
import type { Vm } from '../../inventory';
import type { Data } from '../values';
import type { View } from '../view';
import { configSummary, guestOf } from './vm-config';
import { macOf, NIC_KEY } from './vm-devices';
import { spaceOf } from './vm-files';

export function runtimeOf(vm: Vm, view: View): Data {
  const { vsphere } = view.vim;
  const connected = vsphere.inventory.hosts.get(vm.host)?.connected === true;
  return {
    host: view.hostRef(vm.host),
    connectionState: connected ? 'connected' : 'disconnected',
    powerState: vm.power,
    faultToleranceState: 'notConfigured',
    toolsInstallerMounted: false,
    bootTime: undefined,
    suspendInterval: 0,
    memoryOverhead: 0,
    maxCpuUsage: vm.cpus * 2_400,
    maxMemoryUsage: vm.memoryMb,
    numMksConnections: 0,
    recordReplayState: 'inactive',
    cleanPowerOff: vm.power === 'poweredOff',
    onlineStandby: false,
    consolidationNeeded: vm.needsConsolidation,
    paused: false,
    snapshotInBackground: false,
    instantCloneFrozen: false,
  };
}

/** How VMware Tools are seen from outside. */
function toolsOf(vm: Vm): Data {
  const running = vm.guest.up && vm.tools === 'running';
  return {
    toolsStatus: running ? 'toolsOk' : 'toolsNotRunning',
    toolsVersionStatus: 'guestToolsCurrent',
    toolsVersionStatus2: 'guestToolsCurrent',
    toolsRunningStatus: running ? 'guestToolsRunning' : 'guestToolsNotRunning',
  };
}

const told = (vm: Vm): boolean => vm.guest.up && vm.tools === 'running';

function guestSummary(vm: Vm): Data {
  const { id, fullName } = guestOf(vm);
  return {
    guestId: told(vm) ? id : undefined,
    guestFullName: told(vm) ? fullName : undefined,
    ...toolsOf(vm),
    hostName: told(vm) ? vm.name : undefined,
    ipAddress: told(vm) ? vm.address : undefined,
  };
}

export function guestInfo(vm: Vm): Data {
  const { id, family, fullName } = guestOf(vm);
  const running = told(vm);
  return {
    ...toolsOf(vm),
    toolsVersion: '11365',
    guestId: running ? id : undefined,
    guestFamily: running ? family : undefined,
    guestFullName: running ? fullName : undefined,
    hostName: running ? vm.name : undefined,
    ipAddress: running ? vm.address : undefined,
    net:
      running && vm.address !== undefined
        ? [
            {
              network: VM_NETWORK,
              ipAddress: [vm.address],
              macAddress: macOf(vm),
              connected: true,
              deviceConfigId: NIC_KEY,
            },
          ]
        : [],
    ipStack: [],
    disk: [],
    guestState: running ? 'running' : 'notRunning',
    appHeartbeatStatus: 'appStatusGray',
    guestKernelCrashed: vm.guest.hung ? true : undefined,
    appState: 'none',
    guestOperationsReady: false,
    interactiveGuestOperationsReady: false,
    guestStateChangeSupported: running,
  };
}

export function heartbeatOf(vm: Vm): string {
  if (!told(vm)) return 'gray';
  return vm.guest.hung ? 'red' : 'green';
}

/** `summary` of a VM. Its parts are made when they are read. */
export function summaryOf(vm: Vm, view: View): Data {
  return {
    vm: view.ref(vm.id),
    get runtime() {
      return runtimeOf(vm, view);
    },
    get guest() {
      return guestSummary(vm);
    },
    get config() {
      return configSummary(vm, view);
    },
    get storage() {
      const { committed, uncommitted } = spaceOf(vm);
      return { committed, uncommitted, unshared: committed, timestamp: view.time(view.vim.kernel.now) };
    },
    quickStats: {
      overallCpuUsage: 0,
      overallCpuDemand: 0,
      guestMemoryUsage: 0,
      hostMemoryUsage: 0,
      guestHeartbeatStatus: heartbeatOf(vm),
      uptimeSeconds: 0,
    },
    overallStatus: 'green',
    customValue: [],
  };
}

/** What can be done with every VM here. */
export const CAPABILITY: Data = Object.fromEntries([
  ...[
    'snapshotOperationsSupported',
    'multipleSnapshotsSupported',
    'snapshotConfigSupported',
    'poweredOffSnapshotsSupported',
    'memorySnapshotsSupported',
    'revertToSnapshotSupported',
    'quiescedSnapshotsSupported',
    'consolePreferencesSupported',
    'bootOptionsSupported',
    'changeTrackingSupported',
    'multipleCoresPerSocketSupported',
    'diskSharesSupported',
    'swapPlacementSupported',
    'toolsSyncTimeSupported',
  ].map((name) => [name, true]),
  ...[
    'disableSnapshotsSupported',
    'lockSnapshotsSupported',
    'cpuFeatureMaskSupported',
    's1AcpiManagementSupported',
    'settingScreenResolutionSupported',
    'toolsAutoUpdateSupported',
    'vmNpivWwnSupported',
    'npivWwnOnNonRdmVmSupported',
    'vmNpivWwnDisableSupported',
    'vmNpivWwnUpdateSupported',
    'virtualMmuUsageSupported',
    'bootRetryOptionsSupported',
    'settingVideoRamSizeSupported',
    'settingDisplayTopologySupported',
    'settingDisplayTopologyModesSupported',
    'recordReplaySupported',
    'hostBasedReplicationSupported',
    'guestAutoLockSupported',
    'memoryReservationLockSupported',
    'featureRequirementSupported',
    'poweredOnMonitorTypeChangeSupported',
    'vmfsNativeSnapshotSupported',
    'seSparseDiskSupported',
    'nestedHVSupported',
    'vPMCSupported',
  ].map((name) => [name, false]),
]);
