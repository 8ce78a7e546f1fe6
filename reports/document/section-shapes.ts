import { z } from 'zod';
import { STAGES } from '../../readiness';
import { earlierRun } from '../history/history';

/** A verdict on a machine, as documents hold it. */
export const verdict = z.enum(['proven', 'at risk', 'blocked', 'unknown']);
/** A stage of the rehearsal, as documents hold it. */
export const stage = z.enum(STAGES);
const quantiles = z.looseObject({ p50: z.number(), p95: z.number(), max: z.number() });
const texts = z.array(z.string());

/** What every renderer relies on in the sections that a report may have. A section that is not there was not computed. */
export const sectionShapes = {
  campaign: z
    .looseObject({
      drills: z.array(
        z.looseObject({
          seed: z.number(),
          faults: texts,
          home: z.number(),
          machines: z.number(),
          endedAtMs: z.number(),
          pointOfNoReturnMs: z.number().optional(),
          notRun: z.array(stage),
          digest: z.string(),
        }),
      ),
      machines: z.array(
        z.looseObject({
          name: z.string(),
          home: z.number(),
          drills: z.number(),
          low: z.number(),
          high: z.number(),
          rtoMs: quantiles.optional(),
          rpoMs: quantiles.optional(),
        }),
      ),
      timelines: z
        .array(
          z.looseObject({
            seed: z.number().nullable(),
            endsMs: z.number(),
            left: z.number(),
            machines: z.array(
              z.looseObject({
                name: z.string(),
                phases: z.array(z.tuple([z.string(), z.number()])).min(1),
                runs: z.array(z.tuple([z.enum(['azure', 'home', 'none']), z.number()])).min(1),
              }),
            ),
            faults: z.array(
              z.looseObject({ fault: z.string(), on: texts, fromMs: z.number(), toMs: z.number() }),
            ),
          }),
        )
        .optional(),
      rpo: z
        .array(
          z.looseObject({
            name: z.string(),
            points: z.array(z.looseObject({ atMs: z.number(), rpoMs: z.number() })),
          }),
        )
        .optional(),
    })
    .optional(),
  score: z
    .looseObject({
      low: z.number(),
      high: z.number(),
      formula: z.string(),
      parts: z.array(
        z.looseObject({ name: z.string(), weight: z.number(), low: z.number(), high: z.number() }),
      ),
    })
    .optional(),
  waves: z
    .looseObject({
      waves: z.array(
        z.looseObject({
          machines: texts,
          startsMs: z.number(),
          endsMs: z.number(),
          endsP95Ms: z.number().optional(),
          uses: z.array(
            z.looseObject({ limit: z.string(), used: z.number(), capacity: z.number(), unit: z.string() }),
          ),
          binds: texts,
        }),
      ),
    })
    .optional(),
  whatIf: z
    .looseObject({
      fixes: z.array(
        z.looseObject({
          id: z.string(),
          what: z.string(),
          code: z.string(),
          machines: texts,
          homeBefore: z.number(),
          homeAfter: z.number(),
          scoreBefore: z.number(),
          scoreAfter: z.number(),
          commands: texts,
        }),
      ),
      target: z.number(),
      best: z.number().optional(),
      smallestSet: texts,
      smallestSetScore: z.number(),
    })
    .optional(),
  drift: z
    .looseObject({
      since: z.looseObject({ run: z.string() }),
      changes: z.array(
        z.looseObject({
          name: z.string(),
          before: verdict.optional(),
          after: verdict.optional(),
          because: texts,
        }),
      ),
      voided: z.number(),
      kept: z.number(),
    })
    .optional(),
  matrix: z
    .looseObject({
      faults: texts,
      steps: texts,
      cells: z.array(
        z.looseObject({
          fault: z.string(),
          step: z.string(),
          verdict,
          struck: z.number(),
          home: z.number(),
          downMs: z.number().optional(),
          dataAtRiskMs: z.number().optional(),
        }),
      ),
    })
    .optional(),
  history: z.looseObject({ estate: z.string(), runs: z.array(earlierRun).min(1) }).optional(),
  profiles: z
    .looseObject({
      profiles: texts,
      machines: z.array(z.looseObject({ name: z.string(), verdicts: z.array(verdict) })),
    })
    .optional(),
};
