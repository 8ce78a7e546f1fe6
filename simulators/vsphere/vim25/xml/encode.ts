import { DATA_TYPES, type DataType, ENUMERATIONS, PRIMITIVES, type TypeRef, typeRef } from '../schema/schema';
import { Any, type Data, Ref } from '../values';
import type { Rank } from '../versions';
import { escapeXml } from './write';

const XSD: { readonly [name: string]: string } = { time: 'xsd:dateTime', bytes: 'xsd:base64Binary' };
/** How lists are called where any type may stand, if not `ArrayOf` and the name. */
const LISTS: { readonly [name: string]: string } = { '': 'ManagedObjectReference' };

/** A value as XML, named `tag`; of a list, one element each; of what is unset, nothing.
 *  Never tells what is newer than `version`: such fields are left out, such types are told as their base. */
export function encode(tag: string, value: unknown, type: TypeRef, version: Rank): string {
  return value === undefined || value === null ? '' : writerOf(tag, type, version)(value);
}

/** A value with its type, for a place that takes any. */
export function encodeAny(tag: string, value: unknown, type: TypeRef, version: Rank): string {
  if (value === undefined || value === null) return '';
  if (type.array) {
    const item = type.ref ? 'ManagedObjectReference' : listed(type.name);
    const content = encode(item, value, type, version);
    return `<${tag} xsi:type="ArrayOf${item[0]?.toUpperCase()}${item.slice(1)}">${content}</${tag}>`;
  }
  if (type.ref || value instanceof Ref) {
    const { type: kind, id } = value as Ref;
    return `<${tag} type="${kind}" xsi:type="ManagedObjectReference">${escapeXml(id)}</${tag}>`;
  }
  if (type.name === 'any') return guess(tag, value, version);
  if (PRIMITIVES.has(type.name))
    return `<${tag} xsi:type="${XSD[type.name] ?? `xsd:${type.name}`}">${plain(value, type.name)}</${tag}>`;
  if (ENUMERATIONS.has(type.name))
    return `<${tag} xsi:type="${type.name}">${plain(value, type.name)}</${tag}>`;
  const actual = actualType(value as Data, type.name, version);
  return `<${tag} xsi:type="${actual.name}">${fields(value as Data, actual, version)}</${tag}>`;
}

type Writer = (value: unknown) => string;

/** How values of a type are written, worked out once: an answer may have a million of them. */
function writerOf(tag: string, type: TypeRef, version: Rank): Writer {
  const one = oneOf(tag, type, version);
  if (!type.array) return one;
  return (value) => {
    let text = '';
    for (const item of value as Iterable<unknown>) text += one(item);
    return text;
  };
}

function oneOf(tag: string, { ref, name }: TypeRef, version: Rank): Writer {
  if (ref) return (value) => `<${tag} type="${(value as Ref).type}">${escapeXml((value as Ref).id)}</${tag}>`;
  if (PRIMITIVES.has(name) || ENUMERATIONS.has(name))
    return (value) => `<${tag}>${plain(value, name)}</${tag}>`;
  if (name === 'any') return (value) => guess(tag, value, version);
  return (value) => {
    const data = value as Data;
    const text = SHARED.get(data);
    const known = text?.get(`${tag} ${name} ${version}`);
    if (known !== undefined) return known;
    const actual = actualType(data, name, version);
    const told = actual.name === name ? '' : ` xsi:type="${actual.name}"`;
    const made = `<${tag}${told}>${fields(data, actual, version)}</${tag}>`;
    text?.set(`${tag} ${name} ${version}`, made);
    return made;
  };
}

/** The XML of data that many answers have, by place and version. */
const SHARED = new WeakMap<Data, Map<string, string>>();

/** Says of data that many answers have it and nobody changes it: its XML is made once. */
export function shared(data: Data): Data {
  SHARED.set(data, new Map());
  return data;
}

/** In a place that takes any, a value says itself what it is, or it is plain. */
function guess(tag: string, value: unknown, version: Rank): string {
  if (value instanceof Any) return encodeAny(tag, value.value, typeRef(value.type), version);
  const name =
    typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'number'
        ? 'int'
        : typeof value === 'string'
          ? 'string'
          : ((value as Data).$ ?? '');
  return encodeAny(tag, value, typeRef(value instanceof Ref ? '&' : name), version);
}

function fields(value: Data, type: DataType, version: Rank): string {
  let text = '';
  for (const { field, write } of writersOf(type, version)) {
    const held = value[field];
    if (held !== undefined && held !== null) text += write(held);
  }
  return text;
}

interface FieldWriter {
  readonly field: string;
  readonly write: Writer;
}
const WRITERS = new WeakMap<DataType, Map<Rank, readonly FieldWriter[]>>();

/** How the fields of a type are written that a version has. */
function writersOf(type: DataType, version: Rank): readonly FieldWriter[] {
  const byVersion = WRITERS.get(type) ?? new Map<Rank, readonly FieldWriter[]>();
  const known = byVersion.get(version);
  if (known) return known;
  const writers = type.fields
    .filter(({ since, name }) => since <= version && name !== '~')
    .map((field) => ({ field: field.field, write: writerOf(field.field, field, version) }));
  WRITERS.set(type, byVersion.set(version, writers));
  return writers;
}

/** The type of a data object, or the nearest base that the version has. */
function actualType({ $ }: Data, declared: string, version: Rank): DataType {
  let type = DATA_TYPES.get($ ?? declared);
  while (type && type.since > version && type.name !== declared) type = DATA_TYPES.get(type.base ?? '');
  if (!type) throw new Error(`no data type ${$ ?? declared}`);
  return type;
}

function plain(value: unknown, type: string): string {
  if (typeof value === 'string') {
    if (value === '' && type !== 'string' && type !== 'bytes') throw new Error(`an empty ${type}`);
    return escapeXml(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`no ${type}: ${value}`);
  return String(value);
}

function listed(name: string): string {
  return LISTS[name] ?? (name === 'time' ? 'dateTime' : name);
}
