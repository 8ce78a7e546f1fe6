type Method = (...args: never[]) => unknown;

/** Replaces a method of one object, private ones too; `wrap` gets what it was. Others of its class keep theirs.
 *  Errors: a broken invariant where the object has no such method – so that a rename does not leave a bug unplanted. */
export function override<F extends Method>(part: object, method: string, wrap: (original: F) => F): void {
  const methods = part as { [name: string]: unknown };
  const original = methods[method];
  if (typeof original !== 'function') throw missing(part, method);
  methods[method] = wrap(original.bind(part) as F);
}

/** What one object keeps for itself. Errors: as above. */
export function inside<T>(part: object, field: string): T {
  const value = (part as { [name: string]: unknown })[field];
  if (value === undefined) throw missing(part, field);
  return value as T;
}

function missing(part: object, name: string): Error {
  return new Error(`${part.constructor.name} has no ${name}: a planted bug must follow the rename`);
}
