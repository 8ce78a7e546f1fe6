import { serviceId } from '../service-ids';
import type { Session } from '../sessions';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import type { Vim } from '../vim';
import { aboutOf } from './about';

/** What there is at an API. Only managers that answer are named. */
export function contentOf(vim: Vim): Data {
  const manager = (type: string): Ref | undefined => {
    const id = serviceId(vim, type);
    return id === undefined ? undefined : new Ref(type, id);
  };
  return {
    rootFolder: new Ref('Folder', vim.tree.places.root),
    propertyCollector: manager('PropertyCollector'),
    viewManager: manager('ViewManager'),
    about: aboutOf(vim),
    setting: manager('OptionManager'),
    sessionManager: manager('SessionManager'),
    authorizationManager: manager('AuthorizationManager'),
    perfManager: manager('PerformanceManager'),
    eventManager: manager('EventManager'),
    taskManager: manager('TaskManager'),
    customFieldsManager: manager('CustomFieldsManager'),
    licenseManager: manager('LicenseManager'),
    searchIndex: manager('SearchIndex'),
    fileManager: manager('FileManager'),
  };
}

/** A session, as the session manager tells of it. */
export function sessionData(session: Session, view: View): Data {
  return {
    key: session.key,
    userName: session.user,
    fullName: session.user,
    loginTime: view.time(session.loginAtMs),
    lastActiveTime: view.time(session.lastActiveAtMs),
    locale: session.locale,
    messageLocale: session.locale,
    extensionSession: false,
    ipAddress: session.ipAddress,
    userAgent: session.userAgent,
    callCount: session.calls,
  };
}
