import { compile } from 'json-p3';
import { z } from 'zod';
import { durationMs } from '../serving/faults/duration';

const text = z.string({ error: 'expected a text' }).min(1, 'expected a text, got an empty one');
const duration = z
  .string({ error: 'expected a duration such as PT5M' })
  .refine((value) => durationMs(value) !== undefined, 'expected a duration such as PT5M, or P1DT2H')
  .transform((value) => durationMs(value) ?? 0);
const seconds = z.union([z.number().min(0), z.string().regex(/^\$\{\w+\}$/)], {
  error: 'expected seconds, or the name of a value of the configuration in braces after a dollar sign',
});
/** A value that is replaced where it says `${name}`. */
const json = z.json();

const HTTP = z.strictObject({
  type: z.literal('http'),
  url: text,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  headers: z.record(z.string(), z.string()).optional(),
  arguments: z.record(z.string(), json).optional(),
  timeout: z
    .union([z.number().positive(), z.tuple([z.number().positive(), z.number().positive()])])
    .optional(),
  verify_tls: z.boolean().optional(),
  max_retries: z.number().int().min(0).optional(),
  /** Another status fails the activity. */
  expected_status: z.number().int().optional(),
});
const PROCESS = z.strictObject({
  type: z.literal('process'),
  path: text,
  arguments: z
    .union([
      z.string(),
      z.array(z.union([z.string(), z.number()])),
      z.record(z.string(), z.union([z.string(), z.number()])),
    ])
    .optional(),
  timeout: z.number().positive().optional(),
});
const PROVIDER = z.discriminatedUnion('type', [HTTP, PROCESS], {
  error: ({ input }) => {
    const type = (input as { type?: unknown } | undefined)?.type;
    return type === 'python'
      ? 'python providers are not supported: use http or process'
      : `expected a provider of type http or process, got ${JSON.stringify(type) ?? 'none'}`;
  },
});

const numbers = z.tuple([z.number(), z.number()], { error: 'expected two numbers, the least and the most' });
type ToleranceObject =
  | { type: 'regex'; pattern: string; target?: string | undefined }
  | {
      type: 'jsonpath';
      path: string;
      target?: string | undefined;
      count?: number | undefined;
      expect?: unknown;
    }
  | { type: 'range'; range: [number, number]; target?: string | undefined }
  | { type: 'probe'; name: string; provider: z.infer<typeof PROVIDER> };
const TOLERANCE_OBJECT: z.ZodType<ToleranceObject> = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('regex'),
      pattern: text.refine(isPattern, 'expected a regular expression'),
      target: text.optional(),
    }),
    z.strictObject({
      type: z.literal('jsonpath'),
      path: text.refine(isPath, 'expected a JSONPath (RFC 9535)'),
      target: text.optional(),
      count: z.number().int().min(0).optional(),
      expect: json.optional(),
    }),
    z.strictObject({ type: z.literal('range'), range: numbers, target: text.optional() }),
    z.strictObject({ type: z.literal('probe'), name: text, provider: PROVIDER }),
  ],
  { error: 'expected a tolerance of type regex, jsonpath, range or probe' },
) as never;
const TOLERANCE = z.union([z.boolean(), z.number(), z.string(), z.array(json), TOLERANCE_OBJECT], {
  error: 'expected a value, a list, or a tolerance of type regex, jsonpath, range or probe',
});

const CONTROLS = z
  .never({ error: 'controls are not supported: stop conditions stand in extensions' })
  .optional();
const whole = {
  name: text,
  provider: PROVIDER,
  background: z.boolean().optional(),
  pauses: z.strictObject({ before: seconds.optional(), after: seconds.optional() }).optional(),
  dry: z.string().optional(),
  timeout: z.number().optional(),
  controls: CONTROLS,
};
const REF = z.strictObject({ ref: text });
const PROBE = z.strictObject({ ...whole, type: z.literal('probe'), tolerance: TOLERANCE.optional() });
const GATE = z.strictObject({
  ...whole,
  type: z.literal('probe', { error: 'expected a probe' }),
  tolerance: TOLERANCE,
});
const ACTION = z.strictObject({ ...whole, type: z.literal('action') });
const ACTIVITY = z.union(
  [
    z.discriminatedUnion('type', [PROBE, ACTION], { error: 'expected an activity of type probe or action' }),
    REF,
  ],
  { error: 'expected an activity of type probe or action, or a ref' },
);

const STOP = z.strictObject({
  /** The name of a probe of this file. */
  probe: text,
  /** Where the number stands in its answer. */
  path: text.refine(isPath, 'expected a JSONPath (RFC 9535)').optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  /** So long it has to be so, of virtual time. */
  for: duration.default(0),
});
const HOMEWARD = z.strictObject({
  name: z.literal('homeward'),
  /** The process activity of the method that is the program under test. */
  program: text,
  /** A file that describes an estate, from the folder of this one. */
  estate: text,
  seed: z.number().int().min(0).default(1),
  expect: z.enum(['comes home', 'stops safely'], { error: 'expected "comes home" or "stops safely"' }),
  objectives: z.strictObject({ rto: duration.optional(), rpo: duration.optional() }).default({}),
  /** How long the program may take, of virtual time. */
  limit: duration.default(24 * 3_600_000),
  stop: z.array(STOP).max(20).default([]),
  /** How many of the targets of one role may be disturbed at once, as a share. */
  radius: z.number().min(0).max(1).default(1),
  /** What somebody has to do by hand: the activities that ask for it, each with what to say. */
  manual: z.record(text, text).default({}),
});

const STRATEGIES = [
  'default',
  'before-method-only',
  'after-method-only',
  'during-method-only',
  'continuously',
  'skip',
] as const;

/** A Chaos Toolkit experiment, as far as it is carried out here. Source: CHAOS.md §2.2. */
export const EXPERIMENT = z.strictObject({
  title: text,
  description: text,
  version: z.string().optional(),
  tags: z.array(text).optional(),
  contributions: z.record(text, z.enum(['high', 'medium', 'low', 'none'])).optional(),
  configuration: z
    .record(
      text,
      z.union(
        [
          z.strictObject({
            type: z.literal('env'),
            key: text,
            default: json.optional(),
            env_var_type: z.enum(['str', 'int', 'float', 'bool']).optional(),
          }),
          z.string(),
          z.number(),
          z.boolean(),
        ],
        { error: 'expected a value, or {type: env, key, default?}' },
      ),
    )
    .default({}),
  secrets: z
    .record(
      text,
      z.record(
        text,
        z.union([z.strictObject({ type: z.literal('env'), key: text }), z.string()], {
          error: 'expected a value, or {type: env, key}',
        }),
      ),
    )
    .default({}),
  'steady-state-hypothesis': z
    .strictObject({ title: text, probes: z.array(GATE).default([]), controls: CONTROLS })
    .optional(),
  method: z.array(ACTIVITY, { error: 'expected a list of activities, which may be empty' }),
  rollbacks: z.array(ACTIVITY).default([]),
  runtime: z
    .strictObject({
      hypothesis: z.strictObject({ strategy: z.enum(STRATEGIES).default('default') }).optional(),
      rollbacks: z
        .strictObject({ strategy: z.enum(['default', 'always', 'never', 'deviated']).default('always') })
        .optional(),
    })
    .default({}),
  controls: CONTROLS,
  extensions: z.array(z.looseObject({ name: text })).transform((extensions, context) => {
    const at = extensions.findIndex(({ name }) => name === 'homeward');
    const read = HOMEWARD.safeParse(at < 0 ? undefined : extensions[at]);
    if (read.success) return read.data;
    if (at < 0)
      context.addIssue({
        code: 'custom',
        message: 'expected one called homeward, which says what the drill is about',
      });
    for (const issue of read.error.issues)
      if (at >= 0) context.addIssue({ code: 'custom', message: issue.message, path: [at, ...issue.path] });
    return z.NEVER;
  }),
});

export type Experiment = z.infer<typeof EXPERIMENT>;
export type Homeward = z.infer<typeof HOMEWARD>;
export type StopCondition = z.infer<typeof STOP>;
export type Activity = z.infer<typeof PROBE> | z.infer<typeof ACTION>;
export type Gate = z.infer<typeof GATE>;
export type HttpProvider = z.infer<typeof HTTP>;
export type ProcessProvider = z.infer<typeof PROCESS>;
export type Tolerance = z.infer<typeof TOLERANCE>;

function isPath(path: string): boolean {
  try {
    return compile(path) !== undefined;
  } catch {
    return false;
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}
