import type { Host } from '../../inventory';
import { managedType } from '../managed-type';
import { HOST_METHODS } from '../methods/host';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { hostAbout } from './about';
import type { Placed } from './entity';
import { uuidOf } from './vm-devices';

/** What every host has. Units: MHz, bytes. Source: assumed. */
const CPU_MHZ = 2_400;
const CPU_CORES = 16;
const MEMORY_BYTES = 256 * 2 ** 30;

/** What stands behind a host. */
export interface PlacedHost extends Placed {
  readonly host: Host;
}

export const hostSystem = managedType<PlacedHost>('HostSystem', 'ManagedEntity', {
  properties: {
    runtime: ['HostRuntimeInfo', ({ host }, view) => runtimeOf(host, view)],
    summary: ['HostListSummary', (self, view) => summaryOf(self, view)],
    hardware: ['HostHardwareInfo?', ({ host }) => hardwareOf(host)],
    capability: ['~?'],
    licensableResource: [
      'HostLicensableResourceInfo',
      () => ({ resource: [{ key: 'numCpuPackages', value: 2 }] }),
    ],
    remediationState: ['~?'],
    precheckRemediationResult: ['~?'],
    remediationResult: ['~?'],
    complianceCheckState: ['~?'],
    complianceCheckResult: ['~?'],
    configManager: [
      'HostConfigManager',
      ({ entity }, { vim }) => ({
        advancedOption: new Ref('OptionManager', `EsxHostAdvSettings-${entity.id}`),
        licenseManager: vim.isVcenter ? undefined : new Ref('LicenseManager', 'ha-license-manager'),
      }),
    ],
    config: ['~?'],
    vm: ['&VirtualMachine[]?', ({ host }, view) => view.refs(vmsOn(host, view))],
    datastore: [
      '&Datastore[]?',
      ({ host }, view) => [...host.datastores].flatMap((name) => view.datastoreRef(name) ?? []),
    ],
    network: ['&Network[]?', (_self, view) => view.refs([view.vim.tree.places.network])],
    datastoreBrowser: ['&HostDatastoreBrowser', ({ entity }) => browserRef(entity.id)],
    systemResources: ['~?'],
    answerFileValidationState: ['~?'],
    answerFileValidationResult: ['~?'],
  },
  methods: HOST_METHODS,
});

/** The browser of what an entity reaches: a host or a datastore. */
export function browserRef(id: string): Ref {
  return new Ref('HostDatastoreBrowser', `datastoreBrowser-${id}`);
}

/** The ids of the VMs on a host. */
export function vmsOn(host: Host, { vim }: View): string[] {
  return [...vim.vsphere.inventory.vms.values()].filter((vm) => vm.host === host.name).map(({ id }) => id);
}

function runtimeOf(host: Host, view: View): Data {
  return {
    connectionState: host.connected ? 'connected' : 'notResponding',
    powerState: host.connected ? 'poweredOn' : 'unknown',
    standbyMode: 'none',
    inMaintenanceMode: false,
    inQuarantineMode: false,
    bootTime: view.time(0),
  };
}

function summaryOf({ entity, host }: PlacedHost, view: View): Data {
  return {
    host: new Ref('HostSystem', entity.id),
    hardware: {
      ...systemOf(host),
      otherIdentifyingInfo: [],
      memorySize: MEMORY_BYTES,
      cpuModel: 'Intel(R) Xeon(R) CPU',
      cpuMhz: CPU_MHZ,
      numCpuPkgs: 2,
      numCpuCores: CPU_CORES,
      numCpuThreads: CPU_CORES * 2,
      numNics: 4,
      numHBAs: 2,
    },
    runtime: runtimeOf(host, view),
    config: {
      name: host.name,
      port: 443,
      product: hostAbout(view.vim, host),
      vmotionEnabled: true,
      faultToleranceEnabled: false,
    },
    quickStats: {
      overallCpuUsage: 0,
      overallMemoryUsage: 0,
      uptime: Math.floor(view.vim.kernel.now / 1_000),
    },
    overallStatus: host.connected ? 'green' : 'red',
    rebootRequired: false,
    customValue: [],
    managementServerIp: view.vim.isVcenter ? '10.0.0.5' : undefined,
  };
}

function systemOf(host: Host): Data {
  return { vendor: 'Homeward', model: 'Simulated host', uuid: hostUuid(host) };
}

export function hostUuid({ name }: Host): string {
  return uuidOf(`host ${name}`);
}

function hardwareOf(host: Host): Data {
  const hz = CPU_MHZ * 1_000_000;
  return {
    systemInfo: { ...systemOf(host), otherIdentifyingInfo: [] },
    cpuInfo: { numCpuPackages: 2, numCpuCores: CPU_CORES, numCpuThreads: CPU_CORES * 2, hz },
    cpuPkg: [],
    memorySize: MEMORY_BYTES,
    smcPresent: false,
  };
}

/** What a host gives to its pool. Units: MHz, bytes. */
export const HOST_CPU_MHZ = CPU_MHZ * CPU_CORES;
export const HOST_CPU_CORES = CPU_CORES;
export const HOST_MEMORY_BYTES = MEMORY_BYTES;
