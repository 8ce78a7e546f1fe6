import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import { contentOf, sessionData } from '../objects/service-content';
import type { View } from '../view';

export const SERVICE_METHODS: NonNullable<Described<unknown>['methods']> = {
  'RetrieveServiceContent(): ServiceContent': (_self, _args, { vim }) => contentOf(vim),
  'CurrentTime(): time': (_self, _args, view) => view.time(view.vim.kernel.now),
};

export const SESSION_METHODS: NonNullable<Described<unknown>['methods']> = {
  'Login(userName:string password:string locale:string?): UserSession': (_self, args, view) => {
    if (view.session) throw vimFault('InvalidLogin', 'somebody is logged in with this session already');
    const { vsphere, tree, sessions } = view.vim;
    const user = args.userName as string;
    try {
      const account = vsphere.accounts.logIn({ user, password: args.password as string });
      const session = sessions.open(account.user, {
        ...view.from,
        locale: (args.locale as string | undefined) ?? 'en',
      });
      view.session = session;
      vsphere.event('UserLoginSessionEvent', account.user, tree);
      return sessionData(session, view);
    } catch (error) {
      vsphere.event('BadUsernameSessionEvent', user.slice(0, 80), tree);
      throw error;
    }
  },
  'Logout()': (_self, _args, view: View) => {
    const { session, vim } = view;
    if (!session) throw vimFault('NotAuthenticated', '', { privilegeId: 'System.View' });
    vim.sessions.close(session);
    vim.vsphere.event('UserLogoutSessionEvent', session.user, vim.tree);
    view.session = undefined;
  },
  'SessionIsActive(sessionID:string userName:string): boolean': (_self, args, view) => {
    view.demand(view.vim.tree.places.root, 'Sessions.ValidateSession');
    return view.vim.sessions.find(args.sessionID as string)?.user === args.userName;
  },
  'TerminateSession(sessionId:string[])': (_self, args, view) => {
    view.demand(view.vim.tree.places.root, 'Sessions.TerminateSession');
    for (const key of args.sessionId as string[]) {
      const session = view.vim.sessions.find(key);
      if (!session) throw vimFault('NotFound', 'the session');
      if (session === view.session)
        throw vimFault('InvalidArgument', 'the session is the caller’s own', {
          invalidProperty: 'sessionId',
        });
      view.vim.sessions.close(session);
    }
  },
};
