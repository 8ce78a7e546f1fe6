import type { Fields, Kernel } from '../../simulators/kernel';
import type { Happened } from './shape';

/** So many are kept; who was away longer gets what is left. */
const KEPT_MAX = 400;

/** What of the journal people follow, and how it is said. */
const SAID: { readonly [kind: string]: (subject: string, fields: Fields) => string } = {
  'fault.began': (fault, { role, target }) => `${fault} struck the ${role} ${target}`,
  'fault.healed': (fault) => `${fault} was healed`,
  'fault.missed': (fault, { why }) => `${fault} struck nothing: ${why}`,
  'component.killed': (component) => `${component} stopped at once`,
  'component.paused': (component) => `${component} is paused`,
  'component.resumed': (component) => `${component} goes on`,
  'link.up': (link) => `${link} carries again`,
  'link.down': (link) => `${link} carries nothing`,
  'link.bandwidth': (link, { mbitPerSecond }) => `${link} has ${mbitPerSecond} Mbit/s`,
  'guest.running': (machine, { copy }) => `${machine} runs ${placeOf(copy)}`,
  'guest.stopped': (machine, { copy, how }) => `${machine} stopped ${placeOf(copy)} (${how})`,
  'pair.started': (machine, { target }) =>
    `${machine} replicates to ${target === 'azure' ? 'Azure' : 'the site'}`,
  'pair.stalled': (machine, { code }) => `replication of ${machine} stalls: ${code}`,
  'pair.flowing': (machine) => `replication of ${machine} flows again`,
  'health.changed': (machine, { from, to }) => `health of ${machine}: ${from} → ${to}`,
  'item.state': (machine, { state }) => `${machine} is ${state}`,
  'job.state': (_job, { item, scenario, state, codes }) =>
    `${scenario} of ${item}: ${state}${Array.isArray(codes) && codes.length > 0 ? ` (${codes.join(', ')})` : ''}`,
  'request.refused': (machine, { operation, codes }) => `${operation} of ${machine} was refused: ${codes}`,
};

function placeOf(copy: Fields[string]): string {
  return copy === 'azure' ? 'in Azure' : 'on the site';
}

/** The notable entries of the journal, numbered from 1; the youngest are kept. */
export class Feed {
  private kept: Happened[] = [];
  private last = 0;

  constructor(kernel: Kernel) {
    kernel.journal.observe((atMs, kind, subject, fields) => {
      const say = Object.hasOwn(SAID, kind) ? SAID[kind] : undefined;
      if (!say) return;
      this.last += 1;
      this.kept.push({ id: this.last, atMs, kind, subject, text: say(subject, fields) });
      // Cut now and then: it is cheaper than each time.
      if (this.kept.length >= 2 * KEPT_MAX) this.kept = this.kept.slice(-KEPT_MAX);
    });
  }

  /** What came after an entry; all that is kept: after 0. */
  after(id: number): readonly Happened[] {
    const kept = this.kept.slice(-KEPT_MAX);
    return kept.slice(Math.max(0, kept.length - (this.last - Math.min(id, this.last))));
  }
}
