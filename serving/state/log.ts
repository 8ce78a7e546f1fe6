import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { ArmCommand } from '../../simulators/azure/arm';
import { type Kernel, Misuse } from '../../simulators/kernel';
import type { VimCommand } from '../../simulators/vsphere/vim25';
import type { FaultCommand } from '../faults/commands';
import type { MeddledCall } from '../faults/fronts';

/** What came from outside and may have changed something. `api` counts the vSphere APIs of the estate from 0; `meddled` is a call on which a
 *  meddler decided, whatever then became of it. */
export type Command =
  | { readonly arm: ArmCommand }
  | { readonly vim: VimCommand; readonly api: number }
  | { readonly meddled: MeddledCall }
  | { readonly fault: FaultCommand }
  /** What a node heard from another. */
  | { readonly heard: unknown };

/** A point of a run: how much had happened (`turns`), at which virtual ms, and two digests of what had happened until then. */
const POINT = z.object({
  turns: z.number().int().min(0),
  now: z.number().min(0),
  order: z.string(),
  journal: z.string(),
});
type Point = z.infer<typeof POINT>;
const LINE = POINT.extend({
  arm: z.custom<ArmCommand>().optional(),
  vim: z.custom<VimCommand>().optional(),
  api: z.number().int().min(0).optional(),
  meddled: z.custom<MeddledCall>().optional(),
  fault: z.custom<FaultCommand>().optional(),
  heard: z.unknown().optional(),
});

const NEWLINE = 10;
/** Progress is told so often, and not before. Units: ms of wall time. */
const TOLD_MS = 1_000;

/** The commands that an estate got, each with the point at which it came; and points alone, which clients have seen. The estate is
 *  a function of its description, its seed and these.
 *  Shape: NDJSON, `{"turns":…,"now":…,"order":"…","journal":"…",<command>}`, append-only. A line is with the system before its
 *  command acts or its answer is sent: killing the process loses nothing. Errors: HW-STATE-WRITE. */
export class StateLog {
  private readonly path: string;
  private readonly kernel: Kernel;
  private readonly file: number;
  private turns = -1;
  private now = -1;
  /** Until the estate stands where it stood, what it does is no news. */
  private replayed = false;
  private failed = false;

  constructor(path: string, kernel: Kernel) {
    this.path = path;
    this.kernel = kernel;
    this.file = openSync(path, 'a', 0o600);
  }

  /** What it holds happens again. */
  get replaying(): boolean {
    return !this.replayed;
  }

  /** Brings an estate that has just been built to where it stood: `act` does one command again, and says whether it can.
   *  Errors: HW-STATE-LOG – a line that cannot be read; HW-STATE-DIVERGED – the estate takes another course than it did. */
  replay(act: (command: Command) => boolean): void {
    const bytes = readFileSync(this.path);
    let told = performance.now();
    let number = 0;
    for (let from = 0; from < bytes.length; number += 1) {
      const to = bytes.indexOf(NEWLINE, from);
      if (to < 0) {
        process.stderr.write(`dropped line ${number + 1} of ${this.path}: it was not written to its end\n`);
        truncateSync(this.path, from);
        break;
      }
      this.take(bytes.toString('utf8', from, to), number + 1, act);
      from = to + 1;
      if (performance.now() - told < TOLD_MS) continue;
      told = performance.now();
      const hours = (this.kernel.now / 3_600_000).toFixed(1);
      process.stderr.write(
        `replaying ${this.path}: ${Math.floor((100 * from) / bytes.length)} % (${hours} h virtual)\n`,
      );
    }
    this.replayed = true;
    this.mark();
  }

  /** Keeps a command that is about to act. */
  append(command: Command): void {
    if (this.replayed) this.write(command);
  }

  /** Keeps where the estate stands, if it has moved since the last line. */
  mark(): void {
    const { turns, now } = this.kernel;
    if (turns !== this.turns || now !== this.now) this.write();
  }

  /** Keeps where the estate stands, for the last time. */
  close(): void {
    if (this.replayed && !this.failed) this.mark();
    closeSync(this.file);
  }

  private take(text: string, number: number, act: (command: Command) => boolean): void {
    const { arm, vim, api = 0, meddled, fault, heard, ...point } = this.read(text, number);
    const { kernel } = this;
    kernel.reach(point.turns, point.now);
    const here = this.point();
    this.turns = here.turns;
    this.now = here.now;
    const known =
      JSON.stringify(here) === JSON.stringify(point) &&
      (arm === undefined || act({ arm })) &&
      (vim === undefined || act({ vim, api })) &&
      (meddled === undefined || act({ meddled })) &&
      (fault === undefined || act({ fault })) &&
      (heard === undefined || act({ heard }));
    if (!known)
      throw new Misuse(
        'HW-STATE-DIVERGED',
        `the estate takes another course than it did: line ${number} of ${this.path} was written at turn ${point.turns}, ${point.now} ms, got turn ${here.turns}, ${here.now} ms, with ${here.journal === point.journal ? 'the same' : 'another'} journal`,
        'Serve the folder with the version of Homeward that state.json names, or begin anew in another folder.',
      );
  }

  private read(text: string, number: number): z.infer<typeof LINE> {
    try {
      return LINE.parse(JSON.parse(text));
    } catch {
      throw new Misuse(
        'HW-STATE-LOG',
        `line ${number} of ${this.path} cannot be read`,
        'Restore the folder from a copy, or begin anew in another one.',
      );
    }
  }

  private point(): Point {
    const { turns, now, orderDigest, journal } = this.kernel;
    return { turns, now, order: orderDigest, journal: journal.digestSoFar().slice(0, 16) };
  }

  private write(command?: Command): void {
    const point = this.point();
    const bytes = Buffer.from(`${JSON.stringify({ ...point, ...command })}\n`);
    let why = 'an earlier line was not written to its end';
    try {
      if (!this.failed && writeSync(this.file, bytes) === bytes.length) {
        this.turns = point.turns;
        this.now = point.now;
        return;
      }
    } catch (error) {
      why = `${(error as NodeJS.ErrnoException).code}`;
    }
    this.failed = true;
    throw new Misuse(
      'HW-STATE-WRITE',
      `${this.path} cannot be written (${why})`,
      'Make room for it, then serve the folder again: what was answered is kept.',
    );
  }
}
