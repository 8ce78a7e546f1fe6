import { vimFault } from '../faults';
import { MANAGED_TYPES, propertiesOf } from '../lookup';
import { DATA_TYPES, ENUMERATIONS, type Field, PRIMITIVES, type TypeRef } from '../schema/schema';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { encodeAny } from '../xml/encode';

/** A property path that was understood: `config.hardware.device`. */
export interface Path {
  readonly path: string;
  readonly first: string;
  readonly rest: readonly string[];
}

/** Understands a path on a type of managed objects. Errors: InvalidProperty – the type has no such property. */
export function pathOn(type: string, path: string): Path {
  const [first = '', ...rest] = path.split('.');
  const property = propertiesOf(type).get(first);
  // Of types that are not simulated there are no objects: nobody reads the path.
  if (!property && !MANAGED_TYPES.has(type)) return { path, first, rest };
  if (!property) throw vimFault('InvalidProperty', path, { name: path });
  if (rest.length > 0 && property.type.name !== '~') checkFields(property.type, rest, path);
  return { path, first, rest };
}

function checkFields(type: TypeRef, words: readonly string[], path: string): void {
  let at: TypeRef = type;
  for (const word of words) {
    if (at.name === '~') return;
    const field = at.array || at.ref ? undefined : fieldNamed(at.name, word);
    if (!field) throw vimFault('InvalidProperty', path, { name: path });
    at = field;
  }
}

/** A field of a data type, or of one that stands on it. */
function fieldNamed(type: string, name: string): Field | undefined {
  const own = DATA_TYPES.get(type)?.fields.find(({ field }) => field === name);
  if (own || PRIMITIVES.has(type) || ENUMERATIONS.has(type)) return own;
  for (const { name: other, fields, base } of DATA_TYPES.values()) {
    if (base !== type) continue;
    const found = fields.find(({ field }) => field === name) ?? fieldNamed(other, name);
    if (found) return found;
  }
  return undefined;
}

/** What reading a property gave: its XML as `val`; nothing where it is unset; or the privilege that is missing. */
export type Reading = { readonly val: string } | { readonly missing: string } | undefined;

/** Reads a property of an object, in the version of the view. */
export function readProperty(ref: Ref, self: unknown, { first, rest }: Path, view: View): Reading {
  const property = propertiesOf(ref.type).get(first);
  if (!property || property.type.since > view.version) return undefined;
  if (!property.viewable && !mayRead(ref, view)) return { missing: 'System.Read' };
  let value = property.get?.(self, view);
  let type: TypeRef = property.type;
  for (const word of rest) {
    if (value === undefined || value === null) return undefined;
    const data = value as Data;
    const field = fieldNamed(data.$ ?? type.name, word) ?? fieldNamed(type.name, word);
    if (!field || field.since > view.version) return undefined;
    value = data[word];
    type = field;
  }
  if (value === undefined || value === null || type.name === '~') return undefined;
  return { val: encodeAny('val', value, type, view.version) };
}

/** One property in the bare form that `Fetch` gives: the XML as `returnval`. Errors: InvalidProperty, NoPermission. */
export function fetchProperty(ref: Ref, self: unknown, name: string, view: View): string {
  const reading = readProperty(ref, self, pathOn(ref.type, name), view);
  if (reading && 'missing' in reading)
    throw vimFault('NoPermission', '', { object: ref, privilegeId: reading.missing });
  return reading ? reading.val.replace(/^<val/, '<returnval').replace(/<\/val>$/, '</returnval>') : '';
}

/** The value of a property that leads to other objects. */
export function targetsOf(ref: Ref, self: unknown, path: string, view: View): Ref[] {
  const [first = '', ...rest] = path.split('.');
  const property = propertiesOf(ref.type).get(first);
  if (!property || (!property.viewable && !mayRead(ref, view))) return [];
  let value = property.get?.(self, view);
  for (const word of rest) value = (value as Data | undefined)?.[word];
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each): each is Ref => each instanceof Ref);
}

/** Everything in the tree needs System.Read to be read; what is not in it, who is logged in may read. */
function mayRead(ref: Ref, view: View): boolean {
  return !view.vim.tree.entities.has(ref.id) || view.reads(ref.id);
}
