import type { Answered } from '../serving/answered';
import type { Outcome } from '../serving/console';
import type { Environment } from '../serving/environment';
import type { WatchedEstate } from '../serving/fronted-estate';

/** A request of an experiment. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A program that runs as a process: a line for the shell, or a program with its words. */
export type ProgramLine = string | readonly [program: string, ...words: string[]];

/** What came of a run of the program under test. Units: ms of virtual time. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it did not end by itself. */
  readonly stopped: string | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Bounded, without secrets. */
  readonly stdout: string;
  readonly stderr: string;
  readonly outputBytes: number;
  readonly leftRunning: number;
  /** How often it called what, and with which status it was answered: `Front call status`. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface ProgramOptions {
  /** Of virtual time. Units: ms. */
  readonly limitMs: number;
  /** Aborted: everything was halted. */
  readonly halted: AbortSignal;
}

/** Where a drill takes place: an estate that is served, and a way to run the program under test against it. */
export interface Arena {
  readonly watched: WatchedEstate;
  /** What programs and experiments read. */
  readonly environment: Environment;
  /** What broke the simulation itself. */
  readonly failure: () => unknown;
  /** Virtual time as a clock shows it. Units: ms since the epoch. */
  now(): number;
  /** Units: ms of virtual time. */
  sleep(ms: number): Promise<void>;
  /** Waits until it is time to look again at what goes on. */
  tick(): Promise<void>;
  exchange(url: string, asked: Asked): Promise<Answered>;
  program(options: ProgramOptions): Promise<ProgramEnd>;
  /** The console of an arena over sockets: a link to it, and how many are open. */
  readonly console?: {
    readonly url: () => string;
    readonly open: () => number;
    /** Tells whoever looks what the drill came to. */
    readonly over: (outcome: Outcome) => void;
  };
  close(): Promise<void>;
}

/** What of the environment nobody may be told. */
export function secretsOf(environment: Environment): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value]) => /SECRET|PASSWORD|TOKEN/.test(name) && value !== '')
    .map(([, value]) => value);
}

/** Counts calls, and begins anew for each run of the program. */
export class Calls {
  private counts: Record<string, number> = {};

  add(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  take(): Readonly<Record<string, number>> {
    const { counts } = this;
    this.counts = {};
    return counts;
  }
}
