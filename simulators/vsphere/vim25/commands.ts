import { type RestCall, restCall, restError, restLogin, restLogout } from './rest';
import { handle } from './soap';
import { NEWEST, type Rank } from './versions';
import { type Caller, View } from './view';
import type { Vim } from './vim';

/** A request that may change something, as it acts. Shape: plain JSON; `session` is the key of the session it came in. */
export type VimCommand =
  | { readonly soap: string; readonly session?: string; readonly version: Rank; readonly from: Caller }
  | { readonly rest: RestCall; readonly session: string }
  | { readonly login: { readonly user: string; readonly password: string }; readonly from: Caller }
  | { readonly logout: string };

/** Does what was kept again, in an estate that stands where the other stood. What is refused was refused then too. */
export function again(command: VimCommand, vim: Vim): void {
  const { sessions } = vim;
  if ('soap' in command) {
    const session = sessions.active(command.session);
    handle(command.soap, new View(vim, session, command.version, command.from));
    return;
  }
  try {
    if ('login' in command) restLogin(command.login, false, new View(vim, undefined, NEWEST, command.from));
    else if ('logout' in command) restLogout(new View(vim, sessions.find(command.logout), NEWEST));
    else restCall(command.rest, new View(vim, sessions.find(command.session), NEWEST));
  } catch (error) {
    if (!restError(error)) throw error;
  }
}
