import type { ManagedType, Method, Property } from './managed-type';
import { baseOf } from './registry-types';

/** The types of managed objects that are simulated, by name. (They are made known by registry.ts, for they need this themselves.) */
const types = new Map<string, ManagedType>();
export const MANAGED_TYPES: ReadonlyMap<string, ManagedType> = types;

const ALL_PROPERTIES = new Map<string, ReadonlyMap<string, Property>>();

export function register(all: readonly ManagedType[]): void {
  for (const type of all) types.set(type.name, type);
}

/** The properties of a type, those of its bases first. */
export function propertiesOf(name: string): ReadonlyMap<string, Property> {
  const known = ALL_PROPERTIES.get(name);
  if (known) return known;
  const base = baseOf(name);
  const above = base === '' ? [] : propertiesOf(base);
  const all = new Map([...above, ...(types.get(name)?.properties ?? [])]);
  ALL_PROPERTIES.set(name, all);
  return all;
}

/** A method of a type, or of one of its bases. */
export function methodOf(name: string, method: string): Method | undefined {
  for (let at = name; at !== ''; at = baseOf(at)) {
    const found = types.get(at)?.methods.get(method);
    if (found) return found;
  }
  return undefined;
}
