import type { Fields } from '../kernel';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

/** No call succeeds without every privilege it needs. (That secrets never reach the journal is kept by the journal itself:
 *  an entry that holds one ends the run.) */
export class LeastPrivilege implements Checker {
  readonly name = 'least-privilege';
  readonly kinds = ['account.role', 'vim.call'];
  private readonly evidence = new Evidence();
  /** What each account might do from when on. */
  private readonly privileges = new Map<
    string,
    { readonly sinceMs: number; readonly held: ReadonlySet<string> }[]
  >();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    if (kind === 'account.role') {
      const held = new Set(fieldsOf(kind, fields).privileges);
      this.privileges.set(subject, [...(this.privileges.get(subject) ?? []), { sinceMs: time, held }]);
    } else {
      const { account, method, needs, done, askedAtMs } = fieldsOf('vim.call', fields);
      // What counts is what the account might do when it asked; within that very moment, before or after a change.
      const changes = this.privileges.get(account) ?? [];
      const at = changes.findLastIndex(({ sinceMs }) => sinceMs < askedAtMs);
      const then = changes.slice(Math.max(0, at)).filter(({ sinceMs }) => sinceMs <= askedAtMs);
      const missing = needs.filter((privilege) => !then.some(({ held }) => held.has(privilege)));
      if (done && missing.length > 0)
        this.evidence.breach(time, `${account} did ${method} on ${subject} without ${missing.join(', ')}`);
    }
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }
}
