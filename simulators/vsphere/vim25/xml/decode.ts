import { vimFault } from '../faults';
import {
  DATA_TYPES,
  ENUMERATIONS,
  type Field,
  isData,
  PRIMITIVES,
  type TypeRef,
  typeRef,
} from '../schema/schema';
import { Any, type Data, Ref } from '../values';
import type { Element } from './read';

/** Reads the arguments of a method, or the fields of a data object: in the order of the description, none unknown, none missing.
 *  Errors: InvalidRequest, InvalidType – what the element is, and what was expected. */
export function decodeFields(element: Element, fields: readonly Field[], what: string): Data {
  const data: { [field: string]: unknown } = {};
  let at = 0;
  for (const child of element.children) {
    const index = fields.findIndex(({ field }) => field === child.name);
    const field = fields[index];
    if (!field) throw invalid(`${what} has no ${child.name}`);
    if (index < at) throw invalid(`${child.name} stands in the wrong place in ${what}`);
    at = index;
    const value = decode(child, field);
    const before = data[field.field];
    if (field.array) data[field.field] = [...((before as unknown[] | undefined) ?? []), value];
    else if (before === undefined) data[field.field] = value;
    else throw invalid(`${child.name} stands in ${what} twice`);
  }
  for (const { field, optional, array } of fields) {
    if (data[field] !== undefined) continue;
    if (array && !optional) data[field] = [];
    else if (!optional) throw invalid(`${what} lacks ${field}`);
  }
  return data;
}

/** Reads one value. */
function decode(element: Element, type: TypeRef): unknown {
  if (type.ref) {
    const id = element.text.trim();
    if (id === '' || element.children.length > 0) throw invalid(`${element.name} is no reference`);
    return new Ref(element.attributes.type ?? type.name, id);
  }
  if (type.name === '~') return element;
  if (PRIMITIVES.has(type.name)) return primitive(element, type.name);
  if (ENUMERATIONS.has(type.name)) {
    if (!ENUMERATIONS.get(type.name)?.includes(element.text))
      throw invalid(`${element.text} is no ${type.name}`);
    return element.text;
  }
  const given = element.attributes.type?.replace(/^.*:/, '');
  if (type.name === 'any') return decodeAny(element, given);
  const actual = given ?? type.name;
  const known = DATA_TYPES.get(actual);
  if (!known) throw vimFault('InvalidType', `${actual} is not known`, { argument: actual });
  if (!isData(actual, type.name))
    throw vimFault('InvalidType', `${actual} is no ${type.name}`, { argument: actual });
  return { $: actual, ...decodeFields(element, known.fields, actual) };
}

function decodeAny(element: Element, given: string | undefined): unknown {
  const names: { readonly [xsd: string]: string } = { dateTime: 'time', base64Binary: 'bytes' };
  const name = names[given ?? ''] ?? given ?? 'string';
  if (name === 'ManagedObjectReference') return decode(element, typeRef('&'));
  if (name.startsWith('ArrayOf')) return element;
  return new Any(name, decode(element, typeRef(name.replaceAll(/\W/g, ''))));
}

const INTEGERS: { readonly [type: string]: number } = { byte: 7, short: 15, int: 31, long: 63 };

function primitive({ name, text, children }: Element, type: string): unknown {
  if (children.length > 0) throw invalid(`${name} is no ${type}`);
  if (type === 'string' || type === 'bytes') return text;
  const word = text.trim();
  if (type === 'boolean') {
    if (!/^(true|false|0|1)$/.test(word)) throw invalid(`${name} is no boolean`);
    return word === 'true' || word === '1';
  }
  if (type === 'time') {
    if (Number.isNaN(Date.parse(word))) throw invalid(`${name} is no date and time`);
    return word;
  }
  const bits = INTEGERS[type];
  const fits = bits === undefined ? /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(word) : /^[+-]?\d{1,19}$/.test(word);
  const value = Number(word);
  if (!fits || !Number.isFinite(value) || (bits !== undefined && Math.abs(value) > 2 ** bits))
    throw invalid(`${name} is no ${type}`);
  return value;
}

function invalid(what: string): Error {
  return vimFault('InvalidRequest', what);
}
