import { Guest, type GuestService, type OsImage, type Workload } from '../guest';
import type { Kernel } from '../kernel';
import { Disk } from '../storage';
import type { NewVm } from '../wire';
import { tracked } from './changes';
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
/** The fields of a VM that clients may wait for. */
const VM_FIELDS = [
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
] as const;

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
  const vm: Vm = {
    id: '',
    name: spec.name,
    machine: spec.machine,
    instanceUuid: kernel.random(`instance uuid ${spec.name}`).guid(),
    host: spec.host,
    datastore: spec.datastore,
    disks,
    get snapshots() {
      return this.snapshotTree.names;
    },
    set snapshots(names) {
      this.snapshotTree.remove(new Set(this.snapshotTree.all.map(({ id }) => id)));
      for (const name of names) this.snapshotTree.add(plainSnapshot(kernel, name, this));
    },
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
  guest.component.onDeath(() => wentOff(site, vm));
  tracked(guest, ['state'], touch);
  return tracked(vm, VM_FIELDS, touch);
}

function plainSnapshot(kernel: Kernel, name: string, vm: Vm): Parameters<SnapshotTree['add']>[0] {
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
