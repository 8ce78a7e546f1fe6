import type { EstateDescription } from '../simulators/description';
import { build } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { kindsFor, type Lot } from './draw';
import { runOnce } from './run';

/** Of what schedules for an estate are drawn: the kinds that can strike there, and the tasks of an undisturbed run. */
export function lotFor(description: EstateDescription, faultsMax: number): Lot {
  const roles = new Set(targetsOf(build(description, 1)).map(({ role }) => role));
  // There is none yet, but there will be.
  roles.add('Azure VM');
  const tasks = new Set<string>();
  runOnce({
    description,
    seed: 1,
    schedule: { faults: [] },
    observers: [
      (_time, entry, _subject, fields) => {
        if (entry === 'job.task') tasks.add(String(fields.task));
      },
    ],
  });
  return { kinds: kindsFor(roles), tasks: [...tasks], faultsMax };
}
