import { hashText, mix } from '../../../kernel';
import { exact, resolve } from '../resolve';
import type { Ref } from '../values';
import type { View } from '../view';
import { readProperty } from './read';
import { pathsFor, type Selected, type Spec, select } from './select';

/** One object that entered, changed or left. Shape: XML of an `ObjectUpdate`. */
export interface Update {
  readonly xml: string;
}

/** What a filter told of an object: a mark of each property that was set. */
type Told = Map<string, number>;

/** A filter of a property collector: it knows what it told last, and which objects may have changed since.
 *  Only those are read again; the selection is made anew when something on which it stands has changed. */
export class Filter {
  readonly ref: Ref;
  readonly spec: Spec;
  readonly partial: boolean;
  private readonly told = new Map<string, { readonly ref: Ref; readonly marks: Told }>();
  /** Objects whose properties led to others. */
  private readonly passed = new Set<string>();
  private readonly dirty = new Set<string>();
  private anew = true;

  constructor(ref: Ref, spec: Spec, partial: boolean) {
    this.ref = ref;
    this.spec = spec;
    this.partial = partial;
  }

  /** Something happened to an object. Gives whether it may matter here. */
  touched(id: string): boolean {
    if (this.anew) return true;
    const known = this.told.has(id);
    if (known) this.dirty.add(id);
    if (this.passed.has(id)) this.anew = true;
    return known || this.anew;
  }

  /** A container's list may have changed: VMs come and go in folders, in pools, on hosts. */
  structureChanged(): void {
    if (this.passed.size > 0) this.anew = true;
  }

  /** Forgets what was told: everything is told again. */
  reset(): void {
    this.told.clear();
    this.dirty.clear();
    this.anew = true;
  }

  /** What is new since it was asked last. Errors: ManagedObjectNotFound – on the first time only. */
  changes(view: View): Update[] {
    const updates: Update[] = [];
    if (this.anew) {
      const first = this.told.size === 0;
      this.anew = false;
      this.passed.clear();
      const here = new Set<string>();
      for (const selected of this.selection(view, first)) {
        here.add(selected.ref.id);
        if (!this.told.has(selected.ref.id)) updates.push(this.enter(selected, view));
        else this.look(selected, view, updates);
      }
      for (const [id, { ref }] of this.told)
        if (!here.has(id)) {
          this.told.delete(id);
          updates.push({ xml: objectUpdate('leave', ref, '', '') });
        }
      this.dirty.clear();
      return updates;
    }
    const dirty = [...this.dirty];
    this.dirty.clear();
    for (const id of dirty) {
      const known = this.told.get(id);
      if (!known) continue;
      try {
        const ref = exact(known.ref, view);
        this.look({ ref, self: resolve(ref, view) }, view, updates);
      } catch {
        this.told.delete(id);
        updates.push({ xml: objectUpdate('leave', known.ref, '', '') });
      }
    }
    return updates;
  }

  private *selection(view: View, first: boolean): Generator<Selected> {
    try {
      yield* select(this.spec, view, (id) => this.passed.add(id));
    } catch (error) {
      // What was there at first and is gone now has left.
      if (first) throw error;
    }
  }

  private enter({ ref, self }: Selected, view: View): Update {
    const marks: Told = new Map();
    let changes = '';
    let missing = '';
    for (const path of pathsFor(this.spec, ref.type)) {
      const reading = readProperty(ref, self, path, view);
      if (!reading) continue;
      if ('missing' in reading) missing += missingXml(path.path, ref, reading.missing);
      else {
        marks.set(path.path, mark(reading.val));
        changes += change(path.path, 'assign', reading.val);
      }
    }
    this.told.set(ref.id, { ref, marks });
    return { xml: objectUpdate('enter', ref, changes, missing) };
  }

  /** Compares an object that was told of with what it is now. */
  private look({ ref, self }: Selected, view: View, updates: Update[]): void {
    const marks = this.told.get(ref.id)?.marks ?? new Map<string, number>();
    let changes = '';
    for (const path of pathsFor(this.spec, ref.type)) {
      const reading = readProperty(ref, self, path, view);
      const val = reading && 'val' in reading ? reading.val : undefined;
      const before = marks.get(path.path);
      const now = val === undefined ? undefined : mark(val);
      if (before === now) continue;
      if (now === undefined) marks.delete(path.path);
      else marks.set(path.path, now);
      changes += change(path.path, val === undefined ? 'indirectRemove' : 'assign', val ?? '');
    }
    if (changes !== '') updates.push({ xml: objectUpdate('modify', ref, changes, '') });
  }
}

function change(path: string, op: string, val: string): string {
  return `<changeSet><name>${path}</name><op>${op}</op>${val}</changeSet>`;
}

export function missingXml(path: string, { type, id }: Ref, privilege: string): string {
  return `<missingSet><path>${path}</path><fault><fault xsi:type="NoPermission"><object type="${type}">${id}</object><privilegeId>${privilege}</privilegeId></fault><localizedMessage>Permission to perform this operation was denied.</localizedMessage></fault></missingSet>`;
}

function objectUpdate(kind: string, { type, id }: Ref, changes: string, missing: string): string {
  return `<objectSet><kind>${kind}</kind><obj type="${type}">${id}</obj>${changes}${missing}</objectSet>`;
}

/** A number for a text: two texts with the same one are taken for equal (1 in 2^52). */
function mark(text: string): number {
  const high = mix(hashText(text)) >>> 0;
  return high * 2 ** 20 + ((mix(high ^ text.length) ^ hashText(text.slice(text.length >> 1))) >>> 12);
}
