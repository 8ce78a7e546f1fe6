import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

// What a campaign and its workers tell each other through Redis, besides what BullMQ keeps there:
//   {homeward}:campaigns        sorted set: the campaigns that want workers, the oldest first
//   {homeward}:<id>             the campaign's header; it fades unless its campaign says it again
//   {homeward}:<id>:workers     hash: worker → how it stands to the campaign; its beat counts on
//   {homeward}:<id>:answers     hash: order → the first answer to it
//   {homeward}:data:<sha256>    what all orders of a campaign share, packed
// The braces keep all of it in one slot of a Redis Cluster. All of it fades, were it left behind.

/** Before the keys of BullMQ, too. */
export const PREFIX = '{homeward}';
export const CAMPAIGNS = `${PREFIX}:campaigns`;
/** The campaign says its header again every second; one that was killed, or that comes back with an old snapshot of Redis, keeps workers for so long. Units: ms. */
export const HEADER_TTL_MS = 20_000;
export const OVER_TTL_MS = 20_000;
/** How long things stay if their campaign was killed. Units: ms. */
export const LEFT_TTL_MS = 3_600_000;
export const BEAT_EVERY_MS = 500;
/** A worker that was not heard for so long is not counted on. Units: ms. */
export const SILENT_MS = 10_000;

/** A job of another size is none of ours. Units: bytes of JSON. */
const JOB_BYTES_MAX = 4 * 2 ** 20;
/** Units: bytes of JSON, before it is packed. */
export const DATA_BYTES_MAX = 256 * 2 ** 20;
export const ANSWER_BYTES_MAX = 64 * 2 ** 20;
const HEADER_BYTES_MAX = 4_096;

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const ID = z.string().regex(/^[0-9a-f-]{8,40}$/);
const WORD = z.string().min(1).max(100);

/** A version of Homeward: whoever has another one does not make the same runs. */
export interface Version {
  readonly homeward: string;
  /** Over the sources that decide what a run does. */
  readonly code: string;
}

export function sayVersion({ homeward, code }: Version): string {
  return `Homeward ${homeward} (code ${code.slice(0, 8)})`;
}

const HEADER = z.strictObject({
  id: ID,
  task: WORD,
  homeward: WORD,
  code: WORD,
  data: DIGEST,
  over: z.boolean(),
});
export type Header = z.infer<typeof HEADER>;

const STANDING = z.strictObject({
  beat: z.number().int().nonnegative(),
  threads: z.number().int().nonnegative().max(10_000),
  /** Why it does not take part. */
  refuses: z.string().max(500).optional(),
});
export type Standing = z.infer<typeof STANDING>;

const JOB = z.strictObject({ campaign: ID, code: WORD, order: z.unknown() });
export type JobData = z.infer<typeof JOB>;

/** Shape: either the answer, or why there is none: an error of Homeward, or the misuse that a thread found. */
const TOLD = z.union([
  z.strictObject({ answer: z.unknown() }),
  z.strictObject({
    failed: z.strictObject({ message: z.string(), code: z.string().optional(), next: z.string().optional() }),
  }),
]);
export type Told = z.infer<typeof TOLD>;

export function readHeader(text: string): Header | undefined {
  return text.length > HEADER_BYTES_MAX ? undefined : read(HEADER, text);
}

export function readStanding(text: string): Standing | undefined {
  return text.length > HEADER_BYTES_MAX ? undefined : read(STANDING, text);
}

/** Shape: what the data of a job are; a text says what is wrong with them. */
export function readJob(data: unknown): JobData | string {
  const bytes = JSON.stringify(data)?.length ?? 0;
  if (bytes > JOB_BYTES_MAX) return `it has ${bytes} bytes, more than ${JOB_BYTES_MAX}`;
  const { data: job, error } = JOB.safeParse(data);
  return job ?? (error ? wrongIn(error) : 'it is empty');
}

/** Errors: throws when it is none. */
export function readTold(packed: Buffer): Told {
  return TOLD.parse(unpack(packed, ANSWER_BYTES_MAX));
}

export function wrongIn({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'all of it'}: ${issue?.message}`;
}

export function queueName(id: string): string {
  return `campaign-${id}`;
}

export function keysOf(id: string): {
  readonly header: string;
  readonly workers: string;
  readonly answers: string;
} {
  const header = `${PREFIX}:${id}`;
  return { header, workers: `${header}:workers`, answers: `${header}:answers` };
}

export function dataKey(digest: string): string {
  return `${PREFIX}:data:${digest}`;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As JSON, compressed. Errors: throws when there is a number that JSON cannot say, or more bytes than that. */
export function pack(value: unknown, bytesMax: number): Buffer {
  const text = JSON.stringify(value, (key, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each))
      throw new Error(`JSON cannot say ${key}: ${each}`);
    return each;
  });
  const bytes = Buffer.from(text);
  if (bytes.length > bytesMax) throw new Error(`${bytes.length} bytes are more than ${bytesMax}`);
  return gzipSync(bytes, { level: 1 });
}

/** Errors: throws when it is no packed JSON, or more bytes than that. */
export function unpack(packed: Buffer, bytesMax: number): unknown {
  return JSON.parse(gunzipSync(packed, { maxOutputLength: bytesMax }).toString('utf8'));
}

function read<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
