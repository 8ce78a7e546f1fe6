import type { VimEvent } from '../../inventory';
import type { EventCollector } from '../history';
import type { Described } from '../managed-type';
import { namedRef } from '../objects/task-info';
import { ownObject } from '../own';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { dispose } from './task';

const QUERY_MAX = 1_000;

/** The types of events that are told: category, and what people read. `{vm}` and `{user}` are filled in. */
const EVENTS: { readonly [type: string]: readonly [category: string, label: string, text: string] } = {
  VmPoweredOnEvent: ['info', 'VM powered on', '{vm} on {host} is powered on'],
  VmPoweredOffEvent: ['info', 'VM powered off', '{vm} on {host} is powered off'],
  VmResettingEvent: ['info', 'VM resetting', '{vm} on {host} is reset'],
  VmGuestShutdownEvent: ['info', 'Guest OS shut down', 'Guest OS shut down for {vm} on {host}'],
  VmCreatedEvent: ['info', 'VM created', 'Created virtual machine {vm} on {host}'],
  VmReconfiguredEvent: ['info', 'VM reconfigured', 'Reconfigured {vm} on {host}'],
  VmRemovedEvent: ['info', 'VM removed', 'Removed {vm}'],
  VmRegisteredEvent: ['info', 'VM registered', 'Registered {vm} on {host}'],
  VmRelocatedEvent: ['info', 'VM relocated', 'Completed the relocation of {vm} to {host}'],
  UserLoginSessionEvent: ['info', 'User login', 'User {user} logged in'],
  UserLogoutSessionEvent: ['info', 'User logout', 'User {user} logged out'],
  BadUsernameSessionEvent: ['error', 'Invalid user name', 'Cannot login {user}'],
};

export const EVENT_METHODS: NonNullable<Described<unknown>['methods']> = {
  'QueryEvents(filter:EventFilterSpec): Event[]?': (_self, args, view) =>
    matching(args.filter as Data, view)
      .slice(-QUERY_MAX)
      .reverse()
      .map((event) => eventData(event, view)),
  'CreateCollectorForEvents(filter:EventFilterSpec): &EventHistoryCollector': (_self, args, view) => {
    const collector: EventCollector = { kind: 'events', filter: args.filter as Data, pageSize: 10, next: 0 };
    return ownObject(view, 'EventHistoryCollector', collector);
  },
};

export const EVENT_COLLECTOR_METHODS: NonNullable<Described<EventCollector>['methods']> = {
  'ReadNextEvents(maxCount:int): Event[]?': (self, args, view) => {
    const page = matching(self.filter, view).slice(self.next, self.next + (args.maxCount as number));
    self.next += page.length;
    return page.map((event) => eventData(event, view));
  },
  'ReadPreviousEvents(maxCount:int): Event[]?': (self, args, view) => {
    const from = Math.max(0, self.next - (args.maxCount as number));
    const page = matching(self.filter, view).slice(from, self.next);
    self.next = from;
    return page.map((event) => eventData(event, view));
  },
  'RewindCollector()': (self) => {
    self.next = 0;
  },
  'ResetCollector()': (self, _args, view) => {
    self.next = matching(self.filter, view).length;
  },
  'SetCollectorPageSize(maxCount:int)': (self, args) => {
    self.pageSize = Math.max(1, Math.min(1_000, args.maxCount as number));
  },
  'DestroyCollector()': (self, _args, view) => {
    dispose(self, view);
  },
};

/** The events that a filter lets through, the oldest first. */
function matching(filter: Data, view: View): VimEvent[] {
  const { tree, vsphere } = view.vim;
  const by = filter.entity as Data | undefined;
  const entity = (by?.entity as Ref | undefined)?.id;
  const types = [
    ...((filter.type as string[] | undefined) ?? []),
    ...((filter.eventTypeId as string[] | undefined) ?? []),
  ];
  const users = (filter.userName as Data | undefined)?.userList as string[] | undefined;
  const time = filter.time as Data | undefined;
  const from = time?.beginTime === undefined ? 0 : view.vim.msOf(time.beginTime as string);
  const to = time?.endTime === undefined ? Number.POSITIVE_INFINITY : view.vim.msOf(time.endTime as string);
  const found = vsphere.inventory.events.filter(
    (event) =>
      (event.tree === undefined || event.tree === tree) &&
      EVENTS[event.type] !== undefined &&
      (event.vmId === undefined || !tree.entities.has(event.vmId) || view.sees(event.vmId)) &&
      (types.length === 0 ||
        types.some((type) => type === event.type || type === `vim.event.${event.type}`)) &&
      (users === undefined || users.length === 0 || users.includes(event.userName)) &&
      event.createdAtMs >= from &&
      event.createdAtMs <= to &&
      (entity === undefined || concerns(event, entity, by?.recursion !== 'self', view)),
  );
  const max = filter.maxCount as number | undefined;
  return max === undefined ? found : found.slice(-max);
}

function concerns({ vmId }: VimEvent, entity: string, deep: boolean, { vim }: View): boolean {
  if (vmId === entity) return true;
  if (!deep) return false;
  if (entity === vim.tree.places.root) return true;
  for (const { id } of vim.tree.path(vmId ?? '')) if (id === entity) return true;
  return false;
}

function eventData(event: VimEvent, view: View): Data {
  const { type, key, vm, userName, createdAtMs, host, vmId } = event;
  const text = EVENTS[type]?.[2] ?? type;
  const words: { readonly [name: string]: string } = { vm, user: userName, host: host ?? '' };
  const hostRef = host === undefined ? undefined : view.hostRef(host);
  return {
    $: type,
    key,
    chainId: key,
    createdTime: view.time(createdAtMs),
    userName,
    datacenter:
      vm === ''
        ? undefined
        : { name: 'DC0', datacenter: new Ref('Datacenter', view.vim.tree.places.datacenter) },
    host: host !== undefined && hostRef ? { name: host, host: hostRef } : undefined,
    vm:
      vm === ''
        ? undefined
        : { name: vm, vm: new Ref('VirtualMachine', vmId ?? namedRef(view, vm)?.id ?? '') },
    fullFormattedMessage: text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => words[name] ?? ''),
    template: false,
    configSpec: {},
    sourceHost: { name: host ?? '', host: hostRef ?? new Ref('HostSystem', '') },
    ipAddress: '127.0.0.1',
    locale: 'en',
    sessionId: '',
  };
}

export function lastEvent(view: View): Data | undefined {
  const last = matching({}, view).at(-1);
  return last && eventData(last, view);
}

export function eventPage(self: EventCollector, view: View): Data[] {
  return matching(self.filter, view)
    .slice(-self.pageSize)
    .reverse()
    .map((event) => eventData(event, view));
}

export function eventDescription(): Data {
  return {
    category: ['info', 'warning', 'error', 'user'].map((key) => ({ label: key, summary: key, key })),
    eventInfo: Object.entries(EVENTS).map(([key, [category, description, text]]) => ({
      key,
      description,
      category,
      formatOnDatacenter: text,
      formatOnComputeResource: text,
      formatOnHost: text,
      formatOnVm: text,
      fullFormat: text,
    })),
  };
}
