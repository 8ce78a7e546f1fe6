import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { damaged, missing } from '../recorded-run';
import { REPORT_SCHEMA, type ReportDocument } from './document';
import { sectionShapes, stage, verdict } from './section-shapes';

const where = z.union([
  z.looseObject({ file: z.string(), path: z.string() }),
  z.looseObject({ file: z.string(), sheet: z.string(), row: z.number(), column: z.string() }),
]);
const text = z.string().optional();
const texts = z.array(z.string());
const check = z.looseObject({
  code: z.string(),
  state: verdict,
  text,
  where: where.optional(),
  settle: text,
  reads: texts.optional(),
});
const reason = z.looseObject({
  code: z.string(),
  text: z.string(),
  where: where.optional(),
  stage: stage.optional(),
  fix: text,
  source: text,
});
const journey = z.looseObject({
  reads: texts.optional(),
  stagesPassed: z.array(z.looseObject({ stage, tookMs: z.number() })),
  stoppedAt: z.looseObject({ stage, codes: texts }).optional(),
  rtoMs: z.number().optional(),
  unprotectedMs: z.number().optional(),
});
/** As LocalTime: pages show it as it is. */
const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
const ruleText = { rule: z.string(), source: z.string() };

/** What every renderer relies on; the rest is as Homeward wrote it. */
const shape = z.looseObject({
  schema: z.literal(REPORT_SCHEMA),
  ...sectionShapes,
  sentence: z.string(),
  valid: z.boolean(),
  counts: z.object({
    proven: z.number(),
    'at risk': z.number(),
    blocked: z.number(),
    unknown: z.number(),
  }),
  rtoTargetMs: z.number(),
  run: z.looseObject({
    id: z.string().regex(/^[0-9a-f]+$/),
    options: z.looseObject({ seed: z.number(), mbitPerSecond: z.number(), assumptions: z.array(z.string()) }),
    versions: z.looseObject({ homeward: z.string(), node: z.string() }),
    inputs: z.array(
      z.looseObject({ file: z.string(), sha256: z.string(), exportedAt: localTime.nullable() }),
    ),
    twin: z.looseObject({ machines: z.number() }),
    journal: z.looseObject({ sha256: z.string(), entries: z.number() }),
    endedAtMs: z.number(),
  }),
  rules: z.record(z.string(), z.looseObject(ruleText)),
  unknownOfEstate: z.array(
    z.looseObject({ ...ruleText, code: z.string(), text: z.string(), settle: z.string() }),
  ),
  declared: texts,
  assumptions: z.array(
    z.looseObject({
      what: z.string(),
      why: z.string(),
      settle: z.string(),
      count: z.number(),
      examples: texts,
    }),
  ),
  notCounted: z.array(z.looseObject({ label: z.string(), why: z.string(), at: where })),
  masterTargetHost: z.string(),
  notes: z.array(z.looseObject({ code: z.string(), message: z.string(), at: where.optional() })),
  checkers: z.array(
    z.looseObject({
      checker: z.string(),
      verdict: z.enum(['valid', 'invalid', 'unknown']),
      evidence: texts,
    }),
  ),
  evidenceDays: z.number(),
  machines: z.array(
    z.looseObject({
      name: z.string(),
      verdict,
      // It names files.
      id: z.string().regex(/^m-[\p{L}\p{N}-]+$/u),
      reasons: z.array(reason).min(1),
      caveats: z.array(check),
      checks: z.array(check),
      assumed: texts,
      journey: journey.optional(),
      facts: z.record(z.string(), z.string()),
      restsOn: z.array(where),
    }),
  ),
});

/** Reads the document of a run folder. Errors: HW-RUN-MISSING – there is none; HW-RUN-DAMAGED – it is no report of this version. */
export function readDocument(folder: string): ReportDocument {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    throw missing(folder, FILE, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(folder, FILE, 'no JSON');
  }
  const result = shape.safeParse(value);
  // The parsed copy is dropped: the document keeps the order of its fields.
  if (result.success) return value as ReportDocument;
  const [issue] = result.error.issues;
  throw damaged(folder, FILE, `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}

const FILE = 'report.json';
