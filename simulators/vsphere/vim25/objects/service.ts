import { managedType } from '../managed-type';
import { SERVICE_METHODS, SESSION_METHODS } from '../methods/service';
import type { Data } from '../values';
import type { View } from '../view';
import { contentOf, sessionData } from './service-content';

export const serviceInstance = managedType<unknown>('ServiceInstance', 'ManagedObject', {
  properties: {
    serverClock: ['time', (_self, view) => view.time(view.vim.kernel.now)],
    capability: ['~?'],
    content: ['ServiceContent', (_self, { vim }) => contentOf(vim)],
  },
  viewable: ['serverClock', 'content'],
  methods: SERVICE_METHODS,
  open: ['RetrieveServiceContent', 'CurrentTime'],
});

export const sessionManager = managedType<unknown>('SessionManager', 'ManagedObject', {
  properties: {
    sessionList: ['UserSession[]?', (_self, view) => sessionList(view)],
    currentSession: ['UserSession?', (_self, view) => view.session && sessionData(view.session, view)],
    message: ['string?'],
    messageLocaleList: ['string[]?', () => ['en']],
    supportedLocaleList: ['string[]?', () => ['en']],
    defaultLocale: ['string', () => 'en'],
  },
  methods: SESSION_METHODS,
  open: ['Login', 'Logout'],
});

/** All sessions for who may end them; for others their own. */
function sessionList(view: View): Data[] {
  const all = view.has(view.vim.tree.places.root, 'Sessions.TerminateSession');
  return view.vim.sessions.all
    .filter((session) => all || session === view.session)
    .map((session) => sessionData(session, view));
}
