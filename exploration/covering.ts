import { type FaultKind, LAYERS, PHASES, type Phase } from '../simulators/faults';
import { Randomness } from '../simulators/kernel';
import type { Coverage } from './coverage';

/** Faults that strike together: all in one phase, each of another layer. */
export interface Row {
  readonly phase: Phase;
  readonly kinds: readonly string[];
}

/** Rows that together hold every triple which is still open (two kinds of different layers, in a phase), each with as few as `most` kinds at
 *  most; in a seeded order. Greedy: a row begins with the first open triple and takes of each other layer the kind that closes most.
 *  Shape: a mixed-level covering array of strength 2 for each phase. */
export function coveringRows(coverage: Coverage, seed: number, most: number): readonly Row[] {
  const draws = new Randomness(seed).stream('covering');
  const rows = PHASES.flatMap((phase) => rowsFor(coverage, phase, most));
  for (let at = rows.length - 1; at > 0; at -= 1) {
    const other = draws.between(0, at);
    [rows[at], rows[other]] = [rows[other] as Row, rows[at] as Row];
  }
  return rows;
}

function rowsFor(coverage: Coverage, phase: Phase, most: number): Row[] {
  const kinds = coverage.kindsIn(phase);
  const layers = LAYERS.map((layer) => kinds.filter((kind) => kind.layer === layer));
  const open = new Map(
    kinds.map((kind) => [
      kind,
      new Set(
        kinds.filter((other) => other.layer !== kind.layer && coverage.isOpen(kind.name, other.name, phase)),
      ),
    ]),
  );
  const rows: Row[] = [];
  for (const [first, others] of open) {
    for (let second = firstOf(others); second; second = firstOf(others)) {
      const row = [first, second];
      for (const layer of layers) {
        if (row.length === most) break;
        if (row.some((kind) => kind.layer === layer[0]?.layer)) continue;
        const best = bestOf(layer, row, open);
        if (best) row.push(best);
      }
      for (const kind of row) for (const other of row) open.get(kind)?.delete(other);
      rows.push({ phase, kinds: row.map(({ name }) => name) });
    }
  }
  return rows;
}

/** The kind of a layer that closes most triples with a row; undefined if none closes any. */
function bestOf(
  layer: readonly FaultKind[],
  row: readonly FaultKind[],
  open: ReadonlyMap<FaultKind, ReadonlySet<FaultKind>>,
): FaultKind | undefined {
  let best: FaultKind | undefined;
  let most = 0;
  for (const kind of layer) {
    const others = open.get(kind);
    const closes = row.filter((each) => others?.has(each)).length;
    if (closes > most) [best, most] = [kind, closes];
  }
  return best;
}

function firstOf<T>(set: ReadonlySet<T>): T | undefined {
  for (const item of set) return item;
  return undefined;
}
