import { vimFault } from './faults';
import { OWN_MAX } from './sessions';
import { Ref } from './values';
import type { View } from './view';

/** Makes an object that belongs to the session: nobody else sees it, and it ends with the session.
 *  Errors: a session that has too many gets no more (RuntimeFault). */
export function ownObject(
  view: View,
  type: string,
  self: object,
  dispose: () => void = () => undefined,
): Ref {
  const session = view.own;
  if (session.own.size >= OWN_MAX) throw vimFault('RuntimeFault', `a session may have ${OWN_MAX} objects`);
  const id = `session[${session.key}]${view.vim.kernel.random('vim objects').guid()}`;
  const ref = new Ref(type, id);
  session.own.set(id, { ref, self, dispose });
  return ref;
}
