import { mix } from '../kernel';

const BITS = 4;
const FANOUT = 1 << BITS;
const MASK = FANOUT - 1;

/** A subtree: a number where all its extents carry that one version (0: never written), else its children. */
type Tree = number | Node;

class Node {
  readonly kids: Tree[];
  /** The edit that made this node, and alone may still change it. */
  readonly edit: Edit | undefined;
  hash: number | undefined;
  written: number | undefined;

  constructor(kids: Tree[], edit: Edit | undefined) {
    this.kids = kids;
    this.edit = edit;
  }
}

/** Stands for a series of writes of which only the last result is wanted: nodes made in it are changed in place. */
type Edit = object;

/** The contents of a disk at one instant: which version each extent carries. Immutable; writing gives a new map that
 *  shares all it did not change, so that a view of any instant costs nothing and empty space costs nothing.
 *  Shape: equal contents have equal maps, however they came about. Units: extents, from 0; versions ≥ 1, 0 = never written. */
export class ExtentMap {
  static readonly empty = new ExtentMap(0, 1);
  private readonly root: Tree;
  /** Levels of the tree: it holds 16^height extents; beyond lies empty space. */
  private readonly height: number;

  private constructor(root: Tree, height: number) {
    this.root = root;
    this.height = height;
  }

  get(extent: number): number {
    if (extent >= capacity(this.height)) return 0;
    let tree = this.root;
    for (let level = this.height - 1; typeof tree !== 'number'; level -= 1) {
      tree = tree.kids[slot(extent, level)] as Tree;
    }
    return tree;
  }

  /** The map after extents `start` … `start + count - 1` were all written as `version`. */
  write(start: number, count: number, version: number): ExtentMap {
    return this.writeIn(undefined, start, count, version);
  }

  /** The map after all `runs` were written, in order. */
  writeAll(runs: readonly Run[]): ExtentMap {
    const edit = {};
    let map: ExtentMap = this;
    for (const { start, count, version } of runs) map = map.writeIn(edit, start, count, version);
    return map;
  }

  /** Like `write`, but may change what earlier writes of the same edit made. Only for those who let nobody see the maps in between. */
  writeIn(edit: Edit | undefined, start: number, count: number, version: number): ExtentMap {
    if (count <= 0) return this;
    let { root, height } = this;
    while (start + count > capacity(height)) {
      root = root === 0 ? 0 : new Node([root, ...new Array<Tree>(FANOUT - 1).fill(0)], edit);
      height += 1;
    }
    return new ExtentMap(writeTree(root, height - 1, start, start + count, version, edit), height);
  }

  /** Each stretch of extents with one version, in order, leaving out what was never written. */
  runs(): Run[] {
    const found: OpenRun[] = [];
    walk(this.root, this.height - 1, 0, (start, count, version) => push(found, start, count, version));
    return found;
  }

  /** The stretches in which `this` differs from `other`, with the versions of `this` (0 where `this` was never written). */
  changesSince(other: ExtentMap): Run[] {
    const found: OpenRun[] = [];
    const height = Math.max(this.height, other.height);
    compare(
      raise(this.root, this.height, height),
      raise(other.root, other.height, height),
      height - 1,
      0,
      found,
    );
    return found;
  }

  equals(other: ExtentMap): boolean {
    const height = Math.max(this.height, other.height);
    return same(raise(this.root, this.height, height), raise(other.root, other.height, height));
  }

  /** A checksum of the contents, 32 bits: equal contents give equal checksums. */
  checksum(): number {
    let tree = this.root;
    let { height } = this;
    while (typeof tree !== 'number' && tree.kids.every((kid, at) => at === 0 || kid === 0)) {
      tree = tree.kids[0] as Tree;
      height -= 1;
    }
    return tree === 0 ? 0 : mix(hashTree(tree) ^ height) >>> 0;
  }

  /** How many extents were ever written. */
  written(): number {
    return countTree(this.root, this.height - 1);
  }
}

/** `count` extents from `start`, all with `version`. */
export interface Run {
  readonly start: number;
  readonly count: number;
  readonly version: number;
}

/** A run that may still grow. */
type OpenRun = { -readonly [K in keyof Run]: Run[K] };

/** How many extents the runs cover. */
export function extentsIn(runs: readonly Run[]): number {
  let total = 0;
  for (const run of runs) total += run.count;
  return total;
}

/** How many extents a tree of this height holds. (Looked up: raising a number to a power is slow, and asked for at each step.) */
const CAPACITY: readonly number[] = Array.from({ length: 14 }, (_, height) => FANOUT ** height);

function capacity(height: number): number {
  return CAPACITY[height] as number;
}

function slot(extent: number, level: number): number {
  return level < 5 ? (extent >>> (level * BITS)) & MASK : Math.floor(extent / capacity(level)) & MASK;
}

function writeTree(
  tree: Tree,
  level: number,
  from: number,
  to: number,
  version: number,
  edit: Edit | undefined,
): Tree {
  if (tree === version) return tree;
  const width = capacity(level);
  if (from <= 0 && to >= width * FANOUT) return version;
  const own = typeof tree !== 'number' && edit !== undefined && tree.edit === edit ? tree : undefined;
  const kids = own
    ? own.kids
    : typeof tree === 'number'
      ? new Array<Tree>(FANOUT).fill(tree)
      : tree.kids.slice();
  const first = Math.max(0, Math.floor(from / width));
  const last = Math.min(FANOUT - 1, Math.floor((to - 1) / width));
  for (let at = first; at <= last; at += 1) {
    kids[at] =
      level === 0
        ? version
        : writeTree(kids[at] as Tree, level - 1, from - at * width, to - at * width, version, edit);
  }
  if (uniform(kids)) return kids[0] as Tree;
  if (!own) return new Node(kids, edit);
  own.hash = undefined;
  own.written = undefined;
  return own;
}

/** Are all children one number? Then that number takes their place: so equal contents have equal trees. */
function uniform(kids: readonly Tree[]): boolean {
  const first = kids[0] as Tree;
  if (typeof first !== 'number' || kids[FANOUT - 1] !== first) return false;
  for (let at = 1; at < FANOUT; at += 1) if (kids[at] !== first) return false;
  return true;
}

function raise(tree: Tree, from: number, to: number): Tree {
  let raised = tree;
  for (let height = from; height < to; height += 1) {
    raised = raised === 0 ? 0 : new Node([raised, ...new Array<Tree>(FANOUT - 1).fill(0)], undefined);
  }
  return raised;
}

function walk(
  tree: Tree,
  level: number,
  base: number,
  visit: (start: number, count: number, version: number) => void,
): void {
  if (tree === 0) return;
  if (typeof tree === 'number') visit(base, capacity(level + 1), tree);
  else
    for (let at = 0; at < FANOUT; at += 1)
      walk(tree.kids[at] as Tree, level - 1, base + at * capacity(level), visit);
}

function compare(mine: Tree, theirs: Tree, level: number, base: number, found: OpenRun[]): void {
  if (mine === theirs) return;
  if (typeof mine === 'number' && typeof theirs === 'number') {
    push(found, base, capacity(level + 1), mine);
    return;
  }
  const width = capacity(level);
  for (let at = 0; at < FANOUT; at += 1) {
    const a = typeof mine === 'number' ? mine : (mine.kids[at] as Tree);
    const b = typeof theirs === 'number' ? theirs : (theirs.kids[at] as Tree);
    if (a !== b) compare(a, b, level - 1, base + at * width, found);
  }
}

function push(found: OpenRun[], start: number, count: number, version: number): void {
  const last = found[found.length - 1];
  if (last && last.version === version && last.start + last.count === start) {
    last.count += count;
  } else {
    found.push({ start, count, version });
  }
}

function same(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  if (typeof a === 'number' || typeof b === 'number') return false;
  if (a.hash !== undefined && b.hash !== undefined && a.hash !== b.hash) return false;
  for (let at = 0; at < FANOUT; at += 1) if (!same(a.kids[at] as Tree, b.kids[at] as Tree)) return false;
  return true;
}

function hashTree(tree: Tree): number {
  if (typeof tree === 'number') return mix(tree);
  if (tree.hash === undefined) {
    let hash = 17;
    for (let at = 0; at < FANOUT; at += 1) {
      const kid = tree.kids[at] as Tree;
      hash = mix(Math.imul(hash, 31) ^ (typeof kid === 'number' ? mix(kid) : hashTree(kid)));
    }
    tree.hash = hash;
  }
  return tree.hash;
}

function countTree(tree: Tree, level: number): number {
  if (typeof tree === 'number') return tree === 0 ? 0 : capacity(level + 1);
  if (tree.written === undefined) {
    let written = 0;
    for (let at = 0; at < FANOUT; at += 1) written += countTree(tree.kids[at] as Tree, level - 1);
    tree.written = written;
  }
  return tree.written;
}
