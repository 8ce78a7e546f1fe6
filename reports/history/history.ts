import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { EarlierRun } from '../../readiness';
import { Misuse } from '../../simulators/kernel';

const SCHEMA = 'homeward.runs/1';
const BEGINS = `{"schema":"${SCHEMA}",`;

/** One earlier run, as the history and the reports of later runs hold it. */
export const earlierRun = z.object({
  id: z.string(),
  exportedAt: z.string().nullable(),
  counts: z.object({
    proven: z.number(),
    'at risk': z.number(),
    blocked: z.number(),
    unknown: z.number(),
  }),
  score: z.object({ low: z.number(), high: z.number() }).nullable(),
  rtoP95Ms: z.number().nullable(),
  findings: z.record(z.string(), z.number()),
});

const LINE = z.object({ schema: z.literal(SCHEMA), estate: z.string(), run: earlierRun });

/** A file with a line for each run, to which lines are only added. Whoever writes may be killed at any moment, and several may write at once: a line that was
 *  cut off is passed over, and what was written before it stays.
 *  Errors: HW-HISTORY – the file holds something else, or cannot be read or written. */
export class RunHistory {
  /** Lines that were cut off. */
  readonly torn: number;
  private readonly path: string;
  private readonly runs = new Map<string, EarlierRun[]>();

  constructor(path: string) {
    this.path = path;
    const text = existsSync(path) ? orMisuse(path, () => readFileSync(path, 'utf8')) : '';
    let torn = 0;
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const read = readLine(line, `${path}:${index + 1}`);
      if (read === undefined) torn += 1;
      else this.runs.set(read.estate, [...(this.runs.get(read.estate) ?? []), read.run]);
    }
    this.torn = torn;
  }

  get estates(): readonly string[] {
    return [...this.runs.keys()].sort();
  }

  /** The runs of an estate, in the order in which they ended. */
  of(estate: string): readonly EarlierRun[] {
    return this.runs.get(estate) ?? [];
  }

  /** The runs of an estate before the first with this id, each once: whoever repeats a run gets the same report. */
  before(estate: string, id: string): readonly EarlierRun[] {
    const all = this.of(estate);
    const first = all.findIndex((run) => run.id === id);
    const earlier = first === -1 ? all : all.slice(0, first);
    return earlier.filter((run, index) => earlier.findIndex((other) => other.id === run.id) === index);
  }

  /** Adds a run. It is on the disk when this returns. */
  add(estate: string, run: EarlierRun): void {
    const line = `${BEGINS}${JSON.stringify({ estate, run }).slice(1)}\n`;
    orMisuse(this.path, () => {
      mkdirSync(dirname(this.path), { recursive: true });
      const file = openSync(this.path, 'a+');
      try {
        // In one write, so that lines of several writers never mix. A line that was cut off is ended first.
        const bytes = Buffer.from(endsInMidLine(this.path) ? `\n${line}` : line);
        if (writeSync(file, bytes) < bytes.length) throw Object.assign(new Error(), { code: 'ENOSPC' });
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      syncFolder(dirname(this.path));
    });
  }
}

function endsInMidLine(path: string): boolean {
  const text = readFileSync(path);
  return text.length > 0 && text.at(-1) !== 0x0a;
}

/** A new file is lost with its folder's entry. Some systems open no folders. */
function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    // Nothing better can be had there.
  } finally {
    closeSync(folder);
  }
}

/** Undefined: the line was cut off. */
function readLine(text: string, at: string): z.infer<typeof LINE> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.startsWith(BEGINS) || BEGINS.startsWith(text)) return undefined;
  }
  const line = LINE.safeParse(value);
  if (line.success) return line.data;
  throw new Misuse(
    'HW-HISTORY',
    `expected a line of a history of homeward readiness, got something else: ${at}`,
    'Name another file with --history; this one was left alone.',
  );
}

function orMisuse<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(
      'HW-HISTORY',
      `expected a file for the history of runs, got ${(error as NodeJS.ErrnoException).code} for ${path}`,
      'Name a file with --history in a folder that may be written to.',
    );
  }
}
