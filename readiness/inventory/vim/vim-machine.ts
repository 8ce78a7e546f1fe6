import { isIPv4 } from 'node:net';
import { datastoreOf } from '../machine-parts';
import type { Fact, Known, Machine, PowerState } from '../model';
import type { DumpNode } from './dump-node';
import type { ManagedObject, ObjectPool } from './object-pool';
import { mapped, mebibytes } from './units';
import { readDisks, readNics, readPartitions } from './vim-devices';
import { readSnapshots } from './vim-snapshots';

const POWER_STATES: readonly PowerState[] = ['poweredOn', 'poweredOff', 'suspended'];
/** In a whole dump of a machine this property is there; what is missing beside it is not set. */
const WHOLE = 'config';

/** Reads a machine. `scope` stands in for the vCenter where no file names it. Shape: `undefined` if nothing names the machine.
 *  Errors: HW-INPUT-CELL – an unknown power state, a disk's capacity that is no number. */
export function readVimMachine(
  vm: ManagedObject,
  pool: ObjectPool,
  vcenterUuid: Fact<string>,
  scope: string,
): Machine | undefined {
  const name = vm.text('name', 'config.name', 'summary.config.name');
  if (name === undefined) return undefined;
  const hostRef = vm.get('runtime.host') ?? vm.get('summary.runtime.host');
  const host = pool.find(hostRef?.ref());
  const annotation = vm.text('config.annotation');
  const storage = vm.get('summary.storage');
  const committed = storage?.amount('committed');
  const uncommitted = storage?.amount('uncommitted');
  return {
    key: `${vcenterUuid?.value.toLowerCase() ?? scope}/${vm.ref.id}`,
    name,
    id: { value: vm.ref.id, at: name.at },
    vcenterUuid,
    instanceUuid: vm.text('config.instanceUuid', 'summary.config.instanceUuid'),
    smbiosUuid: vm.text('config.uuid', 'summary.config.uuid'),
    powerState: readPowerState(vm.get('runtime.powerState') ?? vm.get('summary.runtime.powerState')),
    template: (vm.get('config.template') ?? vm.get('summary.config.template'))?.flag(''),
    srmPlaceholder: undefined,
    connectionState: vm.text('runtime.connectionState', 'summary.runtime.connectionState'),
    host: pool.nameOf(hostRef),
    cluster: host && clusterOf(host, pool),
    datacenter: undefined,
    osConfigured: vm.text('config.guestFullName', 'summary.config.guestFullName'),
    osReported: vm.text('guest.guestFullName', 'summary.guest.guestFullName', 'guest.guestFamily'),
    cpus: (vm.get('config.hardware.numCPU') ?? vm.get('summary.config.numCpu'))?.amount(''),
    memoryMiB: (vm.get('config.hardware.memoryMB') ?? vm.get('summary.config.memorySizeMB'))?.amount(''),
    firmware: vm.text('config.firmware'),
    secureBoot: vm.get('config.bootOptions.efiSecureBootEnabled')?.flag(''),
    enableUuid: extraConfig(vm, 'disk.enableuuid') ?? vm.get('config.flags.diskUuidEnabled')?.flag(''),
    cbt: vm.get('config.changeTrackingEnabled')?.flag(''),
    ftState: vm.text('runtime.faultToleranceState'),
    consolidationNeeded: vm.get('runtime.consolidationNeeded')?.flag(''),
    primaryIp: vm.text('guest.ipAddress', 'summary.guest.ipAddress'),
    addressMode: readAddressMode(vm),
    networks: (vm.get('network')?.items() ?? []).flatMap((each) => pool.nameOf(each) ?? []),
    configDatastore: datastoreOf(vm.text('config.files.vmPathName', 'summary.config.vmPathName')),
    provisionedMiB:
      committed &&
      uncommitted &&
      mebibytes({ value: committed.value + uncommitted.value, at: uncommitted.at }),
    usedMiB: mebibytes(committed),
    annotated: mapped(annotation, () => true),
    toolsState: vm.text('guest.toolsStatus', 'summary.guest.toolsStatus'),
    disks: readDisks(vm),
    partitions: readPartitions(vm),
    nics: readNics(vm, pool),
    snapshots: readSnapshots(vm.get('snapshot'), vm.unsetAt('snapshot', WHOLE)),
    conflicts: [],
  };
}

/** The cluster of a host; a host that stands alone has none. */
export function clusterOf(host: ManagedObject, pool: ObjectPool): Fact<string> {
  const parent = host.get('parent');
  return parent?.ref()?.type === 'ClusterComputeResource' ? pool.nameOf(parent) : undefined;
}

function readPowerState(node: DumpNode | undefined): Fact<PowerState> {
  const text = node?.text();
  if (node === undefined || text === undefined) return undefined;
  const state = POWER_STATES.find((each) => each === text.value);
  if (state === undefined) throw node.refuse('poweredOn, poweredOff or suspended');
  return { value: state, at: text.at };
}

function extraConfig(vm: ManagedObject, key: string): Fact<boolean> {
  const option = vm
    .get('config.extraConfig')
    ?.items()
    .find((each) => each.text('key')?.value.toLowerCase() === key);
  return option?.flag('value');
}

/** Static if an adapter has an IPv4 address that was set by hand; DHCP if all of them were leased. */
function readAddressMode(vm: ManagedObject): Fact<'dhcp' | 'static'> {
  const addresses = (vm.get('guest.net')?.items() ?? []).flatMap(
    (nic) => nic.get('ipConfig.ipAddress')?.items() ?? [],
  );
  const origins = addresses
    .filter((each) => isIPv4(each.text('ipAddress')?.value ?? ''))
    .flatMap((each): Known<string>[] => {
      const origin = each.text('origin');
      return origin ? [origin] : [];
    });
  const manual = origins.find(({ value }) => value === 'manual');
  if (manual) return { value: 'static', at: manual.at };
  const leased = origins.find(({ value }) => value === 'dhcp');
  if (leased) return { value: 'dhcp', at: leased.at };
  const stacks = vm.get('guest.ipStack')?.items() ?? [];
  const enabled = stacks.flatMap((each) => each.get('dhcpConfig')?.flag('ipv4.enable') ?? [])[0];
  return mapped(enabled, (on) => (on ? 'dhcp' : 'static'));
}
