import type { Machine } from './inventory';
import { placeOf } from './model';

/** What people read for each machine, by key: its name, with its row (its id, in a document) where another machine has the name too.
 *  Shape: labels are unique as long as keys are. */
export function labelsOf(machines: readonly Machine[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of machines) counts.set(name.value, (counts.get(name.value) ?? 0) + 1);
  const taken = new Set<string>();
  return new Map(
    machines.map(({ key, name, id }) => {
      const shared = (counts.get(name.value) ?? 0) > 1;
      let label = shared ? `${name.value} (${name.at.path && id ? id.value : placeOf(name.at)})` : name.value;
      // Two files may put one name in the same row.
      if (taken.has(label)) label = `${name.value} (${name.at.file}, ${placeOf(name.at)})`;
      if (taken.has(label)) label = `${label} #${taken.size}`;
      taken.add(label);
      return [key, label];
    }),
  );
}
