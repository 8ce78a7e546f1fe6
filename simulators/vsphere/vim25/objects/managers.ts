import { ALL_PRIVILEGES } from '../../privileges';
import type { EventCollector, TaskCollector } from '../history';
import { managedType } from '../managed-type';
import { AUTHORIZATION_METHODS } from '../methods/authorization';
import { BROWSER_METHODS } from '../methods/browser';
import {
  EVENT_COLLECTOR_METHODS,
  EVENT_METHODS,
  eventDescription,
  eventPage,
  lastEvent,
} from '../methods/events';
import { LICENSE_ASSIGNMENT_METHODS, LICENSE_METHODS, licenseInfos } from '../methods/licenses';
import { OPTION_METHODS, optionsOf } from '../methods/options';
import { SEARCH_METHODS } from '../methods/search';
import { TASK_COLLECTOR_METHODS, TASK_MANAGER_METHODS, taskDescription, taskPage } from '../methods/task';
import { serviceId } from '../service-ids';
import { type Data, Ref } from '../values';

export const authorizationManager = managedType<unknown>('AuthorizationManager', 'ManagedObject', {
  properties: {
    privilegeList: ['AuthorizationPrivilege[]?', () => [...ALL_PRIVILEGES].map(privilegeData)],
    roleList: [
      'AuthorizationRole[]?',
      (_self, { vim }) =>
        [...vim.vsphere.authorization.roles.values()].map(({ id, system, name, privileges }) => ({
          roleId: id,
          system,
          name,
          info: { label: name, summary: name },
          privilege: [...privileges],
        })),
    ],
    description: ['AuthorizationDescription', () => ({ privilege: [], privilegeGroup: [] })],
  },
  methods: AUTHORIZATION_METHODS,
});

function privilegeData(id: string): Data {
  const at = id.lastIndexOf('.');
  return { privId: id, onParent: false, name: id.slice(at + 1), privGroupName: id.slice(0, at) };
}

export const licenseManager = managedType<unknown>('LicenseManager', 'ManagedObject', {
  properties: {
    source: ['LicenseSource', () => ({ $: 'LocalLicenseSource', licenseKeys: '' })],
    sourceAvailable: ['boolean', () => true],
    diagnostics: ['LicenseDiagnostics?'],
    featureInfo: ['LicenseFeatureInfo[]?', () => []],
    licensedEdition: ['string', (_self, view) => `${licenseInfos(view)[0]?.editionKey ?? 'eval'}`],
    licenses: ['LicenseManagerLicenseInfo[]', (_self, view) => licenseInfos(view)],
    licenseAssignmentManager: [
      '&LicenseAssignmentManager?',
      (_self, { vim }) => {
        const id = serviceId(vim, 'LicenseAssignmentManager');
        return id === undefined ? undefined : new Ref('LicenseAssignmentManager', id);
      },
    ],
    evaluation: ['LicenseManagerEvaluationInfo', () => ({ properties: [] })],
  },
  methods: LICENSE_METHODS,
});

export const licenseAssignmentManager = managedType<unknown>('LicenseAssignmentManager', 'ManagedObject', {
  properties: {},
  methods: LICENSE_ASSIGNMENT_METHODS,
});

export const searchIndex = managedType<unknown>('SearchIndex', 'ManagedObject', {
  properties: {},
  methods: SEARCH_METHODS,
});

export const eventManager = managedType<unknown>('EventManager', 'ManagedObject', {
  properties: {
    description: ['EventDescription', () => eventDescription()],
    latestEvent: ['Event?', (_self, view) => lastEvent(view)],
    maxCollector: ['int', () => 1_000],
  },
  methods: EVENT_METHODS,
});

export const eventHistoryCollector = managedType<EventCollector>(
  'EventHistoryCollector',
  'HistoryCollector',
  {
    properties: { latestPage: ['Event[]?', (self, view) => eventPage(self, view)] },
    methods: EVENT_COLLECTOR_METHODS,
  },
);

export const taskManager = managedType<unknown>('TaskManager', 'ManagedObject', {
  properties: {
    recentTask: [
      '&Task[]?',
      (_self, { vim }) =>
        vim.vsphere.inventory.tasks
          .filter((task) => task.tree === vim.tree)
          .slice(-200)
          .map(({ key }) => new Ref('Task', key)),
    ],
    description: ['TaskDescription', () => taskDescription()],
    maxCollector: ['int', () => 1_000],
  },
  methods: TASK_MANAGER_METHODS,
});

export const taskHistoryCollector = managedType<TaskCollector>('TaskHistoryCollector', 'HistoryCollector', {
  properties: { latestPage: ['TaskInfo[]?', (self, view) => taskPage(self, view)] },
  methods: TASK_COLLECTOR_METHODS,
});

export const historyCollector = managedType<unknown>('HistoryCollector', 'ManagedObject', {
  properties: { filter: ['~?'] },
});

export const optionManager = managedType<{ readonly id: string }>('OptionManager', 'ManagedObject', {
  properties: {
    supportedOption: ['~[]?'],
    setting: ['OptionValue[]?', (self, view) => optionsOf(self, view)],
  },
  methods: OPTION_METHODS,
});

/** Custom fields are known, and there are none. */
export const customFieldsManager = managedType<unknown>('CustomFieldsManager', 'ManagedObject', {
  properties: { field: ['CustomFieldDef[]?', () => []] },
});

/** Performance is not simulated: there are no counters. */
export const performanceManager = managedType<unknown>('PerformanceManager', 'ManagedObject', {
  properties: {
    description: ['PerformanceDescription', () => ({ counterType: [], statsType: [] })],
    historicalInterval: ['PerfInterval[]?', () => []],
    perfCounter: ['PerfCounterInfo[]?', () => []],
  },
});

export const hostDatastoreBrowser = managedType<{ readonly datastores: readonly Ref[] }>(
  'HostDatastoreBrowser',
  'ManagedObject',
  {
    properties: {
      datastore: ['&Datastore[]?', ({ datastores }) => datastores],
      supportedType: [
        'FileQuery[]?',
        () => [{ $: 'VmConfigFileQuery' }, { $: 'VmDiskFileQuery' }, { $: 'FolderFileQuery' }],
      ],
    },
    methods: BROWSER_METHODS,
  },
);

export const fileManager = managedType<unknown>('FileManager', 'ManagedObject', { properties: {} });
