import type { EstateDescription } from '../simulators/description';
import type { Estate } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { kindsFor, type Lot } from './draw';
import { runOnce } from './run';

/** Of what schedules for an estate are drawn: the kinds that find a target at some moment of an undisturbed run, and the tasks of its jobs. */
export function lotFor(description: EstateDescription, faultsMax: number): Lot {
  const roles = new Set<string>();
  const tasks = new Set<string>();
  let estate: Estate | undefined;
  runOnce({
    description,
    seed: 1,
    schedule: { faults: [] },
    plant: (built) => {
      estate = built;
    },
    observers: [
      (_time, entry, _subject, fields) => {
        if (entry === 'job.task') tasks.add(String(fields.task));
        // Agents and VMs come and go.
        if (entry === 'item.state' && estate) for (const { role } of targetsOf(estate)) roles.add(role);
      },
    ],
  });
  return { kinds: kindsFor(roles), tasks: [...tasks], faultsMax };
}
