import { Misuse } from '../../../simulators/kernel';
import { asFlag, asNumber, asText, asTime, type Reading } from '../cells';
import { type Fact, type LocalTime, type PathPlace, placeText } from '../model';
import type { NoteBook } from '../notes';
import type { Cell } from '../read-workbook';
import { shown } from '../table';

/** A reference to a managed object. */
export interface Ref {
  readonly type: string;
  readonly id: string;
}

/** What a node needs to know about the file around it. `xml`: places are XPaths, not JSON pointers. */
export interface DumpContext {
  readonly notes: NoteBook;
  readonly xml: boolean;
}

/** A value in a dump of vSphere objects, and the place where it stands.
 *  Shape: names are found as vSphere writes them (`config`) and as older versions of govc do (`Config`). What is absent or null
 *  is `undefined`. A value of another type is `undefined` too, and noted. */
export class DumpNode {
  readonly value: unknown;
  readonly at: PathPlace;
  private readonly context: DumpContext;

  constructor(value: unknown, at: PathPlace, context: DumpContext) {
    const wrapped = isRecord(value) && Object.hasOwn(value, '_value');
    this.value = wrapped ? value._value : value;
    this.at = wrapped ? { ...at, path: `${at.path}/_value` } : at;
    this.context = context;
  }

  /** What stands under a path of names with dots between; '' is the node itself. */
  get(path: string): DumpNode | undefined {
    let node: DumpNode | undefined = this;
    for (const name of path === '' ? [] : path.split('.')) node = node?.child(name);
    return node;
  }

  /** The elements of a list: also of one in an object of its own (`ArrayOf…`), and one element that stands without a list. */
  items(): readonly DumpNode[] {
    if (Array.isArray(this.value)) {
      return this.value.flatMap((value, index) =>
        value === null ? [] : [new DumpNode(value, this.below(index), this.context)],
      );
    }
    if (!isRecord(this.value)) return this.context.xml && this.value !== null ? [this] : [];
    const names = Object.keys(this.value).filter((name) => name !== '_typeName');
    const [only] = names;
    const inner = names.length === 1 && only !== undefined ? this.value[only] : undefined;
    if (inner === null || Array.isArray(inner))
      return new DumpNode(inner, this.below(only as string), this.context).items();
    return names.length === 0 ? [] : [this];
  }

  text(path = ''): Fact<string> {
    return this.read(path, asText, 'text');
  }

  flag(path: string): Fact<boolean> {
    return this.read(path, asFlag, 'true or false');
  }

  amount(path: string): Fact<number> {
    return this.read(path, asNumber, 'a number of 0 or more');
  }

  /** Without a zone in the value, none is claimed; one that is given is turned into UTC. */
  time(path: string): Fact<LocalTime> {
    return this.read(path, (cell) => asTime(inUtc(cell), false), 'a date and time');
  }

  /** A reference; `undefined` if the value is none. */
  ref(path = ''): Ref | undefined {
    const node = this.get(path);
    const [type, id] = [node?.text('type')?.value, node?.text('value')?.value];
    return type === undefined || id === undefined ? undefined : { type, id };
  }

  /** Refuses a value. Errors: HW-INPUT-CELL. */
  refuse(expected: string): Misuse {
    const message = `expected ${expected}, got ${this.shown()}: ${placeText(this.at)}`;
    return new Misuse('HW-INPUT-CELL', message, 'Correct the value, or export again.');
  }

  private child(name: string): DumpNode | undefined {
    if (!isRecord(this.value)) return undefined;
    for (const key of [name, `${name.charAt(0).toUpperCase()}${name.slice(1)}`]) {
      const value = Object.hasOwn(this.value, key) ? this.value[key] : null;
      if (value !== null && value !== undefined) return new DumpNode(value, this.below(key), this.context);
    }
    return undefined;
  }

  private below(key: string | number): PathPlace {
    const { file, path } = this.at;
    if (typeof key === 'string') return { file, path: `${path}/${key}` };
    return { file, path: this.context.xml ? `${path}[${key + 1}]` : `${path}/${key}` };
  }

  private read<T>(path: string, as: (cell: Cell) => Reading<T>, expected: string): Fact<T> {
    const node = this.get(path);
    if (node === undefined) return undefined;
    const reading = isCell(node.value) ? as(node.value) : 'wrong';
    if (reading === 'blank') return undefined;
    if (reading !== 'wrong') return { value: reading.value, at: node.at };
    const message = `expected ${expected}, got ${node.shown()}: the fact stays unknown`;
    this.context.notes.add('warning', 'HW-NOTE-CELL', message, node.at);
    return undefined;
  }

  private shown(): string {
    if (isCell(this.value)) return shown(this.value);
    return Array.isArray(this.value) ? 'a list' : 'an object';
  }
}

/** Is this an object of names and values, not a list? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): value is Cell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Text of a moment with a zone as one in UTC; anything else is left as it is. */
export function inUtc(cell: Cell): Cell {
  if (typeof cell !== 'string' || !/T.*[+-]\d{2}:\d{2}$/.test(cell)) return cell;
  const ms = Date.parse(cell);
  return Number.isNaN(ms) ? cell : new Date(ms).toISOString();
}
