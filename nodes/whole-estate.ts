import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { Checkers, type FinalState, type Verdict } from '../simulators/checkers';
import { type Estate, finalState } from '../simulators/estate';
import type { Role } from '../simulators/estate-parts';
import { Misuse } from '../simulators/kernel';
import type { Progress } from './estate-node';
import type { Entry } from './node-journal';
import type { PartState } from './part-state';

/** One entry with the node that wrote it. */
interface Line extends Entry {
  readonly node: Role;
}

/** What all nodes of an estate have written and how they stand, put together where time is kept.
 *  Shape: the journal is NDJSON, `{"t":ms,"stamp":…,"kind":…,"subject":…,"fields":{…},"node":role}`, in the order of happening. */
export class WholeEstate {
  private readonly checkers = new Checkers();
  private readonly azure: () => Estate;
  private readonly taken = new Map<Role, number>();
  private readonly parts = new Map<Role, PartState>();
  private readonly file: number | undefined;
  private readonly path: string | undefined;

  /** Goes on with the journal at `path`, if one is there; without a path it is not kept. Errors: HW-STATE-LOG, HW-STATE-WRITE. */
  constructor(azure: () => Estate, path?: string) {
    this.azure = azure;
    this.path = path;
    if (path === undefined) return;
    if (existsSync(path)) this.read(path);
    this.file = openSync(path, 'a', 0o600);
  }

  /** So many entries of this node are known. */
  have(role: Role): number {
    return this.taken.get(role) ?? 0;
  }

  /** Takes what the nodes say after a step of time. */
  take(progress: ReadonlyMap<Role, Progress>): void {
    const lines: Line[] = [];
    for (const [node, { entries, state }] of progress) {
      this.parts.set(node, state);
      for (const entry of entries) lines.push({ ...entry, node });
    }
    if (lines.length === 0) return;
    lines.sort((a, b) => a.t - b.t || a.stamp - b.stamp);
    this.write(lines);
    for (const line of lines) this.count(line);
  }

  verdicts(): readonly Verdict[] {
    return this.checkers.conclude(this.state());
  }

  /** Machines whose operating systems run on the site. */
  get runningOnSite(): ReadonlySet<string> {
    return new Set(this.parts.get('vcenter')?.running);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }

  private state(): FinalState {
    return {
      ...finalState(this.azure()),
      vms: this.parts.get('vcenter')?.vms ?? [],
      attachedPairs: this.parts.get('master-target')?.attachedPairs ?? [],
      queuedPairs: this.parts.get('process-server')?.queuedPairs ?? [],
    };
  }

  private count({ node, t, kind, subject, fields }: Line): void {
    this.taken.set(node, this.have(node) + 1);
    this.checkers.observe(t, kind, subject, fields);
  }

  private write(lines: readonly Line[]): void {
    if (this.file === undefined) return;
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    let why = 'it was not written to its end';
    try {
      if (writeSync(this.file, bytes) === bytes.length) return;
    } catch (error) {
      why = `${(error as NodeJS.ErrnoException).code}`;
    }
    throw new Misuse(
      'HW-STATE-WRITE',
      `${this.path} cannot be written (${why})`,
      'Make room for it, then start the node again: it goes on where it stood.',
    );
  }

  private read(path: string): void {
    const text = readFileSync(path, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
    for (const [index, line] of text.slice(0, end).split('\n').slice(0, -1).entries()) {
      try {
        this.count(JSON.parse(line) as Line);
      } catch {
        throw new Misuse(
          'HW-STATE-LOG',
          `line ${index + 1} of ${path} cannot be read`,
          'Restore the folder from a copy, or begin anew in another one.',
        );
      }
    }
  }
}
