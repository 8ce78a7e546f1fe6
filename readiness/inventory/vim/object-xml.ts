import { SaxesParser } from 'saxes';
import { Misuse } from '../../../simulators/kernel';

/** An element deeper than this is refused; a real snapshot tree is up to 32 deep, four elements a step. */
const DEPTH_MAX = 200;

/** One property of an object. Shape: `path` is the XPath of its value. */
interface XmlProperty {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
}

/** What one file of `govc object.save` holds. */
export interface ObjectContent {
  readonly type: string;
  readonly id: string;
  readonly properties: readonly XmlProperty[];
}

interface Open {
  readonly name: string;
  readonly type: string | undefined;
  readonly isReference: boolean;
  readonly children: Map<string, unknown[]>;
  text: string;
}

/** Reads an ObjectContent element into values of the shape that govc's JSON has: names and values, lists where a name is repeated,
 *  references as type and value, and the type of a value under `_typeName`. Texts stay text.
 *  Errors: HW-INPUT-DTD; HW-INPUT-NESTED; HW-INPUT-TRUNCATED; HW-INPUT-DAMAGED – not well-formed. `undefined`: XML of another kind. */
export function readObjectContent(text: string, file: string): ObjectContent | undefined {
  const root = parse(text, file);
  if (root?.name !== 'ObjectContent') return undefined;
  const { obj, propSet = [] } = Object.fromEntries(root.children) as Record<string, unknown[]>;
  const ref = obj?.[0];
  if (!isReference(ref)) return undefined;
  const properties = propSet.flatMap((each, index): XmlProperty[] => {
    const { name, val } = each as { readonly name?: unknown; readonly val?: unknown };
    if (typeof name !== 'string' || val === undefined) return [];
    const place = propSet.length > 1 ? `propSet[${index + 1}]` : 'propSet';
    return [{ name, path: `/ObjectContent/${place}/val`, value: val }];
  });
  return { type: ref.type, id: ref.value, properties };
}

function parse(text: string, file: string): Open | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const stack: Open[] = [];
  let root: Open | undefined;
  parser.on('error', (error) => {
    const cut = /unclosed tag|document must contain|unexpected end/i.test(error.message);
    const [code, got] = cut
      ? ['HW-INPUT-TRUNCATED', 'that is cut off']
      : ['HW-INPUT-DAMAGED', 'with a fault'];
    const message = `expected whole XML, got XML ${got} (${error.message.split('\n')[0]}): ${file}`;
    throw new Misuse(code, message, 'Copy the file again, or save the objects anew.');
  });
  parser.on('doctype', () => {
    const message = `expected XML without a document type declaration, got one with it: ${file}`;
    throw new Misuse('HW-INPUT-DTD', message, 'Save the objects anew; govc writes none.');
  });
  parser.on('opentag', ({ local, attributes }) => {
    if (stack.length >= DEPTH_MAX) {
      const message = `expected XML nested at most ${DEPTH_MAX} deep, got deeper on line ${parser.line}: ${file}`;
      throw new Misuse('HW-INPUT-NESTED', message, 'Save the objects anew; none is nested so deeply.');
    }
    const own = Object.values(attributes);
    const schema = own.find((each) => each.local === 'type' && each.prefix !== '');
    const type = own.find((each) => each.local === 'type' && each.prefix === '') ?? schema;
    const isReference = type !== undefined && type !== schema;
    stack.push({ name: local, type: type?.value, isReference, children: new Map(), text: '' });
  });
  const characters = (data: string): void => {
    const top = stack.at(-1);
    if (top) top.text += data;
  };
  parser.on('text', characters);
  parser.on('cdata', characters);
  parser.on('closetag', () => {
    const done = stack.pop() as Open;
    const parent = stack.at(-1);
    root = done;
    const siblings = parent?.children.get(done.name);
    if (siblings) siblings.push(asValue(done));
    else parent?.children.set(done.name, [asValue(done)]);
  });
  parser.write(text).close();
  return root;
}

/** A list that a property is comes as `ArrayOf…`; its elements stay a list, however few. */
function asValue({ type, isReference: isRef, children, text }: Open): unknown {
  if (isRef) return { type, value: text.trim() };
  const isList = /^(?:\w+:)?ArrayOf/.test(type ?? '');
  if (children.size === 0) return isList ? [] : text;
  const entries = [...children].map(([name, values]): [string, unknown] => [
    name,
    isList || values.length > 1 ? values : values[0],
  ]);
  return Object.fromEntries(type === undefined || isList ? entries : [['_typeName', type], ...entries]);
}

function isReference(value: unknown): value is { readonly type: string; readonly value: string } {
  return typeof value === 'object' && value !== null && 'type' in value && 'value' in value;
}
