import type { Fields } from '../kernel';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

/** No call succeeds without every privilege it needs. (That secrets never reach the journal is kept by the journal itself:
 *  an entry that holds one ends the run.) */
export class LeastPrivilege implements Checker {
  readonly name = 'least-privilege';
  readonly kinds = ['account.role', 'vim.call'];
  private readonly evidence = new Evidence();
  private readonly privileges = new Map<string, ReadonlySet<string>>();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    if (kind === 'account.role') {
      this.privileges.set(subject, new Set(fieldsOf(kind, fields).privileges));
    } else if (kind === 'vim.call') {
      const { account, method, needs, done } = fieldsOf(kind, fields);
      const held = this.privileges.get(account);
      const missing = needs.filter((privilege) => !held?.has(privilege));
      if (done && missing.length > 0)
        this.evidence.breach(time, `${account} did ${method} on ${subject} without ${missing.join(', ')}`);
    }
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }
}
