import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import { Any, type Data } from '../values';
import type { View } from '../view';

/** Settings of the server and of its hosts: they can be read. */
const SERVER: readonly Data[] = [
  { key: 'VirtualCenter.VimApiUrl', value: 'https://127.0.0.1/sdk' },
  { key: 'config.vpxd.maxNumTasks', value: new Any('int', 640) },
  { key: 'event.maxAge', value: new Any('int', 30) },
  { key: 'task.maxAge', value: new Any('int', 30) },
  { key: 'config.vpxd.filter.maxObjectUpdates', value: new Any('int', 100) },
];
const HOST: readonly Data[] = [
  { key: 'Annotations.WelcomeMessage', value: '' },
  { key: 'Config.HostAgent.log.level', value: 'info' },
  { key: 'Mem.AllocGuestLargePage', value: new Any('long', 1) },
  { key: 'UserVars.SuppressShellWarning', value: new Any('long', 0) },
];

export const OPTION_METHODS: NonNullable<Described<{ readonly id: string }>['methods']> = {
  'QueryOptions(name:string?): OptionValue[]?': (self, args, view) => {
    const name = (args.name as string | undefined) ?? '';
    const all = optionsOf(self, view);
    if (name === '') return all;
    const found = all.filter(({ key }) => key === name || (name.endsWith('.') && `${key}`.startsWith(name)));
    if (found.length === 0) throw vimFault('InvalidName', name, { name });
    return found;
  },
};

export function optionsOf({ id }: { readonly id: string }, _view: View): Data[] {
  return [...(id.startsWith('EsxHostAdvSettings') ? HOST : SERVER)];
}
