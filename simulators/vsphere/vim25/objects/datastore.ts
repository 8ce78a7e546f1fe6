import type { Datastore, Host } from '../../inventory';
import { managedType } from '../managed-type';
import type { Data } from '../values';
import { Ref } from '../values';
import type { View } from '../view';
import type { Placed } from './entity';
import { browserRef } from './host';
import { datastoreUrl } from './vm-config';
import { spaceOf } from './vm-files';

const VMFS_FILE_BYTES_MAX = 64 * 2 ** 40;

/** What stands behind a datastore. */
export interface PlacedDatastore extends Placed {
  readonly datastore: Datastore;
}

export const datastore = managedType<PlacedDatastore>('Datastore', 'ManagedEntity', {
  properties: {
    info: ['DatastoreInfo', ({ datastore: it }, view) => infoOf(it, view)],
    summary: ['DatastoreSummary', (self, view) => summaryOf(self, view)],
    host: ['DatastoreHostMount[]?', ({ datastore: it }, view) => mounts(it, view)],
    vm: [
      '&VirtualMachine[]?',
      ({ datastore: it }, view) =>
        view.refs([...view.vms()].filter((vm) => vm.datastore === it.name).map(({ id }) => id)),
    ],
    browser: ['&HostDatastoreBrowser', ({ entity }) => browserRef(entity.id)],
    capability: [
      'DatastoreCapability',
      () => ({
        directoryHierarchySupported: true,
        rawDiskMappingsSupported: true,
        perFileThinProvisioningSupported: true,
        storageIORMSupported: false,
        nativeSnapshotSupported: false,
        topLevelDirectoryCreateSupported: true,
        seSparseSupported: true,
      }),
    ],
    iormConfiguration: ['~?'],
  },
});

function hostsOf({ name }: Datastore, { vim }: View): Host[] {
  return [...vim.vsphere.inventory.hosts.values()].filter((host) => host.datastores.has(name));
}

function mounts(it: Datastore, view: View): Data[] {
  return hostsOf(it, view).flatMap((host) => {
    const key = view.hostRef(host.name);
    const path = datastoreUrl(it.name).replace('ds://', '');
    return key
      ? [{ key, mountInfo: { path, accessMode: 'readWrite', mounted: true, accessible: it.accessible } }]
      : [];
  });
}

function summaryOf({ entity, datastore: it }: PlacedDatastore, view: View): Data {
  const uncommitted = [...view.vim.vsphere.inventory.vms.values()]
    .filter((vm) => vm.datastore === it.name)
    .reduce((sum, vm) => sum + spaceOf(vm).uncommitted, 0);
  return {
    datastore: new Ref('Datastore', entity.id),
    name: it.name,
    url: datastoreUrl(it.name),
    capacity: it.capacityBytes,
    freeSpace: it.capacityBytes - it.usedBytes,
    uncommitted,
    accessible: it.accessible,
    multipleHostAccess: hostsOf(it, view).length > 1,
    type: it.type,
    maintenanceMode: 'normal',
  };
}

function infoOf(it: Datastore, view: View): Data {
  const common = {
    name: it.name,
    url: datastoreUrl(it.name),
    freeSpace: it.capacityBytes - it.usedBytes,
    maxFileSize: VMFS_FILE_BYTES_MAX,
    maxVirtualDiskCapacity: VMFS_FILE_BYTES_MAX,
    maxMemoryFileSize: VMFS_FILE_BYTES_MAX,
    timestamp: view.time(view.vim.kernel.now),
  };
  if (it.type === 'NFS')
    return {
      $: 'NasDatastoreInfo',
      ...common,
      nas: {
        type: 'NFS',
        name: it.name,
        capacity: it.capacityBytes,
        remoteHost: 'nas',
        remotePath: `/${it.name}`,
      },
    };
  if (it.type === 'vsan') return common;
  const uuid = datastoreUrl(it.name).split('/').at(-2) ?? '';
  return {
    $: 'VmfsDatastoreInfo',
    ...common,
    maxPhysicalRDMFileSize: VMFS_FILE_BYTES_MAX,
    maxVirtualRDMFileSize: VMFS_FILE_BYTES_MAX,
    vmfs: {
      type: 'VMFS',
      name: it.name,
      capacity: it.capacityBytes,
      blockSizeMb: 1,
      blockSize: 1_024,
      maxBlocks: 63_963_136,
      majorVersion: 6,
      version: '6.82',
      uuid,
      extent: [{ diskName: `naa.${uuid.replaceAll('-', '')}`, partition: 1 }],
      vmfsUpgradable: false,
      ssd: false,
      local: false,
    },
  };
}
