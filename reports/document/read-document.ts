import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { damaged, missing } from '../recorded-run';
import { REPORT_SCHEMA, type ReportDocument } from './document';
import { sectionShapes, verdict } from './section-shapes';

const where = z.union([
  z.looseObject({ file: z.string(), path: z.string() }),
  z.looseObject({ file: z.string(), sheet: z.string(), row: z.number(), column: z.string() }),
]);
const check = z.looseObject({ code: z.string(), state: verdict, where: where.optional() });
const ruleText = { rule: z.string(), source: z.string() };

/** What every renderer relies on; the rest is as Homeward wrote it. */
const shape = z.looseObject({
  schema: z.literal(REPORT_SCHEMA),
  ...sectionShapes,
  sentence: z.string(),
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
      z.looseObject({ file: z.string(), sha256: z.string(), exportedAt: z.string().nullable() }),
    ),
    twin: z.looseObject({ machines: z.number() }),
    journal: z.looseObject({ sha256: z.string(), entries: z.number() }),
    endedAtMs: z.number(),
  }),
  rules: z.record(z.string(), z.looseObject(ruleText)),
  unknownOfEstate: z.array(
    z.looseObject({ ...ruleText, code: z.string(), text: z.string(), settle: z.string() }),
  ),
  declared: z.array(z.string()),
  assumptions: z.array(z.looseObject({ what: z.string(), why: z.string(), settle: z.string() })),
  notCounted: z.array(z.looseObject({ label: z.string(), why: z.string(), at: where })),
  masterTargetHost: z.string(),
  notes: z.array(z.looseObject({ code: z.string(), message: z.string(), at: where.optional() })),
  checkers: z.array(
    z.looseObject({ checker: z.string(), verdict: z.string(), evidence: z.array(z.string()) }),
  ),
  evidenceDays: z.number(),
  machines: z.array(
    z.looseObject({
      name: z.string(),
      verdict,
      // It names files.
      id: z.string().regex(/^m-[\p{L}\p{N}-]+$/u),
      reasons: z.array(z.looseObject({ code: z.string(), text: z.string(), where: where.optional() })).min(1),
      caveats: z.array(check),
      checks: z.array(check),
      assumed: z.array(z.string()),
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
