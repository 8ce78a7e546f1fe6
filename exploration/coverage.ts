import { type FaultKind, LAYERS, type Outcome, PHASES, type Phase } from '../simulators/faults';

/** So many empty cells or triples are listed one by one. */
const LISTED_MAX = 20_000;

/** What faults strike, and what they should: each kind in each phase that is legal for it (a *cell*), and each two kinds of different layers in
 *  each phase that is legal for both (a *triple*: the 3-way combinations of fault, fault and phase).
 *  Shape: kinds and phases are numbered; a bit for each cell and each triple. */
export class Coverage {
  readonly kinds: readonly FaultKind[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly struck: Uint8Array;

  constructor(kinds: readonly FaultKind[]) {
    this.kinds = kinds;
    this.numbers = new Map(kinds.map(({ name }, at) => [name, at]));
    this.struck = new Uint8Array(kinds.length ** 2 * PHASES.length);
  }

  kindsIn(phase: Phase): readonly FaultKind[] {
    return this.kinds.filter((kind) => isLegal(kind, phase));
  }

  /** The numbers of the cells and triples in which the faults of a run struck. */
  ofRun(outcomes: readonly Outcome[]): readonly number[] {
    const hits = new Set<number>();
    const done = outcomes.filter(({ struck, phase }) => struck.length > 0 && phase !== undefined);
    for (const one of done) {
      if (!isLegal(one.kind, one.phase as Phase)) continue;
      for (const other of done)
        if (one.phase === other.phase && isLegal(other.kind, other.phase as Phase))
          hits.add(this.numberOf(one.kind.name, other.kind.name, one.phase as Phase));
    }
    return [...hits];
  }

  add(hits: readonly number[]): void {
    for (const hit of hits) this.struck[hit] = 1;
  }

  /** Not struck yet. A kind with itself: the cell. */
  isOpen(one: string, other: string, phase: Phase): boolean {
    return this.struck[this.numberOf(one, other, phase)] === 0;
  }

  /** The numbers of all that was struck, for `add`. */
  get hits(): readonly number[] {
    return [...this.struck.keys()].filter((hit) => this.struck[hit] === 1);
  }

  /** How many cells and triples there are, and how many of them were struck. */
  get counts(): { readonly cells: Count; readonly triples: Count } {
    return { cells: this.count(this.cells()), triples: this.count(this.triples()) };
  }

  /** The cells and triples by layer, and which of them stayed empty, as Markdown. */
  table(): string {
    const [cells, triples] = [[...this.cells()], [...this.triples()]];
    const rows = [...LAYERS, undefined].map((layer) => {
      const own = ([one, other]: Combination): boolean =>
        layer === undefined || one.layer === layer || other.layer === layer;
      const of = this.kinds.filter((kind) => layer === undefined || kind.layer === layer).length;
      return `| ${layer ?? 'all'} | ${of} | ${say(this.count(cells.filter(own)))} | ${say(this.count(triples.filter(own)))} |`;
    });
    return `| layer | kinds | cells (kind × phase): struck | triples (kind × kind of another layer × phase): struck |
| --- | ---: | ---: | ---: |
${rows.join('\n')}

Empty cells: ${this.listed(cells)}.

Empty triples: ${this.listed(triples)}.
`;
  }

  private listed(of: readonly Combination[]): string {
    const empty = of.filter((each) => this.isEmpty(each));
    if (empty.length === 0) return 'none';
    if (empty.length > LISTED_MAX) return `${empty.length}, too many to list`;
    const phases = new Map<string, Phase[]>();
    for (const [one, other, phase] of empty) {
      const kinds = one === other ? one.name : `${one.name} with ${other.name}`;
      phases.set(kinds, [...(phases.get(kinds) ?? []), phase]);
    }
    return [...phases].map(([kinds, some]) => `${kinds} while ${some.join(', ')}`).join('; ');
  }

  private count(of: Iterable<Combination>): Count {
    let [all, struck] = [0, 0];
    for (const each of of) {
      all += 1;
      if (!this.isEmpty(each)) struck += 1;
    }
    return { all, struck };
  }

  private isEmpty([one, other, phase]: Combination): boolean {
    return this.isOpen(one.name, other.name, phase);
  }

  private *cells(): Iterable<Combination> {
    for (const phase of PHASES) for (const kind of this.kindsIn(phase)) yield [kind, kind, phase];
  }

  private *triples(): Iterable<Combination> {
    for (const phase of PHASES) {
      const kinds = this.kindsIn(phase);
      for (const [at, one] of kinds.entries())
        for (const other of kinds.slice(at + 1)) if (one.layer !== other.layer) yield [one, other, phase];
    }
  }

  private numberOf(one: string, other: string, phase: Phase): number {
    const [a, b] = [this.numbers.get(one) as number, this.numbers.get(other) as number];
    const { length } = this.kinds;
    return (PHASES.indexOf(phase) * length + Math.min(a, b)) * length + Math.max(a, b);
  }
}

interface Count {
  readonly all: number;
  readonly struck: number;
}

type Combination = readonly [one: FaultKind, other: FaultKind, phase: Phase];

const isLegal = ({ phases }: FaultKind, phase: Phase): boolean => (phases ?? PHASES).includes(phase);
const say = ({ all, struck }: Count): string => `${struck} of ${all}`;
