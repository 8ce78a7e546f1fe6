import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EstateDescription } from '../simulators/description';
import { FAULTS, type Schedule } from '../simulators/faults';
import { Misuse } from '../simulators/kernel';

/** A finding that anyone can run again: the same build, estate, seed and schedule give the same run. At most 1 KiB. */
export interface ReplayFile {
  readonly homeward: string;
  /** Of the catalogue of faults, and of the estate: where they differ, the run would be another. */
  readonly build: string;
  readonly estate: { readonly file: string; readonly digest: string };
  readonly seed: number;
  readonly planted?: string | undefined;
  readonly breaks: string;
  readonly schedule: Schedule;
}

const TRIGGER = z.union([
  z.strictObject({ atMs: z.number() }),
  z.strictObject({ phase: z.string(), machine: z.string().optional(), afterMs: z.number() }),
  z.strictObject({ task: z.string(), afterMs: z.number() }),
  z.strictObject({ entry: z.string(), nth: z.number(), afterMs: z.number().optional() }),
  z.strictObject({ entry: z.string(), chance: z.number() }),
]);
const FILE = z.strictObject({
  homeward: z.string(),
  build: z.string(),
  estate: z.strictObject({ file: z.string(), digest: z.string() }),
  seed: z.number().int().nonnegative(),
  planted: z.string().optional(),
  breaks: z.string(),
  schedule: z.strictObject({
    faults: z
      .array(
        z.strictObject({
          fault: z.string(),
          when: TRIGGER,
          target: z.union([z.string(), z.number()]),
          lastsMs: z.number().nullable(),
          how: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      )
      .max(1_000),
    radius: z.number().min(0).max(1).optional(),
  }),
});

/** Errors: HW-REPLAY-FILE – not such a file; HW-REPLAY-BUILD – it is of another build or estate. */
export function readReplay(text: string, path: string): ReplayFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw broken(path, 'is no JSON');
  }
  const result = FILE.safeParse(parsed);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw broken(path, `is no replay file: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  return result.data as ReplayFile;
}

/** Errors: HW-REPLAY-BUILD. */
export function mustFit(file: ReplayFile, description: EstateDescription, homeward: string): void {
  const differs =
    file.homeward !== homeward || file.build !== buildOf()
      ? `it was found by Homeward ${file.homeward} (${file.build}), this is ${homeward} (${buildOf()})`
      : file.estate.digest !== digestOf(description)
        ? `${file.estate.file} has changed since`
        : undefined;
  if (differs !== undefined)
    throw new Misuse(
      'HW-REPLAY-BUILD',
      `the run cannot be the same: ${differs}`,
      'Run it with that build and that estate, or explore anew with the same seed.',
    );
}

/** What a schedule means depends on the catalogue. Shape: 8 hex digits. */
export function buildOf(): string {
  return digestOf(FAULTS);
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}

function broken(path: string, what: string): Misuse {
  return new Misuse('HW-REPLAY-FILE', `${path} ${what}`, 'Name a file that homeward explore wrote.');
}
