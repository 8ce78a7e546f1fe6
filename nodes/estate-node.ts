import { z } from 'zod';
import { askStage } from '../serving/begin';
import type { Command, StateLog } from '../serving/state/log';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate } from '../simulators/estate';
import type { Role } from '../simulators/estate-parts';
import type { Kernel } from '../simulators/kernel';
import type { Outcome, Question } from '../simulators/network';
import type { Block } from './block';
import { Nonsense, readOutcome, readQuestion, sayOutcome, sayQuestion } from './codec';
import { type Entry, NodeJournal } from './node-journal';
import { ownComponents, type PartState, partState } from './part-state';

/** What one node says to another. `at` and `stamp` are the sender's: nobody hears of what has not happened yet. Units: ms of virtual time. */
const MOMENT = { at: z.number().min(0), stamp: z.number().int().min(0) };
export const SAID = z.discriminatedUnion('say', [
  z.object({ say: z.literal('question'), id: z.string(), ...MOMENT, question: z.unknown() }),
  z.object({ say: z.literal('outcome'), id: z.string(), ...MOMENT, outcome: z.unknown() }),
  /** From where time is kept: let it pass. */
  z.object({ say: z.literal('run'), until: z.number().min(0), have: z.number().int().min(0) }),
  /** To where time is kept: let me go along. */
  z.object({ say: z.literal('join'), now: z.number().min(0), anew: z.boolean() }),
]);
export type Said = z.infer<typeof SAID>;
export type SaidJoin = Extract<Said, { say: 'join' }>;
type SaidQuestion = Extract<Said, { say: 'question' }>;
type SaidOutcome = Extract<Said, { say: 'outcome' }>;

/** What changes a node from outside, as its log keeps it. */
type Heard =
  | (SaidQuestion & { readonly from: Role })
  | SaidOutcome
  | { readonly say: 'broken'; readonly id: string; readonly broken: 'refused' | 'reset' }
  | { readonly say: 'to-azure'; readonly stage: number }
  | { readonly say: 'crashed' }
  | { readonly say: 'restarted' };

/** The way to the other nodes. */
export interface Wire {
  /** Errors: rejects with what has a `kind` – `refused`, `reset` or `timeout`: nobody knows whether it was heard. */
  ask(to: Role, said: Said, blocks?: Iterable<Block>): Promise<unknown>;
}

/** The bytes behind the contents, as far as they pass through a node. */
export interface NodeBytes {
  /** The blocks that belong to a question, before it leaves; undefined: none do. */
  sending(question: Question): Iterable<Block> | undefined;
  /** Keeps the blocks that came before a question. Errors: rejects when it cannot; then the question is not heard. */
  keep(question: Question, blocks: AsyncIterable<Block>): Promise<void>;
  /** A question whose blocks were kept has been heard, or never will be. */
  heard(question: Question): void;
  /** Brings the files of the disks to where their contents stand. */
  settle(): void;
  close(): void;
}

/** How far a node has come. `nextDue` is when something happens there next (null: nothing does by itself); the entries are those of its
 *  journal from the `have`th on that it was asked for. */
export interface Progress {
  readonly nextDue: number | null;
  readonly entries: readonly Entry[];
  readonly state: PartState;
}

export interface NodeOptions {
  readonly role: Role;
  readonly description: EstateDescription;
  readonly seed: number;
  readonly wire: Wire;
  readonly bytes: (estate: Estate) => NodeBytes;
  /** What keeps it. */
  readonly log: (kernel: Kernel) => StateLog;
  /** Told what another node could not do, with what it was asked. */
  readonly troubled: (peer: Role, error: unknown) => void;
}

/** So often an outcome is told to one who is out of reach. Units: ms of wall time between two. */
const TELLS = 3;
const TELL_AGAIN_MS = 1_000;

/** One part of an estate in a process of its own. Questions to the others leave by the wire, theirs come in by `handle`.
 *  Shape: time stands still until somebody says `run`; a run is over when everything that was said in it has been heard. */
export class EstateNode {
  readonly estate: Estate;
  readonly log: StateLog;
  private readonly options: NodeOptions;
  private readonly bytes: NodeBytes;
  private readonly journal = new NodeJournal();
  /** Questions whose outcome has not come yet, by their ids. */
  private readonly open = new Map<string, { readonly to: Role; readonly came: (outcome: Outcome) => void }>();
  private readonly transits = new Set<Promise<void>>();
  /** What is to be said as soon as the present step is over. */
  private readonly outbox: { readonly id: string; readonly send: () => Promise<void> }[] = [];
  private asked = 0;
  private down = false;
  private asking = 0;
  private closed = false;

  constructor(options: NodeOptions) {
    const { role, description, seed, bytes, log } = options;
    this.options = options;
    const part = {
      role,
      hand: (to: Role, question: Question, came: (outcome: Outcome) => void) => this.hand(to, question, came),
    };
    // All nodes write the same while they are built: one of them tells it.
    this.journal.telling = role === 'azure';
    this.estate = build(description, seed, [this.journal.observe], {
      part,
      before: () => {
        this.journal.telling = true;
      },
    });
    this.bytes = bytes(this.estate);
    this.log = log(this.estate.kernel);
  }

  /** Goes on where it stood when it died: what it had heard happens again, and its servers crash. Gives false where it never lived
   *  before. `act` does what clients asked for. Errors: HW-STATE-LOG, HW-STATE-DIVERGED. */
  recover(act: (command: Exclude<Command, { readonly heard: unknown }>) => boolean): boolean {
    this.log.replay((command) => ('heard' in command ? this.again(command.heard as Heard) : act(command)));
    this.outbox.length = 0;
    if (this.estate.kernel.turns === 0) return false;
    this.hear({ say: 'crashed' });
    this.down = true;
    return true;
  }

  /** The stage of the machines' way to Azure that was asked for last. */
  get stage(): number {
    return this.asking;
  }

  /** Asks for one stage of the machines' way to Azure. */
  toAzure(stage: number): void {
    this.hear({ say: 'to-azure', stage });
    this.flush();
  }

  /** Hears what another node says, and answers it. Errors: ZodError, Nonsense – it makes no sense; what keeping the bytes throws. */
  async handle(from: Role, said: unknown, blocks: AsyncIterable<Block>): Promise<unknown> {
    if (this.closed) throw new Error('the node is closing');
    const heard = SAID.parse(said);
    if (heard.say === 'run' && from !== 'azure') throw new Nonsense('time is kept by azure');
    if (heard.say === 'run') return this.run(heard.until, heard.have);
    if (heard.say === 'question') return this.takeQuestion(from, heard, blocks);
    if (heard.say === 'join') throw new Nonsense('time is not kept here');
    readOutcome(heard.outcome);
    this.hear(heard);
    this.flush();
    return null;
  }

  /** Lets time pass. */
  async run(until: number, have: number): Promise<Progress> {
    const { kernel } = this.estate;
    this.journal.forget(have);
    kernel.run(until);
    // What crashed with this node was down as long as the node was away.
    if (this.down) this.hear({ say: 'restarted' });
    this.down = false;
    this.flush();
    while (this.transits.size > 0) await Promise.all(this.transits);
    const { nextDue } = kernel;
    return {
      nextDue: Number.isFinite(nextDue) ? nextDue : null,
      entries: this.journal.entries,
      state: partState(this.estate, this.options.role),
    };
  }

  /** A node is out of reach: nobody there answers any more. */
  lost(peer: Role): void {
    for (const [id, { to }] of this.open) if (to === peer) this.hear({ say: 'broken', id, broken: 'reset' });
    this.flush();
  }

  private hand(to: Role, question: Question, came: (outcome: Outcome) => void): void {
    this.asked += 1;
    const id = `${this.options.role} ${this.asked}`;
    this.open.set(id, { to, came });
    const said: Said = { say: 'question', id, ...this.moment(), question: sayQuestion(question) };
    const send = (): Promise<void> =>
      this.options.wire
        .ask(to, said, this.bytes.sending(question))
        .then(noop, (error) => this.hear({ say: 'broken', id, broken: this.brokenBy(to, error) }));
    this.outbox.push({ id, send });
  }

  private async takeQuestion(from: Role, said: SaidQuestion, blocks: AsyncIterable<Block>): Promise<null> {
    const question = readQuestion(said.question);
    try {
      await this.bytes.keep(question, blocks);
      this.hear({ ...said, from });
    } finally {
      this.bytes.heard(question);
    }
    // An outcome that is known at once is heard before the question counts as heard: no time passes between them.
    await Promise.all(this.flush().flatMap(({ id, sent }) => (id === said.id ? [sent] : [])));
    return null;
  }

  private async tell(to: Role, said: SaidOutcome): Promise<void> {
    for (let left = TELLS; left > 0; left -= 1) {
      try {
        await this.options.wire.ask(to, said);
        return;
      } catch (error) {
        this.brokenBy(to, error);
      }
      await new Promise((passed) => setTimeout(passed, TELL_AGAIN_MS));
    }
  }

  /** Sends what is to be said: with the log and the files first, so that nobody hears of what a crash could undo. */
  private flush(): readonly { readonly id: string; readonly sent: Promise<void> }[] {
    if (this.outbox.length === 0 || this.closed) return [];
    this.log.mark();
    this.bytes.settle();
    const out = this.outbox.splice(0);
    return out.map(({ id, send }) => ({ id, sent: this.transit(send()) }));
  }

  /** It hears and says nothing any more. */
  close(): void {
    this.closed = true;
    this.bytes.close();
    this.log.close();
  }

  /** Lets something from outside happen. */
  private hear(heard: Heard): void {
    if (this.closed) return;
    if ('at' in heard) {
      const { kernel } = this.estate;
      if (kernel.now < heard.at) kernel.run(heard.at);
      this.journal.after(heard.stamp);
    }
    this.log.append({ heard });
    this.act(heard);
  }

  private again(heard: Heard): boolean {
    if ('at' in heard) this.journal.after(heard.stamp);
    this.act(heard);
    return true;
  }

  private act(heard: Heard): void {
    if (heard.say === 'question') {
      const { from, id, question } = heard;
      this.estate.network.takeIn(readQuestion(question), (outcome) => {
        const said: SaidOutcome = { say: 'outcome', id, ...this.moment(), outcome: sayOutcome(outcome) };
        this.outbox.push({ id, send: () => this.tell(from, said) });
      });
    } else if (heard.say === 'to-azure') {
      this.asking = heard.stage;
      askStage(this.estate, heard.stage);
    } else if (heard.say === 'outcome') this.settle(heard.id, readOutcome(heard.outcome));
    else if (heard.say === 'broken') this.settle(heard.id, { broken: heard.broken });
    else if (heard.say === 'crashed') this.crash();
    else for (const component of ownComponents(this.estate, this.options.role)) component.start();
  }

  private crash(): void {
    for (const component of ownComponents(this.estate, this.options.role)) component.kill();
    for (const id of [...this.open.keys()]) this.settle(id, { broken: 'reset' });
  }

  private settle(id: string, outcome: Outcome): void {
    const asked = this.open.get(id);
    if (!asked) return;
    this.open.delete(id);
    asked.came(outcome);
  }

  private brokenBy(peer: Role, error: unknown): 'refused' | 'reset' {
    const { kind } = error as { kind?: unknown };
    if (kind !== 'refused' && kind !== 'reset' && kind !== 'timeout') this.options.troubled(peer, error);
    return kind === 'refused' ? 'refused' : 'reset';
  }

  private moment(): { readonly at: number; readonly stamp: number } {
    return { at: this.estate.kernel.now, stamp: this.journal.stamp };
  }

  private transit(way: Promise<void>): Promise<void> {
    const over = way.finally(() => this.transits.delete(over));
    this.transits.add(over);
    return over;
  }
}

function noop(): void {}
