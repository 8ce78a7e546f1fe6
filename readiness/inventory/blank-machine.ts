import type { Known, Machine } from './model';

/** A machine of which nothing is known but its name. */
export function blankMachine(key: string, name: Known<string>): Machine {
  return {
    key,
    name,
    id: undefined,
    vcenterUuid: undefined,
    instanceUuid: undefined,
    smbiosUuid: undefined,
    powerState: undefined,
    template: undefined,
    srmPlaceholder: undefined,
    connectionState: undefined,
    host: undefined,
    cluster: undefined,
    datacenter: undefined,
    osConfigured: undefined,
    osReported: undefined,
    cpus: undefined,
    memoryMiB: undefined,
    firmware: undefined,
    secureBoot: undefined,
    enableUuid: undefined,
    cbt: undefined,
    ftState: undefined,
    consolidationNeeded: undefined,
    primaryIp: undefined,
    addressMode: undefined,
    networks: [],
    configDatastore: undefined,
    provisionedMiB: undefined,
    usedMiB: undefined,
    annotated: undefined,
    toolsState: undefined,
    disks: undefined,
    partitions: undefined,
    nics: undefined,
    snapshots: undefined,
    conflicts: [],
  };
}

/** How the machine starts, in vSphere's words. */
export function firmwareOf(bootType: Machine['firmware']): Machine['firmware'] {
  if (!bootType) return undefined;
  return { value: /efi/i.test(bootType.value) ? 'efi' : bootType.value.toLowerCase(), at: bootType.at };
}
