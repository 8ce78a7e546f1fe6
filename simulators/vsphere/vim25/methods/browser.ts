import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import { taskRef } from '../objects/task-info';
import { filesOf } from '../objects/vm-files';
import { Any, type Data, type Ref } from '../values';
import type { View } from '../view';

interface Browser {
  readonly datastores: readonly Ref[];
}

const TYPES: { readonly [type: string]: string } = {
  config: 'VmConfigFileInfo',
  diskDescriptor: 'VmDiskFileInfo',
  log: 'VmLogFileInfo',
  nvram: 'VmNvramFileInfo',
};

/** Looks into datastores: it needs Datastore.Browse there. */
export const BROWSER_METHODS: NonNullable<Described<Browser>['methods']> = {
  'SearchDatastore_Task(datastorePath:string searchSpec:HostDatastoreBrowserSearchSpec?): &Task': (
    _self,
    args,
    view,
  ) => {
    const { folder, search } = begin(args, view);
    return search(
      'SearchDatastore_Task',
      new Any('HostDatastoreBrowserSearchResults', results(args, folder, view)),
    );
  },
  'SearchDatastoreSubFolders_Task(datastorePath:string searchSpec:HostDatastoreBrowserSearchSpec?): &Task': (
    _self,
    args,
    view,
  ) => {
    const { datastore, folder, search } = begin(args, view);
    const folders = folder === '' ? ['', ...foldersOf(datastore, view)] : [folder];
    const found = folders.map((each) => results(args, each, view));
    return search('SearchDatastoreSubFolders_Task', new Any('HostDatastoreBrowserSearchResults[]', found));
  },
};

function split(path: string): { readonly datastore: string; readonly folder: string } {
  const found = /^\[([^\]]+)\] ?(.*?)\/?$/.exec(path);
  if (!found) throw vimFault('InvalidDatastorePath', path, { datastorePath: path });
  return { datastore: found[1] ?? '', folder: found[2] ?? '' };
}

/** Errors: InvalidDatastore, NoPermission, FileNotFound. */
function begin(args: Data, view: View) {
  const path = args.datastorePath as string;
  const { datastore, folder } = split(path);
  const { tree, vsphere } = view.vim;
  const id = tree.idOf('Datastore', datastore);
  if (id === undefined) throw vimFault('InvalidDatastore', datastore, { name: datastore });
  view.demand(id, 'Datastore.Browse');
  if (folder !== '' && !foldersOf(datastore, view).includes(folder))
    throw vimFault('FileNotFound', path, { file: path });
  const search = (method: string, found: Any): Ref =>
    taskRef(vsphere.tasks.look(view.user, method, tree, id, found));
  return { datastore, folder, search };
}

function foldersOf(datastore: string, { vim }: View): string[] {
  const { vms, files } = vim.vsphere.inventory;
  const own = [...vms.values()].filter((vm) => vm.datastore === datastore).map(({ name }) => name);
  const left = [...files.values()].filter((file) => file.datastore === datastore).map(({ vm }) => vm.name);
  return [...own, ...left];
}

function results(args: Data, folder: string, view: View): Data {
  const { datastore } = split(args.datastorePath as string);
  const spec = (args.searchSpec as Data | undefined) ?? {};
  const patterns = ((spec.matchPattern as string[] | undefined) ?? []).map(toPattern);
  const details = spec.details as Data | undefined;
  const { vms, files } = view.vim.vsphere.inventory;
  const vm = vms.get(folder) ?? files.get(`[${datastore}] ${folder}`)?.vm;
  const entries: Data[] =
    folder === ''
      ? foldersOf(datastore, view).map((path) => ({ $: 'FolderFileInfo', path, fileSize: 0 }))
      : filesOf(vm as NonNullable<typeof vm>)
          .filter(({ type }) => type !== 'diskExtent')
          .map(({ name, type, size }) => ({
            $: TYPES[type] ?? 'FileInfo',
            path: name.replace(/^.*\//, ''),
            fileSize: size,
          }));
  return {
    datastore: view.datastoreRef(datastore),
    folderPath: folder === '' ? `[${datastore}]` : `[${datastore}] ${folder}/`,
    file: entries
      .filter(({ path }) => patterns.length === 0 || patterns.some((pattern) => pattern.test(path as string)))
      .map((entry) => ({
        ...entry,
        $: details?.fileType === false ? 'FileInfo' : entry.$,
        fileSize: details?.fileSize === true ? entry.fileSize : undefined,
        modification: details?.modification === true ? view.time(0) : undefined,
      })),
  };
}

/** `*` and `?`, and nothing else, have a meaning. */
function toPattern(text: string): RegExp {
  const escaped = text
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i');
}
