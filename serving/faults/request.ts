import { z } from 'zod';
import { completed, PHASES, type PlannedFault } from '../../simulators/faults';
import { durationMs } from './duration';

const ms = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const word = z.string().min(1).max(200);
const LASTS = 'expected a duration such as PT5M, or P1DT2H';
const WHEN =
  'expected {"atMs"}, {"afterMs"} from now, {"phase", "machine"?, "afterMs"?}, {"task", "afterMs"?}, {"entry", "nth", "afterMs"?} or {"entry", "chance"}';

/** A fault as people write it: `lasts` is a duration of ISO 8601, absent: until it is healed; `target` absent: all that there are;
 *  `when` is a trigger, absent: at once. */
export const FAULT = z.strictObject({
  fault: word,
  target: z
    .union([word, z.number().int().min(0)], 'expected a name, a number, "all" or "minority"')
    .default('all'),
  lasts: z
    .string()
    .refine((text) => durationMs(text) !== undefined, LASTS)
    .optional(),
  how: z.record(word, z.union([z.number(), z.string()])).default({}),
  when: z
    .union(
      [
        z.strictObject({ atMs: ms }),
        z.strictObject({ afterMs: ms }),
        z.strictObject({ phase: z.enum(PHASES), machine: word.optional(), afterMs: ms.default(0) }),
        z.strictObject({ task: word, afterMs: ms.default(0) }),
        z.strictObject({ entry: word, nth: z.number().int().min(1), afterMs: ms.optional() }),
        z.strictObject({ entry: word, chance: z.number().min(0).max(1) }),
      ],
      WHEN,
    )
    .optional(),
});

/** What is wrong with something that was read, as one line. */
export function issuesOf(error: z.ZodError, whole: string): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || whole}: ${message}`)
    .join('; ');
}

/** The fault that is asked for, with all that was not said; `nowMs` is when it strikes where no trigger is named.
 *  Errors: HW-FAULT-UNKNOWN, HW-FAULT-PHASE, HW-FAULT-TARGET, HW-FAULT-PARAMETER. */
export function plannedOf(
  { fault, target, lasts, how, when }: z.infer<typeof FAULT>,
  nowMs: number,
): PlannedFault {
  return completed({
    fault,
    target,
    lastsMs: lasts === undefined ? null : (durationMs(lasts) ?? null),
    how,
    when: triggerOf(when, nowMs),
  });
}

function triggerOf(when: z.infer<typeof FAULT>['when'], nowMs: number): PlannedFault['when'] {
  if (when === undefined) return { atMs: nowMs };
  const { afterMs = 0 } = when as { readonly afterMs?: number };
  const alone = Object.keys(when).every((field) => field === 'afterMs');
  return alone ? { atMs: nowMs + afterMs } : (when as PlannedFault['when']);
}
