import { type Rank, rankOf } from '../versions';
import { COLLECTOR } from './collector';
import { DEVICES } from './devices';
import { ENUMS as ENUM_LINES } from './enums';
import { FAULTS } from './faults';
import { INVENTORY } from './inventory';
import { SERVICE } from './service';
import { SPECS } from './specs';
import { TASKS } from './tasks';
import { VIRTUAL_MACHINE } from './virtual-machine';

/** A type as a field, parameter or property has it. */
export interface TypeRef {
  /** `string`, `int` …; the name of a data type or enumeration; of a managed object, where `ref`; `any`; `~`: not simulated. */
  readonly name: string;
  readonly ref: boolean;
  readonly array: boolean;
  readonly optional: boolean;
  /** The oldest version that has it. */
  readonly since: Rank;
}

export interface Field extends TypeRef {
  readonly field: string;
}

/** A data type. Shape: the fields of its base come first, then its own, in the order of the official description. */
export interface DataType {
  readonly name: string;
  readonly base: string | undefined;
  readonly since: Rank;
  readonly fields: readonly Field[];
}

/** The data types, in a notation of one entry each: `Type@since < Base: field:type …`, continued on indented lines.
 *  A type is a name, with `&` before it for a reference to a managed object (alone: to any), `[]` for a list, `?` if it may be left
 *  out, `@version` if older versions lack it; `~` stands for what is known but not simulated. */
const SOURCES = [COLLECTOR, SERVICE, TASKS, VIRTUAL_MACHINE, DEVICES, SPECS, INVENTORY, FAULTS];

export const PRIMITIVES: ReadonlySet<string> = new Set([
  'string',
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'time',
  'bytes',
]);

export const ENUMERATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  entriesOf(ENUM_LINES).map((line) => {
    const [name = '', values = ''] = line.split(' = ');
    return [name, values.split(' ')];
  }),
);

export const DATA_TYPES: ReadonlyMap<string, DataType> = readTypes();

/** Whether a data type is another, or stands on it. */
export function isData(name: string, ancestor: string): boolean {
  for (let at = DATA_TYPES.get(name); at; at = DATA_TYPES.get(at.base ?? ''))
    if (at.name === ancestor) return true;
  return false;
}

/** Reads the notation of a type: `&Datastore[]?@6.5`. */
export function typeRef(text: string): TypeRef {
  const found = /^(&?)([\w~]*)(\[\])?(\?)?(?:@([\d.]+))?$/.exec(text);
  if (!found) throw new Error(`no type: ${text}`);
  const [, ref, name = '', array, optional, since] = found;
  return {
    name,
    ref: ref === '&',
    array: array !== undefined,
    optional: optional !== undefined,
    since: since === undefined ? 0 : rankOf(since),
  };
}

/** Reads `name:type name:type …`. */
export function fieldList(text: string): readonly Field[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const at = word.indexOf(':');
      return { field: word.slice(0, at), ...typeRef(word.slice(at + 1)) };
    });
}

function entriesOf(text: string): readonly string[] {
  return text.trim().replaceAll(/\n +/g, ' ').split('\n');
}

function readTypes(): ReadonlyMap<string, DataType> {
  const types = new Map<string, DataType>();
  const waiting = SOURCES.flatMap(entriesOf).map((line) => {
    const found = /^(\w+)(?:@([\d.]+))?(?: < (\w+))?:(.*)$/.exec(line);
    if (!found) throw new Error(`no data type: ${line}`);
    const [, name = '', since, base, fields = ''] = found;
    return { name, since: since === undefined ? 0 : rankOf(since), base, own: fieldList(fields) };
  });
  // A type is complete once its base is.
  while (waiting.length > 0) {
    const ready = waiting.filter(({ base }) => base === undefined || types.has(base));
    if (ready.length === 0) throw new Error(`types without their base: ${waiting.map(({ name }) => name)}`);
    for (const entry of ready) {
      const { name, since, base, own } = entry;
      types.set(name, { name, since, base, fields: [...(types.get(base ?? '')?.fields ?? []), ...own] });
      waiting.splice(waiting.indexOf(entry), 1);
    }
  }
  return types;
}
