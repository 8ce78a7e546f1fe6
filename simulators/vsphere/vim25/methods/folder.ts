import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import type { Placed } from '../objects/entity';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { flagOptions, hardwareOf } from './new-vm';
import { beginTask } from './tasks';
import { disksOf, optionOf, poolHost, refuseOthers } from './virtual-machine';

export const FOLDER_METHODS: NonNullable<Described<Placed>['methods']> = {
  'CreateVM_Task(config:VirtualMachineConfigSpec pool:&ResourcePool host:&HostSystem?): &Task': (
    { entity },
    args,
    view,
  ) => {
    mustHoldVms(entity.id, view);
    const config = args.config as Data;
    refuseOthers(config, [
      '$',
      'name',
      'annotation',
      'numCPUs',
      'memoryMB',
      'extraConfig',
      'deviceChange',
      'files',
      'guestId',
      'version',
      'flags',
      'firmware',
    ]);
    const name = config.name as string | undefined;
    if (name === undefined || name === '' || name.length > 80)
      throw vimFault('InvalidName', 'a VM needs a name of at most 80 letters', { name: name ?? '' });
    const path = ((config.files as Data | undefined)?.vmPathName as string | undefined) ?? '';
    const datastore = /^\[([^\]]+)\]/.exec(path)?.[1];
    if (datastore === undefined) throw vimFault('InvalidDatastorePath', path, { datastorePath: path });
    const changes = ((config.deviceChange as Data[] | undefined) ?? []).filter(
      ({ device }) => (device as Data).$ === 'VirtualDisk',
    );
    const nobody = { vm: { name: '', disks: [] } } as unknown as Parameters<typeof disksOf>[1];
    return beginTask(view, 'CreateVM_Task', {
      name,
      machine: name,
      host: hostOf(args, view),
      datastore,
      disks: disksOf(changes, nobody, view).addDisks ?? [],
      folder: entity.id,
      cpus: (config.numCPUs as number | undefined) ?? 1,
      memoryMb: (config.memoryMB as number | undefined) ?? 512,
      annotation: (config.annotation as string | undefined) ?? '',
      extraConfig: [
        ...flagOptions(config),
        ...((config.extraConfig as Data[] | undefined) ?? []).map(optionOf),
      ],
      hardware: hardwareOf(config),
    });
  },

  'RegisterVM_Task(path:string name:string? asTemplate:boolean pool:&ResourcePool? host:&HostSystem?): &Task':
    ({ entity }, args, view) => {
      mustHoldVms(entity.id, view);
      if (args.asTemplate === true) throw vimFault('NotSupported', 'templates are not simulated');
      const path = args.path as string;
      const found = /^\[([^\]]+)\] ?(?:([^/]+)\/)?([^/]+?)(?:\.vmx)?$/.exec(path);
      if (!found) throw vimFault('InvalidDatastorePath', path, { datastorePath: path });
      return beginTask(view, 'RegisterVM_Task', {
        path: `[${found[1]}] ${found[2] ?? found[3]}`,
        host: hostOf(args, view),
        folder: entity.id,
        ...(args.name === undefined ? {} : { name: args.name as string }),
      });
    },

  'CreateFolder(name:string): &Folder': ({ entity }, args, view) => {
    const { vim } = view;
    view.demand(entity.id, 'Folder.Create');
    const name = args.name as string;
    if (name === '' || name.length > 80) throw vimFault('InvalidName', name, { name });
    const taken = [...entity.children].find((id) => vim.tree.entities.get(id)?.name === name);
    if (taken !== undefined)
      throw vimFault('DuplicateName', name, {
        name,
        object: new Ref(vim.tree.entities.get(taken)?.kind ?? '', taken),
      });
    const id = vim.tree.add('Folder', name, entity.id);
    vim.vsphere.changes.touch(entity.id);
    return new Ref('Folder', id);
  },
};

function hostOf({ host, pool }: Data, view: View): string {
  const ref = (host as Ref | undefined) ?? poolHost(pool, view);
  if (ref) return view.host(ref).name;
  throw vimFault('InvalidArgument', 'a host or a pool', { invalidProperty: 'host' });
}

/** Errors: NotSupported outside the folder of VMs. */
function mustHoldVms(id: string, { vim }: View): void {
  for (const { id: above } of vim.tree.path(id)) if (above === vim.tree.places.vmFolder) return;
  throw vimFault('NotSupported', 'no VM can stand in this folder');
}
