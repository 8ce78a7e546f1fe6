import { note } from '../wire';
import { soapFault } from './faults';
import {
  bytesOf,
  CREATE_MS,
  findVm,
  free,
  type Method,
  mustBe,
  mustOwnItsDisks,
  mustReach,
  TASK_MS,
  type VmWorld,
} from './vm-world';

/** A datastore is read and written at this speed when a VM moves. Units: bytes a second. Source: assumed. */
const COPY_BYTES_PER_SECOND = 200 * 2 ** 20;

/** The methods that bring VMs into the inventory, out of it, and to other places. */
export const PLACEMENT_METHODS: {
  readonly CreateVM_Task: Method<'CreateVM_Task'>;
  readonly RegisterVM_Task: Method<'RegisterVM_Task'>;
  readonly RelocateVM_Task: Method<'RelocateVM_Task'>;
  readonly Destroy_Task: Method<'Destroy_Task'>;
  readonly UnregisterVM: Method<'UnregisterVM'>;
  readonly DeleteDatastoreFile_Task: Method<'DeleteDatastoreFile_Task'>;
} = {
  *CreateVM_Task(world, spec) {
    const { hosts, datastores, vms } = world.inventory;
    if (vms.has(spec.name)) throw soapFault('DuplicateName', [spec.name]);
    if (!hosts.has(spec.host)) throw soapFault('ManagedObjectNotFound', [spec.host], `(host ${spec.host})`);
    if (!datastores.has(spec.datastore))
      throw soapFault('ManagedObjectNotFound', [spec.datastore], `(datastore ${spec.datastore})`);
    mustReach(world.inventory, spec.host, spec.datastore);
    yield CREATE_MS;
    if (vms.has(spec.name)) throw soapFault('DuplicateName', [spec.name]);
    const vm = world.makeVm(spec);
    world.enroll(vm, spec.folder);
    note(world.kernel, 'vm.created', vm.name, { copy: 'on-premises', machine: vm.machine, host: vm.host });
    return {};
  },

  *RegisterVM_Task(world, { path, name, host, folder }) {
    const { files, vms } = world.inventory;
    const left = files.get(path);
    if (!left) throw soapFault('FileNotFound', [path], `(${path})`, { file: path });
    if (name !== undefined && name !== left.vm.name)
      throw soapFault('NotSupported', [name], 'A VM is registered by the name that it had.');
    if (vms.has(left.vm.name)) throw soapFault('AlreadyExists', [left.vm.name]);
    mustReach(world.inventory, host, left.datastore);
    yield TASK_MS;
    files.delete(path);
    left.vm.host = host;
    world.enroll(left.vm, folder);
    note(world.kernel, 'vm.created', left.vm.name, { copy: 'on-premises', machine: left.vm.machine, host });
    return {};
  },

  *RelocateVM_Task(world, { vm: name, host, datastore }) {
    const { inventory } = world;
    const vm = findVm(inventory, name);
    mustOwnItsDisks(vm);
    const to = { host: host ?? vm.host, datastore: datastore ?? vm.datastore };
    if (to.host !== vm.host) world.checkHost(to.host);
    mustReach(inventory, to.host, to.datastore);
    const bytes = bytesOf(vm);
    const moves = to.datastore !== vm.datastore;
    const target = inventory.datastores.get(to.datastore);
    if (moves && target && target.usedBytes + bytes > target.capacityBytes)
      throw soapFault('NoDiskSpace', [to.datastore, name], '', {
        file: `[${to.datastore}] ${name}`,
        datastore: to.datastore,
      });
    yield TASK_MS + (moves ? Math.ceil((bytes * 1_000) / COPY_BYTES_PER_SECOND) : 0);
    if (moves) {
      const now = bytesOf(vm);
      free(inventory, vm.datastore, now);
      free(inventory, to.datastore, -now);
      vm.datastore = to.datastore;
    }
    vm.host = to.host;
    return {};
  },

  *Destroy_Task(world, { vm: name }) {
    const vm = yield* takeOut(world, name);
    free(world.inventory, vm.datastore, bytesOf(vm));
    return {};
  },

  *UnregisterVM(world, { vm: name }) {
    const vm = yield* takeOut(world, name);
    const { datastore } = vm;
    world.inventory.files.set(`[${datastore}] ${name}`, { datastore, bytes: bytesOf(vm), vm });
    return {};
  },

  *DeleteDatastoreFile_Task({ inventory }, { name }) {
    const file = inventory.files.get(name);
    if (!file) throw soapFault('ManagedObjectNotFound', [name], `(file ${name})`);
    yield TASK_MS;
    inventory.files.delete(name);
    free(inventory, file.datastore, file.bytes);
    return {};
  },
};

/** Takes a VM that is off out of the inventory. */
function* takeOut(world: VmWorld, name: string) {
  const vm = findVm(world.inventory, name);
  mustBe('poweredOff', vm);
  mustOwnItsDisks(vm);
  yield TASK_MS;
  world.dismiss(vm);
  note(world.kernel, 'vm.deleted', name, { copy: 'on-premises', machine: vm.machine });
  return vm;
}
