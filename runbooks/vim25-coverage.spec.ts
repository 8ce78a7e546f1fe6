import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CoveredType, coverage } from '../simulators/vsphere/vim25';

/** What clients call that were watched: pyVmomi, govc, Ansible. What is not here is refused, and said so.
 *  Source: VSPHERE.md §3.3 – captured. */
const NEEDED: { readonly [type: string]: readonly string[] } = {
  ServiceInstance: ['RetrieveServiceContent', 'CurrentTime'],
  SessionManager: ['Login', 'Logout'],
  PropertyCollector: [
    'RetrievePropertiesEx',
    'ContinueRetrievePropertiesEx',
    'RetrieveProperties',
    'CreateFilter',
    'WaitForUpdatesEx',
    'WaitForUpdates',
    'CreatePropertyCollector',
    'DestroyPropertyCollector',
    'CancelWaitForUpdates',
    'CancelRetrievePropertiesEx',
  ],
  PropertyFilter: ['DestroyPropertyFilter'],
  ViewManager: ['CreateContainerView', 'CreateListView'],
  View: ['DestroyView'],
  ListView: ['ResetListView'],
  SearchIndex: ['FindByUuid', 'FindByInventoryPath', 'FindByDatastorePath', 'FindChild'],
  VirtualMachine: [
    'CreateSnapshot_Task',
    'RemoveAllSnapshots_Task',
    'PowerOnVM_Task',
    'PowerOffVM_Task',
    'ResetVM_Task',
    'ReconfigVM_Task',
    'UnregisterVM',
  ],
  ManagedEntity: ['Destroy_Task'],
  VirtualMachineSnapshot: ['RemoveSnapshot_Task', 'RevertToSnapshot_Task'],
  Folder: ['CreateVM_Task', 'RegisterVM_Task'],
  HostDatastoreBrowser: ['SearchDatastore_Task'],
  AuthorizationManager: [
    'RetrieveEntityPermissions',
    'SetEntityPermissions',
    'AddAuthorizationRole',
    'HasPrivilegeOnEntity',
  ],
  LicenseManager: ['AddLicense', 'RemoveLicense', 'UpdateLicense'],
  LicenseAssignmentManager: ['QueryAssignedLicenses', 'UpdateAssignedLicense'],
  EventManager: ['QueryEvents', 'CreateCollectorForEvents'],
  EventHistoryCollector: ['SetCollectorPageSize', 'DestroyCollector'],
  OptionManager: ['QueryOptions'],
};

describe('vSphere front: coverage', () => {
  it('has every method that the clients that were watched call, but for performance', () => {
    const types = new Map(coverage().map((type): [string, CoveredType] => [type.name, type]));
    for (const [type, methods] of Object.entries(NEEDED))
      for (const method of methods) assert(types.get(type)?.methods.includes(method), `${type}.${method}`);
  });
});
