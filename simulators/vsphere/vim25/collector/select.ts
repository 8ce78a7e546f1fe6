import { vimFault } from '../faults';
import { propertiesOf } from '../lookup';
import { isManaged } from '../registry-types';
import { exact, resolve, resolved } from '../resolve';
import type { Data, Ref } from '../values';
import type { View } from '../view';
import { type Path, pathOn, targetsOf } from './read';

/** An object that a filter selects, and where it was come by. */
export interface Selected {
  readonly ref: Ref;
  readonly self: unknown;
}

/** A filter as it was understood. */
export interface Spec {
  readonly propSet: readonly PropertySet[];
  readonly objectSet: readonly Data[];
  readonly reportMissing: boolean;
  /** What was worked out already, by type. */
  readonly pathsOf: Map<string, readonly Path[]>;
}
interface PropertySet {
  readonly type: string;
  readonly all: boolean;
  readonly paths: readonly Path[];
}

/** Understands a filter. Errors: InvalidType, InvalidProperty. */
export function readSpec(data: Data): Spec {
  const propSet = (data.propSet as Data[]).map((each): PropertySet => {
    const type = each.type as string;
    mustBeManaged(type);
    const paths = ((each.pathSet as string[] | undefined) ?? []).map((path) => pathOn(type, path));
    return { type, all: each.all === true, paths };
  });
  return {
    propSet,
    objectSet: data.objectSet as Data[],
    reportMissing: data.reportMissingObjectsInResults === true,
    pathsOf: new Map(),
  };
}

/** The paths that a filter reads of an object: what the sets for its type and those below say, once each. */
export function pathsFor(spec: Spec, type: string): readonly Path[] {
  const known = spec.pathsOf.get(type);
  if (known) return known;
  const paths = new Map<string, Path>();
  for (const set of spec.propSet) {
    if (!isManaged(type, set.type)) continue;
    if (set.all) for (const name of propertiesOf(type).keys()) paths.set(name, pathOn(type, name));
    for (const path of set.paths) paths.set(path.path, path);
  }
  const all = [...paths.values()];
  spec.pathsOf.set(type, all);
  return all;
}

/** The objects that a filter selects, once each, in the order in which they are come by. `passed` is told of every object whose
 *  properties led on. Only those that a property set is about are given.
 *  Errors: ManagedObjectNotFound – an object that the filter names is not there; InvalidType. */
export function* select(
  spec: Spec,
  view: View,
  passed: (id: string) => void = () => undefined,
): Generator<Selected> {
  const given = new Set<string>();
  const wanted = new Map<string, boolean>();
  const isWanted = (type: string): boolean => {
    const known = wanted.get(type);
    if (known !== undefined) return known;
    const is = spec.propSet.some((set) => isManaged(type, set.type));
    wanted.set(type, is);
    return is;
  };
  for (const object of spec.objectSet) {
    const root = exact(object.obj as Ref, view);
    let self: unknown;
    try {
      self = resolve(root, view);
    } catch (error) {
      if (spec.reportMissing) continue;
      throw error;
    }
    const named = namedIn((object.selectSet as Data[] | undefined) ?? []);
    yield* walk(root, self, object.skip === true, object.selectSet as Data[] | undefined, {
      view,
      named,
      passed,
      given,
      isWanted,
      went: new Set(),
    });
  }
}

/** Refuses a filter that `select` would refuse. Errors: as `select`. */
export function checkRoots(spec: Spec, view: View): void {
  for (const { obj, selectSet } of spec.objectSet) {
    if (!spec.reportMissing) resolve(exact(obj as Ref, view), view);
    namedIn((selectSet as Data[] | undefined) ?? []);
  }
}

interface Walk {
  readonly view: View;
  readonly named: ReadonlyMap<string, Data>;
  readonly passed: (id: string) => void;
  readonly given: Set<string>;
  readonly isWanted: (type: string) => boolean;
  /** Objects from which a traversal has gone on: it never goes on twice. */
  readonly went: Set<string>;
}

/** Goes from object to object, without recursion, so that no chain is too long. */
function* walk(
  start: Ref,
  startSelf: unknown,
  skip: boolean,
  sets: readonly Data[] | undefined,
  at: Walk,
): Generator<Selected> {
  const { view, named, given, went } = at;
  // What stands behind an object is looked up when its turn comes: others get theirs between two objects.
  const stack: { ref: Ref; self?: unknown; skip: boolean; sets: readonly Data[] | undefined }[] = [
    { ref: start, self: startSelf, skip, sets },
  ];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { ref } = top;
    const there = top.self === undefined && ref !== start ? resolved(ref, view) : { self: top.self };
    if (!there) continue;
    const { self } = there;
    if (!top.skip && !given.has(ref.id) && at.isWanted(ref.type)) {
      given.add(ref.id);
      yield { ref, self };
    }
    const next: typeof stack = [];
    for (const set of top.sets ?? []) {
      const traversal = set.$ === 'TraversalSpec' ? set : named.get(`${set.name}`);
      if (!traversal || !isManaged(ref.type, traversal.type as string)) continue;
      const key = `${ref.id} ${traversalKey(traversal)}`;
      if (went.has(key)) continue;
      went.add(key);
      at.passed(ref.id);
      for (const target of targetsOf(ref, self, traversal.path as string, view)) {
        next.push({
          ref: target,
          skip: traversal.skip === true,
          sets: traversal.selectSet as Data[] | undefined,
        });
      }
    }
    for (const each of next.reverse()) stack.push(each);
  }
}

const KEYS = new WeakMap<Data, number>();
let keys = 0;
function traversalKey(traversal: Data): number {
  const known = KEYS.get(traversal);
  if (known !== undefined) return known;
  keys += 1;
  KEYS.set(traversal, keys);
  return keys;
}

/** The traversals that have a name, for those that only name them. Errors: InvalidType. */
function namedIn(sets: readonly Data[]): ReadonlyMap<string, Data> {
  const named = new Map<string, Data>();
  const waiting = [...sets];
  for (let set = waiting.pop(); set; set = waiting.pop()) {
    if (set.$ !== 'TraversalSpec') continue;
    mustBeManaged(set.type as string);
    pathOn(set.type as string, set.path as string);
    if (set.name !== undefined) named.set(set.name as string, set);
    waiting.push(...((set.selectSet as Data[] | undefined) ?? []));
  }
  return named;
}

function mustBeManaged(type: string): void {
  if (!isManaged(type, 'ManagedObject')) throw vimFault('InvalidType', type, { argument: type });
}
