import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { DiskFact, Fact, Known, Machine, NicFact, PowerState } from '../model';
import type { DumpNode } from '../vim/dump-node';
import { mapped, mebibytes } from '../vim/units';
import { filledItems, uuidIn } from './arm-value';
import { readReplication } from './asr-replication';

/** Reads the machine of a protected item. Shape: `undefined` if nothing names it, or VMware has nothing to do with it.
 *  Errors: HW-INPUT-CELL – a disk's capacity that is no number. */
export function readAsrMachine(item: DumpNode, late: (at: DumpNode) => void): Machine | undefined {
  const replication = readReplication(item, late);
  const properties = item.get('properties');
  const details = properties?.get('providerSpecificDetails');
  const name = properties?.text('friendlyName');
  if (!replication || !details || !name) return undefined;
  const discovered = details.get('discoveredVmDetails');
  const nics = nicsOf(details, replication.direction);
  return {
    key: `asr/${createHash('sha256')
      .update(item.text('id')?.value.toLowerCase() ?? name.value)
      .digest('hex')
      .slice(0, 16)}`,
    name,
    id: undefined,
    vcenterUuid: undefined,
    instanceUuid: instanceUuidOf(item, details),
    smbiosUuid: undefined,
    powerState: powerStateOf(discovered),
    template: undefined,
    srmPlaceholder: undefined,
    connectionState: undefined,
    host: undefined,
    cluster: undefined,
    datacenter: undefined,
    osConfigured: details.text('osName') ?? discovered?.text('osName'),
    osReported: details.text('osType') ?? details.text('osDetails.osType'),
    cpus: details.amount('processorCoreCount') ?? details.amount('sourceVmCpuCount'),
    memoryMiB: details.amount('allocatedMemoryInMB') ?? details.amount('sourceVmRamSizeInMB'),
    firmware: mapped(details.text('firmwareType'), (type) =>
      /efi/i.test(type) ? 'efi' : type.toLowerCase(),
    ),
    secureBoot: undefined,
    enableUuid: undefined,
    cbt: undefined,
    ftState: undefined,
    consolidationNeeded: undefined,
    primaryIp: primaryIpOf(details, discovered, replication.direction),
    addressMode: addressModeOf(details, replication.direction),
    networks: [],
    configDatastore: datastoresOf(details, discovered)[0] ?? replication.targetDatastore,
    provisionedMiB: undefined,
    usedMiB: undefined,
    annotated: undefined,
    toolsState: mapped(discovered?.text('vmwareToolsStatus'), toolsWord),
    disks: disksOf(details),
    partitions: undefined,
    nics,
    snapshots: undefined,
    conflicts: [],
    replication,
  };
}

/** The modernized provider names items `<vCenter>_<instance UUID>`; the classic one has the UUID as a property. */
function instanceUuidOf(item: DumpNode, details: DumpNode): Fact<string> {
  const candidates = [
    item.text('name'),
    details.text('fabricDiscoveryMachineId'),
    details.text('infrastructureVmId'),
  ];
  const [own, ...others] = candidates;
  // An item may be named by an id of Azure's own: only the name of the modernized provider tells.
  const named = own?.value.includes('_') ? [own, ...others] : others;
  return named.map(uuidIn).find((fact) => fact);
}

const POWER_STATES: ReadonlyMap<string, PowerState> = new Map([
  ['on', 'poweredOn'],
  ['off', 'poweredOff'],
  ['suspended', 'suspended'],
]);

function powerStateOf(discovered: DumpNode | undefined): Fact<PowerState> {
  const status = discovered?.text('powerStatus');
  const state = POWER_STATES.get(status?.value.toLowerCase() ?? '');
  return status && state ? { value: state, at: status.at } : undefined;
}

/** As vSphere words it. */
function toolsWord(status: string): string {
  return TOOLS_WORDS.get(status.toLowerCase().replace(/[^a-z]/g, '')) ?? status;
}

const TOOLS_WORDS: ReadonlyMap<string, string> = new Map([
  ['ok', 'toolsOk'],
  ['old', 'toolsOld'],
  ['notrunning', 'toolsNotRunning'],
  ['notinstalled', 'toolsNotInstalled'],
]);

/** Two addresses may stand in one text, joined by `_`. */
function primaryIpOf(
  details: DumpNode,
  discovered: DumpNode | undefined,
  direction: 'to-azure' | 'to-site',
): Fact<string> {
  const own = direction === 'to-azure' ? ['ipAddress', 'primaryNicIpAddress'] : [];
  const texts = [
    ...(discovered?.get('ipAddresses')?.items() ?? []).map((each) => each.text()),
    ...own.map((path) => details.text(path)),
  ];
  return texts
    .flatMap((fact) => (fact ? fact.value.split(/[_,;\s]+/).map((value) => ({ value, at: fact.at })) : []))
    .find(({ value }) => isIPv4(value));
}

/** Only what replicates to Azure has its source on the site; on the way home the adapters are those of the Azure VM. */
function addressModeOf(details: DumpNode, direction: 'to-azure' | 'to-site'): Fact<'dhcp' | 'static'> {
  if (direction === 'to-site') return undefined;
  const modes = (details.get('vmNics')?.items() ?? [])
    .flatMap((nic) => [nic, ...(nic.get('ipConfigs')?.items() ?? [])])
    .flatMap((each): Known<string>[] => {
      const mode = each.text('sourceIPAddressType') ?? each.text('ipAddressType');
      return mode ? [mode] : [];
    });
  const fixed = modes.find(({ value }) => /^static$/i.test(value));
  if (fixed) return { value: 'static', at: fixed.at };
  const leased = modes.find(({ value }) => /^(dynamic|dhcp)$/i.test(value));
  return leased && { value: 'dhcp', at: leased.at };
}

function nicsOf(details: DumpNode, direction: 'to-azure' | 'to-site'): Fact<readonly NicFact[]> {
  const list = direction === 'to-azure' ? filledItems(details, 'vmNics') : undefined;
  const at = details.get('vmNics')?.at;
  if (!list || !at) return undefined;
  const value = list.map((nic): NicFact => {
    const configs = nic.get('ipConfigs')?.items() ?? [];
    const address = nic.text('sourceIPAddress') ?? configs[0]?.text('staticIPAddress');
    return {
      at: nic.at,
      label: nic.text('nicId'),
      network: nic.text('vMNetworkName') ?? nic.text('sourceSubnetName'),
      mac: undefined,
      ipv4: address && isIPv4(address.value) ? { value: [address.value], at: address.at } : undefined,
      connected: undefined,
      startsConnected: undefined,
      macType: undefined,
    };
  });
  return { value, at };
}

/** Azure's list form has no disks: they are unknown, which is not the same as none. */
function disksOf(details: DumpNode): Fact<readonly DiskFact[]> {
  const list = filledItems(details, 'protectedDisks') ?? filledItems(details, 'protectedManagedDisks');
  const [first] = list ?? [];
  if (!list || !first) return undefined;
  const value = list.map((disk): DiskFact => {
    const bytes = disk.get('capacityInBytes') ?? disk.get('diskCapacityInBytes');
    const capacity = bytes?.amount('');
    if (bytes && !capacity) throw bytes.refuse('a number of bytes');
    return {
      at: disk.at,
      label: disk.text('diskName'),
      path: undefined,
      datastore: undefined,
      capacityMiB: mebibytes(capacity),
      raw: undefined,
      mode: undefined,
      sharing: undefined,
      sharedBus: undefined,
      controller: undefined,
      thin: undefined,
      diskUuid: disk.text('diskUuid'),
      bootDisk: disk.flag('isOSDisk'),
    };
  });
  return { value, at: first.at };
}

function datastoresOf(details: DumpNode, discovered: DumpNode | undefined): readonly Known<string>[] {
  const lists = [discovered?.get('datastores'), details.get('datastores')];
  return lists.flatMap((list) => (list?.items() ?? []).flatMap((each) => each.text() ?? []));
}
