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
  if (value === undefined || value === null) return '';
  if (!type.array) return one(tag, value, type, version);
  let text = '';
  for (const item of value as Iterable<unknown>) text += one(tag, item, type, version);
  return text;
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

function one(tag: string, value: unknown, type: TypeRef, version: Rank): string {
  if (type.ref) {
    const { type: kind, id } = value as Ref;
    return `<${tag} type="${kind}">${escapeXml(id)}</${tag}>`;
  }
  if (PRIMITIVES.has(type.name) || ENUMERATIONS.has(type.name))
    return `<${tag}>${plain(value, type.name)}</${tag}>`;
  if (type.name === 'any') return guess(tag, value, version);
  const data = value as Data;
  const actual = actualType(data, type.name, version);
  const told = actual.name === type.name ? '' : ` xsi:type="${actual.name}"`;
  return `<${tag}${told}>${fields(data, actual, version)}</${tag}>`;
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

function fields(value: Data, { fields: all }: DataType, version: Rank): string {
  let text = '';
  for (const field of all) {
    if (field.since > version || field.name === '~') continue;
    const held = value[field.field];
    if (held !== undefined && held !== null) text += encode(field.field, held, field, version);
  }
  return text;
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
