import { type Field, fieldList, type TypeRef, typeRef } from './schema/schema';
import type { Data } from './values';
import type { View } from './view';

/** How a property is read. Undefined: it is known, and never set here. */
type Getter<T> = (self: T, view: View) => unknown;

export interface Property<T = unknown> {
  readonly type: TypeRef;
  readonly get: Getter<T> | undefined;
  /** System.View is enough to read it; others need System.Read. */
  readonly viewable: boolean;
}

export interface Method<T = unknown> {
  readonly name: string;
  readonly params: readonly Field[];
  /** Undefined: it gives nothing back. */
  readonly result: TypeRef | undefined;
  /** Whoever is not logged in may call it too. */
  readonly open: boolean;
  readonly run: (self: T, args: Data, view: View) => unknown;
}

/** A type of managed objects: its properties and methods. Those of the base come with it. */
export interface ManagedType<T = unknown> {
  readonly name: string;
  readonly base: string;
  readonly properties: ReadonlyMap<string, Property<T>>;
  readonly methods: ReadonlyMap<string, Method<T>>;
}

/** What a file says of a type of managed objects. `T` is what stands behind them in the domain. */
export interface Described<T> {
  /** `name: [type, getter]` in the notation of schema.ts; without a getter the property is always unset. */
  readonly properties: { readonly [name: string]: readonly [type: string, get?: Getter<T>] };
  /** `Name(param:type …): result` → what it does. */
  readonly methods?: { readonly [signature: string]: (self: T, args: Data, view: View) => unknown };
  /** Properties for which System.View is enough. */
  readonly viewable?: readonly string[];
  /** Methods for which nobody need be logged in. */
  readonly open?: readonly string[];
}

export function managedType<T>(
  name: string,
  base: string,
  { properties, methods = {}, viewable = [], open = [] }: Described<T>,
): ManagedType {
  const all = Object.entries(properties).map(([field, [type, get]]): [string, Property<T>] => [
    field,
    { type: typeRef(type), get, viewable: viewable.includes(field) },
  ]);
  const own = Object.entries(methods).map(([signature, run]): [string, Method<T>] => {
    const found = /^(\w+)\(([^)]*)\)(?:: (\S+))?$/.exec(signature);
    if (!found) throw new Error(`no method: ${signature}`);
    const [, method = '', params = '', result] = found;
    return [
      method,
      {
        name: method,
        params: fieldList(params),
        result: result === undefined ? undefined : typeRef(result),
        open: open.includes(method),
        run,
      },
    ];
  });
  return { name, base, properties: new Map(all), methods: new Map(own) } as ManagedType;
}
