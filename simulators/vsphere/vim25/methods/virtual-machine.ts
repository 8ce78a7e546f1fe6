import type { Reconfiguration } from '../../../wire';
import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import type { PlacedVm } from '../objects/virtual-machine';
import { DISK_KEY, devicesOf, diskPlaces } from '../objects/vm-devices';
import { type Any, type Data, Ref } from '../values';
import type { View } from '../view';
import { reverting } from './snapshot';
import { beginTask, finishTask } from './tasks';

/** An orderly shutdown that nobody waits for may take so long. Units: ms. */
const SHUTDOWN_MS_MAX = 600_000;

export const VIRTUAL_MACHINE_METHODS: NonNullable<Described<PlacedVm>['methods']> = {
  'PowerOnVM_Task(host:&HostSystem?): &Task': ({ vm }, _args, view) =>
    beginTask(view, 'PowerOnVM_Task', { vm: vm.name }),
  'PowerOffVM_Task(): &Task': ({ vm }, _args, view) => beginTask(view, 'PowerOffVM_Task', { vm: vm.name }),
  'ResetVM_Task(): &Task': ({ vm }, _args, view) => beginTask(view, 'ResetVM_Task', { vm: vm.name }),
  'ShutdownGuest()': ({ vm }, _args, view) => {
    beginTask(view, 'ShutdownGuest', { vm: vm.name, timeoutMs: SHUTDOWN_MS_MAX });
  },
  'CreateSnapshot_Task(name:string description:string? memory:boolean quiesce:boolean): &Task': (
    { vm },
    args,
    view,
  ) =>
    beginTask(view, 'CreateSnapshot_Task', {
      vm: vm.name,
      name: args.name as string,
      memory: args.memory as boolean,
      quiesce: args.quiesce as boolean,
      ...(args.description === undefined ? {} : { description: args.description as string }),
    }),
  'RemoveAllSnapshots_Task(consolidate:boolean?): &Task': ({ vm }, args, view) =>
    beginTask(view, 'RemoveAllSnapshots_Task', { vm: vm.name, consolidate: args.consolidate !== false }),
  'RevertToCurrentSnapshot_Task(host:&HostSystem? suppressPowerOn:boolean?): &Task': ({ vm }, args, view) => {
    const { current } = vm.snapshotTree;
    if (current === undefined) throw vimFault('NotFound', `${vm.name} has no snapshot`);
    return beginTask(view, 'RevertToSnapshot_Task', { vm: vm.name, snapshot: current, ...reverting(args) });
  },
  'ConsolidateVMDisks_Task(): &Task': ({ vm }, _args, view) =>
    beginTask(view, 'ConsolidateVMDisks_Task', { vm: vm.name }),
  'ReconfigVM_Task(spec:VirtualMachineConfigSpec): &Task': ({ vm, entity }, args, view) =>
    beginTask(view, 'ReconfigVM_Task', {
      vm: vm.name,
      ...reconfiguration(args.spec as Data, { vm, entity }, view),
    }),
  'RelocateVM_Task(spec:VirtualMachineRelocateSpec priority:string?): &Task': ({ vm }, args, view) => {
    const spec = args.spec as Data;
    refuseOthers(spec, ['$', 'host', 'datastore', 'pool', 'diskMoveType']);
    const host = spec.host ?? poolHost(spec.pool, view);
    return beginTask(view, 'RelocateVM_Task', {
      vm: vm.name,
      ...(host === undefined ? {} : { host: view.host(host as Ref).name }),
      ...(spec.datastore === undefined ? {} : { datastore: view.datastore(spec.datastore as Ref).name }),
    });
  },
  'UnregisterVM()': ({ vm }, _args, view) => finishTask(view, 'UnregisterVM', { vm: vm.name }),
  'RefreshStorageInfo()': () => undefined,
};

/** The host that a resource pool comes with. */
export function poolHost(pool: unknown, { vim }: View): Ref | undefined {
  if (!(pool instanceof Ref)) return undefined;
  const parent = vim.tree.entities.get(vim.tree.entities.get(pool.id)?.parent ?? '');
  const id = parent && vim.tree.idOf('HostSystem', parent.name);
  return id === undefined ? undefined : new Ref('HostSystem', id);
}

/** Errors: NotSupported – a field is set that would change something which is not simulated: never a silent success. */
export function refuseOthers(spec: Data, known: readonly string[]): void {
  const other = Object.keys(spec).find((field) => spec[field] !== undefined && !known.includes(field));
  if (other !== undefined) throw vimFault('NotSupported', `${other} is not simulated`);
}

/** What a configuration specification asks to change. What is given as it is already is no change. */
function reconfiguration(spec: Data, self: PlacedVm, view: View): Reconfiguration {
  const { vm } = self;
  refuseOthers(spec, [
    '$',
    'changeVersion',
    'name',
    'annotation',
    'numCPUs',
    'memoryMB',
    'extraConfig',
    'deviceChange',
    'changeTrackingEnabled',
  ]);
  if (spec.name !== undefined && spec.name !== vm.name)
    throw vimFault('NotSupported', 'renaming a VM is not simulated');
  const options = ((spec.extraConfig as Data[] | undefined) ?? []).map(optionOf);
  if (spec.changeTrackingEnabled !== undefined)
    options.push({ key: 'ctkEnabled', value: spec.changeTrackingEnabled ? 'TRUE' : 'FALSE' });
  return {
    ...(options.length > 0 ? { extraConfig: options } : {}),
    ...(spec.annotation === undefined ? {} : { annotation: spec.annotation as string }),
    ...(spec.numCPUs === undefined ? {} : { cpus: within(spec.numCPUs, 1, 128, 'numCPUs') }),
    ...(spec.memoryMB === undefined ? {} : { memoryMb: within(spec.memoryMB, 4, 6_291_456, 'memoryMB') }),
    ...disksOf((spec.deviceChange as Data[] | undefined) ?? [], self, view),
  };
}

/** `{key, value}` of an option, whatever type its value has. */
export function optionOf({ key, value }: Data): { readonly key: string; readonly value: string } {
  return { key: key as string, value: `${(value as Any | undefined)?.value ?? ''}` };
}

function within(value: unknown, from: number, to: number, name: string): number {
  const number = value as number;
  if (number < from || number > to)
    throw vimFault('InvalidArgument', `${name} must be from ${from} to ${to}`, { invalidProperty: name });
  return number;
}

/** Whether what is given of a device is what it has. */
function isAlready(given: unknown, now: unknown): boolean {
  if (given instanceof Ref) return now instanceof Ref && given.id === now.id;
  if (given === null || typeof given !== 'object') return given === now;
  return Object.entries(given).every(
    ([field, value]) => value === undefined || isAlready(value, (now as Data | undefined)?.[field]),
  );
}

/** Disks that come and go. Errors: InvalidDeviceSpec, NotSupported. */
export function disksOf(
  changes: readonly Data[],
  { vm }: Pick<PlacedVm, 'vm'>,
  view: View,
): Pick<Reconfiguration, 'addDisks' | 'removeDisks'> {
  const added: { sizeBytes: number }[] = [];
  const removed: number[] = [];
  changes.forEach(({ operation, device, fileOperation }, deviceIndex) => {
    const given = device as Data;
    if (given.$ !== 'VirtualDisk') {
      const now = devicesOf(vm, view).find(({ key }) => key === given.key);
      if (operation === 'edit' && now && isAlready(given, now)) return;
      throw vimFault('NotSupported', `${operation} of a ${given.$} is not simulated`);
    }
    if (operation === 'add') {
      if (fileOperation !== 'create') throw vimFault('NotSupported', 'only new disks can be added');
      const sizeBytes =
        (given.capacityInBytes as number | undefined) ?? (given.capacityInKB as number) * 1_024;
      if (!(sizeBytes > 0 && sizeBytes <= 64 * 2 ** 40))
        throw vimFault('InvalidDeviceSpec', 'the size', { deviceIndex });
      added.push({ sizeBytes });
    } else if (operation === 'remove') {
      const place = diskPlaces(vm, view)[(given.key as number) - DISK_KEY];
      if (place?.owner !== vm) throw vimFault('InvalidDeviceSpec', `no disk ${given.key}`, { deviceIndex });
      removed.push(place.index);
    } else {
      const place = diskPlaces(vm, view)[(given.key as number) - DISK_KEY];
      const size = place?.owner.disks[place.index]?.sizeBytes ?? 0;
      if (Math.ceil(size / 1_024) !== given.capacityInKB)
        throw vimFault('NotSupported', 'another size of a disk is not simulated');
    }
  });
  return {
    ...(added.length > 0 ? { addDisks: added } : {}),
    ...(removed.length > 0 ? { removeDisks: removed } : {}),
  };
}
