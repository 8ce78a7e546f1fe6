import { z } from 'zod';
import type { Schedule } from '../../simulators/faults';
import { Misuse } from '../../simulators/kernel';
import { readYaml } from '../yaml-file';
import { FAULT, issuesOf, plannedOf } from './request';

const FILE = z.strictObject({
  faults: z
    .array(FAULT.required({ when: true }))
    .min(1)
    .max(10_000),
  radius: z.number().min(0).max(1).optional(),
});

/** Reads a schedule of faults from a YAML or JSON file: as in POST /homeward/faults, each with its trigger.
 *  Errors: HW-SCHEDULE-FILE – no such file, no YAML, or a field that is missing, unknown or of the wrong kind (names each);
 *  HW-SCHEDULE-FAULT – a fault that there is not, or that cannot strike so (names which). */
export function readScheduleFile(path: string): Schedule {
  const misuse = (what: string): Misuse =>
    new Misuse(
      'HW-SCHEDULE-FILE',
      `${path} ${what}`,
      'See examples/faults/small.yaml for a file that works.',
    );
  const result = FILE.safeParse(readYaml(path, misuse));
  if (!result.success) throw misuse(`is no schedule: ${issuesOf(result.error, 'the file')}`);
  const { faults, radius } = result.data;
  return {
    faults: faults.map((fault, index) => {
      try {
        return plannedOf(fault, 0);
      } catch (error) {
        if (!(error instanceof Misuse)) throw error;
        throw new Misuse('HW-SCHEDULE-FAULT', `${path}: faults.${index}: ${error.message}`, error.next);
      }
    }),
    ...(radius === undefined ? {} : { radius }),
  };
}
