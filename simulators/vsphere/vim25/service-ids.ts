import type { Vim } from './vim';

/** The ids of the service's managers: type → id on a vCenter server, id on a host that stands alone. An empty id: not there.
 *  Source: VSPHERE.md §3.3 – recorded. */
const IDS: { readonly [type: string]: readonly [vcenter: string, host: string] } = {
  PropertyCollector: ['propertyCollector', 'ha-property-collector'],
  ViewManager: ['ViewManager', 'ViewManager'],
  SessionManager: ['SessionManager', 'ha-sessionmgr'],
  AuthorizationManager: ['AuthorizationManager', 'ha-authmgr'],
  LicenseManager: ['LicenseManager', 'ha-license-manager'],
  LicenseAssignmentManager: ['LicenseAssignmentManager', ''],
  SearchIndex: ['SearchIndex', 'ha-searchindex'],
  EventManager: ['EventManager', 'ha-eventmgr'],
  TaskManager: ['TaskManager', 'ha-taskmgr'],
  PerformanceManager: ['PerfMgr', 'ha-perfmgr'],
  CustomFieldsManager: ['CustomFieldsManager', ''],
  OptionManager: ['VpxSettings', 'HostAgentSettings'],
  FileManager: ['FileManager', 'ha-nfc-file-manager'],
};

/** The id of a manager; undefined: this API has none. */
export function serviceId({ isVcenter }: Vim, type: string): string | undefined {
  const [vcenter, host] = IDS[type] ?? [];
  return (isVcenter ? vcenter : host) || undefined;
}

export const SERVICES = Object.keys(IDS);
