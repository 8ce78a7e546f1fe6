import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is kept of an output: its beginning and its end. Units: characters. */
const HEAD_CHARS = 8_000;
const TAIL_CHARS = 24_000;
/** Whoever says more is stopped. Units: bytes. */
const FLOOD_BYTES = 32 * 2 ** 20;
/** So long a process that is to end may take before it is killed; and one that has ended, to let its output go. Units: ms of wall time. */
const GRACE_MS = 2_000;
const MASK = '•••';

/** A command of the user's, and what it may see. */
export interface CommandLine {
  /** A line for the shell, or a program with its arguments. */
  readonly line: string | readonly [program: string, ...words: string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** None of these stands in what is kept of its output. */
  readonly secrets: readonly string[];
  /** By which its processes are known, also those that leave its group. */
  readonly mark: string;
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it did not end by itself. */
  readonly stopped: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputBytes: number;
  /** So many processes of it still ran when it had ended, and were killed. */
  readonly leftRunning: number;
}

/** A command that runs in a process group of its own. Whatever it does, nothing of it is left running when `ended` is settled. */
export class RunningCommand {
  readonly ended: Promise<CommandEnd>;
  private readonly child: ChildProcess;
  private readonly options: CommandLine;
  private readonly out: Kept;
  private readonly err: Kept;
  private stopped: string | undefined;

  constructor(options: CommandLine) {
    this.options = options;
    const { line, environment, mark } = options;
    const [program, ...words] = typeof line === 'string' ? [line] : line;
    this.child = spawn(program as string, words, {
      shell: typeof line === 'string',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment, [MARK]: mark },
    });
    this.out = new Kept(options.secrets);
    this.err = new Kept(options.secrets);
    this.child.stdout?.on('data', (chunk: Buffer) => this.take(this.out, chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.take(this.err, chunk));
    this.ended = this.end();
  }

  /** Ends the command and all that it began; `why` stands in what it came to. */
  stop(why: string): void {
    if (this.stopped !== undefined) return;
    this.stopped = why;
    this.signal('SIGTERM');
    setTimeout(() => this.signal('SIGKILL'), GRACE_MS).unref();
  }

  private take(kept: Kept, chunk: Buffer): void {
    kept.add(chunk);
    if (this.out.bytes + this.err.bytes > FLOOD_BYTES) this.stop('it flooded its output');
  }

  private async end(): Promise<CommandEnd> {
    const { child } = this;
    const [exitCode, signal, error] = await new Promise<
      readonly [number | null, NodeJS.Signals | null, Error | undefined]
    >((done) => {
      child.on('error', (failed) => done([null, null, failed]));
      child.on('exit', (code, by) => done([code, by, undefined]));
    });
    // What it began may go on, and hold its output open.
    const left = this.killAll();
    await Promise.race([new Promise((done) => child.on('close', done)), sleep(error ? 0 : GRACE_MS)]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return {
      exitCode,
      signal,
      stopped: error ? `it could not be started (${(error as NodeJS.ErrnoException).code})` : this.stopped,
      stdout: this.out.text(),
      stderr: this.err.text(),
      outputBytes: this.out.bytes + this.err.bytes,
      leftRunning: left,
    };
  }

  /** Kills what still runs of it, and says how much that was. A process that begins others meanwhile is looked for again. */
  private killAll(): number {
    const found = new Set<number>();
    for (let round = 0; round < 10; round += 1) {
      const running = processesMarked(this.options.mark);
      for (const pid of running) found.add(pid);
      this.signal('SIGKILL');
      if (running.length === 0) break;
    }
    return found.size;
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    kill(-pid, signal);
    if (signal === 'SIGKILL') for (const other of processesMarked(this.options.mark)) kill(other, signal);
  }
}

const MARK = 'HOMEWARD_DRILL';

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Processes that have inherited a mark, where the system tells of environments (Linux); a zombie has none. */
function processesMarked(mark: string): readonly number[] {
  let pids: readonly string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.filter((pid) => environmentOf(pid).includes(`${MARK}=${mark}`)).map(Number);
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** A token may be so long. Units: characters. */
const TOKEN_CHARS = 4_096;

/** What is kept of an output: bounded, without secrets; nor is there a part of one where it came in pieces. */
class Kept {
  bytes = 0;
  private readonly secrets: readonly string[];
  /** What may be the beginning of a secret. */
  private pending = '';
  private head = '';
  private tail = '';
  private dropped = 0;

  constructor(secrets: readonly string[]) {
    this.secrets = secrets.filter((secret) => secret.length > 3);
  }

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const text = this.masked(this.pending + chunk.toString('utf8'));
    const sure = Math.max(0, text.length - TOKEN_CHARS);
    this.pending = text.slice(sure);
    this.store(text.slice(0, sure));
  }

  text(): string {
    this.store(this.pending);
    this.pending = '';
    const { head, tail, dropped } = this;
    return dropped === 0 ? head + tail : `${head}\n… ${dropped} characters …\n${tail}`;
  }

  private store(text: string): void {
    const room = HEAD_CHARS - this.head.length;
    this.head += text.slice(0, room);
    this.tail += text.slice(room);
    if (this.tail.length <= 2 * TAIL_CHARS) return;
    this.dropped += this.tail.length - TAIL_CHARS;
    this.tail = this.tail.slice(-TAIL_CHARS);
  }

  private masked(text: string): string {
    const plain = this.secrets.reduce((so, secret) => so.replaceAll(secret, MASK), text);
    return plain.replaceAll(/\beyJ[\w-]{10,}\.[\w-]+\.[\w-]+/g, MASK);
  }
}
