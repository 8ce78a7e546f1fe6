import { readStanding, SILENT_MS } from './wire';

interface Seen {
  beat: number;
  atMs: number;
  threads: number;
}

/** So long a campaign waits before it says that nobody is there. Units: ms. */
const ALONE_MS = 2_000;

/** Which workers take part in a campaign, as their beats tell: clocks of other machines are not asked. */
export class Roster {
  private readonly place: string;
  private readonly say: (line: string) => void;
  private readonly seen = new Map<string, Seen>();
  private readonly refusals = new Set<string>();
  private aloneSince = Date.now();
  private saidAlone = false;

  constructor(place: string, say: (line: string) => void) {
    this.place = place;
    this.say = say;
  }

  /** How many threads work for the campaign. */
  get threads(): number {
    let threads = 0;
    for (const { atMs, threads: each } of this.seen.values())
      if (Date.now() - atMs < SILENT_MS) threads += each;
    return threads;
  }

  /** Takes what workers say of themselves. */
  hear(standings: Readonly<Record<string, string>>): void {
    for (const [worker, text] of Object.entries(standings)) {
      const standing = readStanding(text);
      if (!standing) continue;
      const { beat, threads, refuses } = standing;
      if (refuses !== undefined) {
        if (!this.refusals.has(worker)) this.say(`worker ${worker} refuses: ${refuses}`);
        this.refusals.add(worker);
      } else if (this.seen.get(worker)?.beat !== beat)
        this.seen.set(worker, { beat, threads, atMs: Date.now() });
    }
    this.lookWhetherAlone();
  }

  private lookWhetherAlone(): void {
    if (this.threads > 0) {
      this.aloneSince = Date.now();
      this.saidAlone = false;
    } else if (!this.saidAlone && Date.now() - this.aloneSince >= ALONE_MS) {
      this.saidAlone = true;
      const but = this.refusals.size > 0 ? ' that takes part' : '';
      this.say(`waiting for a worker${but}; start some, anywhere: homeward worker --redis ${this.place}`);
    }
  }
}
