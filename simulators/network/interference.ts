import type { Kernel } from '../kernel';
import type { Exchange } from './exchange';
import { Refusal } from './failures';

/** What happens to some messages. Shape: those whose kind begins with `kind`, to `port` if it is given, from one side to the other (zones or
 *  addresses, any if absent); of these a `share` (0…1), and no more than `most` of them. Units: ms.
 *  - `lose`: the question gets lost. `lose-answer`: what was asked is done, and nobody hears of it. `hold`: both ways take longer.
 *  - `reset`: the connection breaks before the question arrives. `refuse`: something in between answers with an error that may pass.
 *  - `repeat`: the question arrives twice. */
export interface Interference {
  readonly kind: string;
  readonly from?: string;
  readonly to?: string;
  readonly port?: number;
  readonly what: 'lose' | 'lose-answer' | 'hold' | 'reset' | 'refuse' | 'repeat';
  readonly share?: number;
  readonly most?: number;
  readonly holdMs?: number;
}

/** What somebody does to messages on their way, by name. */
export class Interferences {
  private readonly kernel: Kernel;
  private readonly inForce = new Map<string, { readonly rule: Interference; count: number }>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get any(): boolean {
    return this.inForce.size > 0;
  }

  begin(name: string, rule: Interference): void {
    this.inForce.set(name, { rule, count: 0 });
  }

  end(name: string): void {
    this.inForce.delete(name);
  }

  /** Does what is in force to a message that sets out. Gives by how much it is late, or that it is over with it. Units: ms. */
  meddle(exchange: Exchange): number | 'over' {
    if (exchange.isEcho) return 0;
    let late = 0;
    const facts = exchange.facts;
    for (const [name, entry] of this.inForce) {
      const { rule } = entry;
      if (!concerns(rule, facts) || entry.count >= (rule.most ?? Number.POSITIVE_INFINITY)) continue;
      if (rule.share !== undefined && !this.kernel.random(`interference ${name}`).chance(rule.share))
        continue;
      entry.count += 1;
      const { from, to, port, kind } = facts;
      this.kernel.record('message.meddled', `${from.address}>${to}:${port}`, {
        message: kind,
        what: rule.what,
      });
      if (rule.what === 'hold') late += rule.holdMs ?? 0;
      else if (rule.what === 'repeat') exchange.repeat();
      else {
        if (rule.what === 'reset') exchange.breakOff(undefined);
        if (rule.what === 'refuse') exchange.breakOff(new Refusal(unavailable(to, port), undefined, true));
        return 'over';
      }
    }
    return late;
  }
}

function concerns(rule: Interference, { from, to, port, kind, answering }: Exchange['facts']): boolean {
  if (answering !== (rule.what === 'lose-answer') && !(answering && rule.what === 'hold')) return false;
  return (
    kind.startsWith(rule.kind) &&
    (rule.port === undefined || rule.port === port) &&
    (rule.from === undefined || rule.from === from.address || rule.from === from.zone) &&
    (rule.to === undefined || rule.to === to)
  );
}

function unavailable(to: string, port: number): Refusal['causes'][number] {
  return {
    code: 'SIM-UNAVAILABLE',
    message: `${to}:${port} answers 503: it is not available at present.`,
    recommendedAction: 'Try again in a while.',
    about: [to],
  };
}
