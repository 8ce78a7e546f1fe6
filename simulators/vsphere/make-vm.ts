import { Guest, type GuestService, type OsImage, type Workload } from '../guest';
import { Disk } from '../storage';
import type { NewVm } from '../wire';
import { TrackedKind } from './changes';
import type { Vm } from './inventory';
import type { Site } from './site';
import { SnapshotTree } from './snapshots';
import { wentOff } from './vm-world';

/** What goes on in the guests, by machine. */
export interface Life {
  readonly guestServices: (machine: string) => readonly GuestService[];
  readonly workload: (machine: string) => Workload;
}

/** What a VM has where nobody said. */
const DEFAULT_CPUS = 2;
const DEFAULT_MEMORY_MB = 4_096;
/** With the fields that clients may wait for. */
const VMS = new TrackedKind<Vm>(
  [
    'power',
    'host',
    'datastore',
    'disks',
    'attachedTo',
    'needsConsolidation',
    'cpus',
    'memoryMb',
    'annotation',
    'tools',
    'address',
    'busy',
  ],
  {
    get snapshots(): string[] {
      return (this as Vm).snapshotTree.names;
    },
    set snapshots(names: string[]) {
      const vm = this as Vm;
      vm.snapshotTree.remove(new Set(vm.snapshotTree.all.map(({ id }) => id)));
      for (const name of names) vm.snapshotTree.add(plainSnapshot(vm, name));
    },
  },
);

const BLANK_OS: OsImage = { family: 'linux', version: '', ip: { mode: 'dhcp' }, packages: [] };

/** Makes a VM that stands nowhere yet, switched off. */
export function makeVm(
  site: Site,
  { workload, guestServices }: Life,
  spec: NewVm,
  os: OsImage = BLANK_OS,
): Vm {
  const { kernel } = site;
  const { snapshotOwners } = site.inventory;
  const disks = spec.disks.map(({ sizeBytes }, index) => new Disk(`${spec.name}/disk${index}`, sizeBytes));
  const guest = new Guest(kernel, `vm ${spec.name} ${kernel.count(`vm ${spec.name}`)}`, {
    machine: spec.machine,
    copy: 'on-premises',
    disks,
    os,
    workload: workload(spec.machine),
    services: guestServices(spec.machine),
  });
  const touch = (): void => site.changes.touch(vm.id);
  const fields: Omit<Vm, 'snapshots'> = {
    id: '',
    name: spec.name,
    machine: spec.machine,
    instanceUuid: kernel.random(`instance uuid ${spec.name}`).guid(),
    host: spec.host,
    datastore: spec.datastore,
    disks,
    snapshotTree: new SnapshotTree(
      touch,
      (id) => snapshotOwners.set(id, vm),
      (id) => snapshotOwners.delete(id),
    ),
    needsConsolidation: false,
    cpus: spec.cpus ?? DEFAULT_CPUS,
    memoryMb: spec.memoryMb ?? DEFAULT_MEMORY_MB,
    annotation: spec.annotation ?? '',
    hardware: spec.hardware ?? {},
    extraConfig: new Map(spec.extraConfig?.map(({ key, value }) => [key, value])),
    power: 'poweredOff',
    attachedTo: null,
    tools: 'running',
    system: { os, lastSeq: 0 },
    guest,
    address: undefined,
    busy: undefined,
  };
  const vm = VMS.make(fields, touch);
  guest.component.onDeath(() => wentOff(site, vm));
  guest.stateChanged = touch;
  return vm;
}

function plainSnapshot(vm: Vm, name: string): Parameters<SnapshotTree['add']>[0] {
  const { kernel } = vm.guest;
  return {
    id: `snapshot-${kernel.count('snapshot object')}`,
    name,
    description: '',
    createdAtMs: kernel.now,
    power: vm.power,
    quiesced: false,
    memory: false,
    disks: vm.disks.map((disk) => disk.view()),
    system: vm.system,
  };
}
