import type { Fields } from '../kernel';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

/** No call succeeds without every privilege it needs. (That secrets never reach the journal is kept by the journal itself:
 *  an entry that holds one ends the run.) */
export class LeastPrivilege implements Checker {
  readonly name = 'least-privilege';
  readonly kinds = ['account.role', 'vim.call'];
  private readonly evidence = new Evidence();
  /** What each account was allowed, and since when, the newest last. */
  private readonly rights = new Map<
    string,
    { readonly sinceMs: number; readonly held: ReadonlySet<string> }[]
  >();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    if (kind === 'account.role') {
      const held = new Set(fieldsOf(kind, fields).privileges);
      this.rights.set(subject, [...(this.rights.get(subject) ?? []), { sinceMs: time, held }]);
    } else if (kind === 'vim.call') {
      const { account, method, needs, done, askedAtMs } = fieldsOf(kind, fields);
      // A call that was allowed goes on when the account loses its role meanwhile; at the moment of the change both roles count.
      const rights = this.rights.get(account) ?? [];
      const held = rights.flatMap((right, at) =>
        right.sinceMs <= askedAtMs && (rights[at + 1]?.sinceMs ?? time) >= askedAtMs ? [...right.held] : [],
      );
      const missing = needs.filter((privilege) => !held.includes(privilege));
      if (done && missing.length > 0)
        this.evidence.breach(time, `${account} did ${method} on ${subject} without ${missing.join(', ')}`);
    }
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }
}
