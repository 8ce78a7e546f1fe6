import type { Entity } from '../../hierarchy';
import type { Host } from '../../inventory';
import { managedType } from '../managed-type';
import { FOLDER_METHODS } from '../methods/folder';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import type { Placed } from './entity';
import { HOST_CPU_CORES, HOST_CPU_MHZ, HOST_MEMORY_BYTES, vmsOn } from './host';
import { allocation } from './vm-config';

/** What may stand in a folder, by which of the datacenter's it is. */
function childTypes({ id }: Entity, { vim }: View): string[] {
  const { places, entities } = vim.tree;
  for (let at: string | undefined = id; at !== undefined; at = entities.get(at)?.parent) {
    if (at === places.vmFolder) return ['Folder', 'VirtualMachine', 'VirtualApp'];
    if (at === places.hostFolder) return ['Folder', 'ComputeResource'];
    if (at === places.datastoreFolder) return ['Folder', 'Datastore', 'StoragePod'];
    if (at === places.networkFolder) return ['Folder', 'Network', 'DistributedVirtualSwitch'];
  }
  return ['Folder', 'Datacenter'];
}

export const folder = managedType<Placed>('Folder', 'ManagedEntity', {
  properties: {
    childType: ['string[]?', ({ entity }, view) => childTypes(entity, view)],
    childEntity: ['&ManagedEntity[]?', ({ entity }, view) => childrenOf(entity, view)],
  },
  viewable: ['childType', 'childEntity'],
  methods: FOLDER_METHODS,
});

/** The four folders of a datacenter stand in it, but not in its list. */
function childrenOf({ children, kind }: Entity, view: View): Ref[] {
  return kind === 'Datacenter' ? [] : view.refs(children);
}

export const datacenter = managedType<Placed>('Datacenter', 'ManagedEntity', {
  properties: {
    vmFolder: ['&Folder', (_self, { vim }) => new Ref('Folder', vim.tree.places.vmFolder)],
    hostFolder: ['&Folder', (_self, { vim }) => new Ref('Folder', vim.tree.places.hostFolder)],
    datastoreFolder: ['&Folder', (_self, { vim }) => new Ref('Folder', vim.tree.places.datastoreFolder)],
    networkFolder: ['&Folder', (_self, { vim }) => new Ref('Folder', vim.tree.places.networkFolder)],
    datastore: [
      '&Datastore[]?',
      (_self, view) => view.refs([...view.vim.tree.all('Datastore')].map(({ id }) => id)),
    ],
    network: ['&Network[]?', (_self, view) => view.refs([view.vim.tree.places.network])],
    configuration: ['~?'],
  },
  viewable: ['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'],
});

/** What stands behind a compute resource or a pool: the host that brought it. */
export interface Computing extends Placed {
  readonly host: Host;
}

export const computeResource = managedType<Computing>('ComputeResource', 'ManagedEntity', {
  properties: {
    resourcePool: [
      '&ResourcePool?',
      ({ host }, view) => view.ref(view.vim.vsphere.poolOf(view.vim.tree, host.name)),
    ],
    host: ['&HostSystem[]?', ({ host }, view) => view.refs([view.hostRef(host.name)?.id])],
    datastore: [
      '&Datastore[]?',
      ({ host }, view) => [...host.datastores].flatMap((name) => view.datastoreRef(name) ?? []),
    ],
    network: ['&Network[]?', (_self, view) => view.refs([view.vim.tree.places.network])],
    summary: [
      'ComputeResourceSummary',
      ({ host }) => ({
        totalCpu: HOST_CPU_MHZ,
        totalMemory: HOST_MEMORY_BYTES,
        numCpuCores: HOST_CPU_CORES,
        numCpuThreads: HOST_CPU_CORES * 2,
        effectiveCpu: HOST_CPU_MHZ,
        effectiveMemory: HOST_MEMORY_BYTES / 2 ** 20,
        numHosts: 1,
        numEffectiveHosts: host.connected ? 1 : 0,
        overallStatus: host.connected ? 'green' : 'red',
      }),
    ],
    environmentBrowser: ['&EnvironmentBrowser?'],
    configurationEx: ['ComputeResourceConfigInfo', () => ({ vmSwapPlacement: 'vmDirectory' })],
  },
});

const POOL_CONFIG: Data = {
  cpuAllocation: { ...allocation(4_000), expandableReservation: true, limit: HOST_CPU_MHZ },
  memoryAllocation: {
    ...allocation(163_840),
    expandableReservation: true,
    limit: HOST_MEMORY_BYTES / 2 ** 20,
  },
};
const usage = (max: number): Data => ({
  reservationUsed: 0,
  reservationUsedForVm: 0,
  unreservedForPool: max,
  unreservedForVm: max,
  overallUsage: 0,
  maxUsage: max,
});
const POOL_RUNTIME: Data = {
  memory: usage(HOST_MEMORY_BYTES),
  cpu: usage(HOST_CPU_MHZ),
  overallStatus: 'green',
};

export const resourcePool = managedType<Computing>('ResourcePool', 'ManagedEntity', {
  properties: {
    summary: [
      'ResourcePoolSummary',
      ({ entity }) => ({ name: entity.name, config: POOL_CONFIG, runtime: POOL_RUNTIME }),
    ],
    runtime: ['ResourcePoolRuntimeInfo', () => POOL_RUNTIME],
    owner: ['&ComputeResource', ({ entity }) => new Ref('ComputeResource', entity.parent ?? '')],
    resourcePool: ['&ResourcePool[]?', () => []],
    vm: ['&VirtualMachine[]?', ({ host }, view) => view.refs(vmsOn(host, view))],
    config: ['ResourceConfigSpec', () => POOL_CONFIG],
    childConfiguration: ['ResourceConfigSpec[]?', () => []],
  },
});

export const network = managedType<Placed>('Network', 'ManagedEntity', {
  properties: {
    summary: [
      'NetworkSummary',
      ({ entity }) => ({
        network: new Ref('Network', entity.id),
        name: entity.name,
        accessible: true,
        ipPoolName: '',
      }),
    ],
    host: [
      '&HostSystem[]?',
      (_self, view) => view.refs([...view.vim.tree.all('HostSystem')].map(({ id }) => id)),
    ],
    vm: [
      '&VirtualMachine[]?',
      (_self, view) => [...view.vms()].map(({ id }) => new Ref('VirtualMachine', id)),
    ],
  },
});
