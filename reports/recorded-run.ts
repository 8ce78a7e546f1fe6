import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CampaignPlan, RehearsalPlan } from '../readiness';
import { Misuse } from '../simulators/kernel';
import { digestOf } from './run-json';

const runShape = z.object({
  schema: z.literal('homeward.run/1'),
  id: z.string(),
  versions: z.record(z.string(), z.string()),
  twin: z.object({ file: z.literal('twin.json'), sha256: z.string() }),
  drills: z.object({ file: z.literal('drills.json'), sha256: z.string() }).optional(),
  journal: z.object({ file: z.literal('journal.ndjson'), sha256: z.string(), entries: z.number() }),
});

const planShape = z.object({
  description: z.looseObject({ name: z.string() }),
  seed: z.number().int(),
  machines: z.array(z.string()),
  mbitPerSecond: z.number().positive(),
  workInAzureMs: z.number().nonnegative(),
});

const drillsShape = z.object({
  plan: z.object({
    seed: z.number().int(),
    drills: z.number().int().nonnegative(),
    faultsMax: z.number().int().nonnegative(),
    waves: z.array(z.looseObject({ machines: z.array(z.string()) })),
  }),
  digests: z.array(z.object({ seed: z.number().int(), digest: z.string() })),
});

/** `drills.json`: what a replay of the drills needs, and what it is compared with. */
export interface RecordedDrills {
  readonly plan: CampaignPlan;
  readonly digests: readonly { readonly seed: number; readonly digest: string }[];
}

/** A run as its folder tells it, with all that a replay needs. */
export interface RecordedRun {
  readonly id: string;
  readonly versions: { readonly [name: string]: string };
  readonly plan: RehearsalPlan;
  readonly drills: RecordedDrills | undefined;
  readonly journalDigest: string;
  readonly entries: number;
  /** The digest of the journal that lies in the folder: it differs if someone has touched it. */
  readonly storedDigest: string;
}

/** Reads a run folder. Errors: HW-RUN-MISSING – no folder or no run in it; HW-RUN-DAMAGED – a file of it is not what it was. */
export async function openRun(folder: string): Promise<RecordedRun> {
  const run = parse(runShape, read(folder, 'run.json'), folder, 'run.json');
  const twinJson = read(folder, run.twin.file);
  if (digestOf(twinJson) !== run.twin.sha256)
    throw damaged(folder, run.twin.file, 'another digest than run.json says');
  // The digest has just vouched for everything that the shape leaves open.
  const plan = parse(planShape, twinJson, folder, run.twin.file) as unknown as RehearsalPlan;
  const storedDigest = await digestOfFile(folder, run.journal.file);
  const { id, versions } = run;
  return {
    id,
    versions,
    plan,
    drills: run.drills && drillsOf(folder, run.drills),
    journalDigest: run.journal.sha256,
    entries: run.journal.entries,
    storedDigest,
  };
}

function drillsOf(folder: string, { file, sha256 }: { file: string; sha256: string }): RecordedDrills {
  const text = read(folder, file);
  if (digestOf(text) !== sha256) throw damaged(folder, file, 'another digest than run.json says');
  return parse(drillsShape, text, folder, file) as unknown as RecordedDrills;
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw missing(folder, file, error);
  }
}

async function digestOfFile(folder: string, file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(join(folder, file))) hash.update(chunk as Buffer);
  } catch (error) {
    throw missing(folder, file, error);
  }
  return hash.digest('hex');
}

function parse<T>(shape: z.ZodType<T>, text: string, folder: string, file: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(folder, file, 'no JSON');
  }
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw damaged(folder, file, `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}

/** A file of a run that is not there. */
export function missing(folder: string, file: string, error: unknown): Misuse {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return new Misuse(
    'HW-RUN-MISSING',
    `expected a run folder with ${file}, got ${code} for ${folder}`,
    'Name the folder that `homeward readiness` printed, for instance reports/runs/latest.',
  );
}

/** A file of a run that is not what it was. */
export function damaged(folder: string, file: string, what: string): Misuse {
  return new Misuse(
    'HW-RUN-DAMAGED',
    `expected ${file} in ${folder} as it was written, got ${what}`,
    'Restore the folder, or make the run again from its export.',
  );
}
