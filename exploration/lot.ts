import type { EstateDescription } from '../simulators/description';
import type { Estate } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { kindsFor, type Lot } from './draw';
import { runOnce } from './run';

/** Of what schedules for an estate are drawn: the kinds that find a target at some moment of an undisturbed run, the tasks of its
 *  jobs, and the kinds of entries in its journal. */
export function lotFor(description: EstateDescription, faultsMax: number): Lot {
  const roles = new Set<string>();
  const tasks = new Set<string>();
  const entries = new Map<string, number>();
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
        entries.set(entry, (entries.get(entry) ?? 0) + 1);
        if (entry === 'job.task') tasks.add(String(fields.task));
        // Agents and VMs come and go.
        if (entry === 'item.state' && estate) for (const { role } of targetsOf(estate)) roles.add(role);
      },
    ],
  });
  return { kinds: kindsFor(roles), tasks: [...tasks], entries: [...entries], faultsMax };
}
