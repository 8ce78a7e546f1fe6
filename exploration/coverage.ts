import type { Outcome } from '../simulators/faults';
import { type FaultKind, LAYERS, PHASES, type Phase, type PlannedFault } from '../simulators/faults';

/** A cell: a kind of fault in a phase. */
const cellOf = (fault: string, phase: Phase): string => `${fault} | ${phase}`;

/** Every cell that is legal. */
export function legalCells(
  kinds: readonly FaultKind[],
): readonly { readonly kind: FaultKind; readonly phase: Phase }[] {
  return kinds.flatMap((kind) => (kind.phases ?? PHASES).map((phase) => ({ kind, phase })));
}

/** The cells in which the faults of a run struck. */
export function cellsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ kind, phase, struck }) =>
    struck.length > 0 && phase !== undefined && (kind.phases ?? PHASES).includes(phase)
      ? [cellOf(kind.name, phase)]
      : [],
  );
}

/** One fault that strikes in a cell, for runs that fill what chance leaves empty. */
export function faultFor(
  { kind, phase }: { kind: FaultKind; phase: Phase },
  how: PlannedFault['how'],
): PlannedFault {
  return {
    fault: kind.name,
    when: { phase, afterMs: 0 },
    target: 0,
    lastsMs: kind.lasts === 'passes' ? null : Math.round(Math.sqrt(kind.lasts[0] * kind.lasts[1])),
    how,
  };
}

/** The cells by layer, and which of them stayed empty, as Markdown. */
export function coverageTable(kinds: readonly FaultKind[], hits: ReadonlyMap<string, number>): string {
  const cells = legalCells(kinds);
  const full = (some: typeof cells): number =>
    some.filter(({ kind, phase }) => hits.has(cellOf(kind.name, phase))).length;
  const rows = LAYERS.map((layer) => {
    const own = cells.filter(({ kind }) => kind.layer === layer);
    return `| ${layer} | ${new Set(own.map(({ kind }) => kind)).size} | ${own.length} | ${full(own)} |`;
  });
  const empty = cells.filter(({ kind, phase }) => !hits.has(cellOf(kind.name, phase)));
  return `| layer | kinds | cells (kind × legal phase) | struck |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
| all | ${kinds.length} | ${cells.length} | ${full(cells)} |

Empty cells: ${empty.length === 0 ? 'none' : empty.map(({ kind, phase }) => `${kind.name} while ${phase}`).join('; ')}.
`;
}
