import type { Fields } from '../kernel';
import type { Copy } from '../wire';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

/** Never are both copies of a machine running with write access. */
export class OneActiveCopy implements Checker {
  readonly name = 'one-active-copy';
  readonly kinds = ['guest.running', 'guest.stopped'];
  private readonly evidence = new Evidence();
  private readonly running = new Map<string, Set<Copy>>();

  see(time: number, kind: string, machine: string, fields: Fields): void {
    if (kind === 'guest.running') {
      const copies = this.running.get(machine) ?? new Set<Copy>();
      this.running.set(machine, copies.add(fieldsOf(kind, fields).copy));
      if (copies.size > 1) this.evidence.breach(time, `both copies of ${machine} run`);
    } else {
      this.running.get(machine)?.delete(fieldsOf('guest.stopped', fields).copy);
    }
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }
}
