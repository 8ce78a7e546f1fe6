import type { How, Kernel, Undo } from '../kernel';

/** What befalls calls at a front. Of a call: `refuse` – it is answered with an error instead; `fail` – with a fault of the service; `reset` – the
 *  connection breaks, nothing was done; `cut` – the answer ends in its middle; `lose answer` – it is carried out, and the connection breaks;
 *  `hold` – it is carried out, and the answer comes late. Of a task that a call begins: `slow task`, `fail task`. */
export type Trouble =
  | 'refuse'
  | 'fail'
  | 'reset'
  | 'cut'
  | 'lose answer'
  | 'hold'
  | 'slow task'
  | 'fail task';

/** Shape of `how`: `method` – which calls, by name; `*` stands for anything; `share` – 0…1 of them; `most` – and no more than so many; `ms`, and up
 *  to `jitterMs` more – how late; the rest is for the front. Units: ms – of wall time for an answer, of virtual time for a task. */
interface Rule {
  readonly what: Trouble;
  readonly how: How;
  readonly method: RegExp;
  count: number;
}

/** What befalls one call or task: how late it is, and what becomes of it; undefined: what was asked for. */
export interface Befallen {
  readonly lateMs: number;
  readonly what: Trouble | undefined;
  readonly how: How;
}

const NOTHING: Befallen = { lateMs: 0, what: undefined, how: {} };
const NAME_MAX = 200;

/** Stands before a front and decides what befalls the calls that come to it. It knows their names only.
 *  Shape: same seed, same rules and same calls: the same are struck. */
export class Meddler {
  readonly front: string;
  private readonly kernel: Kernel;
  private readonly acting: (method: string) => void;
  private readonly rules = new Set<Rule>();

  /** `acting` is told of each call that a rule is about, before it is decided what befalls it. */
  constructor(kernel: Kernel, front: string, acting: (method: string) => void = () => undefined) {
    this.kernel = kernel;
    this.front = front;
    this.acting = acting;
  }

  /** As a capability of a target: what begins with it goes on until it is taken back. `always` goes before what is said. */
  able(what: Trouble, always: How = {}): (how: How) => Undo {
    return (how) => {
      const rule = { what, how: { ...how, ...always }, method: patternOf(how), count: 0 };
      this.rules.add(rule);
      return () => this.rules.delete(rule);
    };
  }

  /** Whether there is anything to decide. */
  get any(): boolean {
    return this.rules.size > 0;
  }

  /** What befalls a call. */
  call(method: string): Befallen {
    const name = method.slice(0, NAME_MAX);
    const rules = this.about(name, false);
    if (rules.length === 0) return NOTHING;
    this.acting(name);
    return this.decide(name, rules);
  }

  /** What befalls a task, as it begins. */
  task(method: string): Befallen {
    return this.decide(method, this.about(method, true));
  }

  private about(method: string, task: boolean): readonly Rule[] {
    return [...this.rules].filter(
      ({ what, how, count, ...rule }) =>
        what.endsWith('task') === task &&
        count < Number(how.most ?? Number.POSITIVE_INFINITY) &&
        rule.method.test(method),
    );
  }

  private decide(method: string, rules: readonly Rule[]): Befallen {
    let { lateMs, what, how } = NOTHING;
    for (const rule of rules) {
      const draws = this.kernel.random(`${rule.what} of ${rule.how.method ?? '*'} at ${this.front}`);
      if (!draws.chance(Number(rule.how.share ?? 1))) continue;
      const late = Number(rule.how.ms ?? 0) + draws.between(0, Number(rule.how.jitterMs ?? 0));
      const passes = rule.what === 'hold' || rule.what === 'slow task';
      // A call ends in one way: that which came first.
      if (!passes && what) continue;
      rule.count += 1;
      this.kernel.record('request.meddled', this.front, { method, what: rule.what });
      lateMs += late;
      if (!passes) ({ what, how } = rule);
    }
    return { lateMs, what, how };
  }
}

function patternOf({ method = '*' }: How): RegExp {
  const words = `${method}`.split('*').map((word) => word.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('.*')}$`);
}
