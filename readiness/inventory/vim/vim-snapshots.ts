import type { Fact, PathPlace, SnapshotFact } from '../model';
import type { DumpNode } from './dump-node';

/** Reads a tree of snapshots. Shape: a snapshot before those taken after it; none, resting on `unsetAt`, where it shows that the
 *  property is not set; `undefined` where nothing shows. */
export function readSnapshots(
  tree: DumpNode | undefined,
  unsetAt: PathPlace | undefined,
): Fact<readonly SnapshotFact[]> {
  if (tree === undefined) return unsetAt && { value: [], at: unsetAt };
  const found: SnapshotFact[] = [];
  const waiting = [...(tree.get('rootSnapshotList')?.items() ?? [])].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push({
      at: node.at,
      name: node.text('name'),
      description: node.text('description'),
      takenAt: node.time('createTime'),
      sizeMiB: undefined,
    });
    waiting.push(...[...(node.get('childSnapshotList')?.items() ?? [])].reverse());
  }
  return { value: found, at: tree.at };
}
