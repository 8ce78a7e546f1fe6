import { register } from './lookup';
import { propertyCollector, propertyFilter } from './methods/property-collector';
import { containerView, listView, managedObjectView, viewManager, viewType } from './methods/views';
import { datastore } from './objects/datastore';
import { extensible, managedEntity, managedObject } from './objects/entity';
import { hostSystem } from './objects/host';
import {
  authorizationManager,
  customFieldsManager,
  eventHistoryCollector,
  eventManager,
  fileManager,
  historyCollector,
  hostDatastoreBrowser,
  licenseAssignmentManager,
  licenseManager,
  optionManager,
  performanceManager,
  searchIndex,
  taskHistoryCollector,
  taskManager,
} from './objects/managers';
import { computeResource, datacenter, folder, network, resourcePool } from './objects/places';
import { serviceInstance, sessionManager } from './objects/service';
import { task } from './objects/task';
import { virtualMachine } from './objects/virtual-machine';
import { virtualMachineSnapshot } from './objects/vm-snapshots';

/** Makes the types of managed objects that are simulated known. */
register([
  managedObject,
  extensible,
  managedEntity,
  serviceInstance,
  sessionManager,
  propertyCollector,
  propertyFilter,
  viewManager,
  viewType,
  managedObjectView,
  containerView,
  listView,
  searchIndex,
  authorizationManager,
  licenseManager,
  licenseAssignmentManager,
  eventManager,
  historyCollector,
  eventHistoryCollector,
  taskManager,
  taskHistoryCollector,
  task,
  optionManager,
  customFieldsManager,
  performanceManager,
  fileManager,
  folder,
  datacenter,
  computeResource,
  resourcePool,
  hostSystem,
  hostDatastoreBrowser,
  datastore,
  network,
  virtualMachine,
  virtualMachineSnapshot,
]);
