import { SaxesParser } from 'saxes';

/** An element as it was read. Names are without their prefix. */
export interface Element {
  readonly name: string;
  /** By local name; namespace declarations are left out. */
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[];
  /** The text directly in it. */
  readonly text: string;
}

/** Deeper documents are refused, and elements with more attributes. */
const DEPTH_MAX = 64;
const ATTRIBUTES_MAX = 64;

/** What is wrong with a document that cannot be read. */
export class XmlError extends Error {}

interface Open {
  name: string;
  attributes: { [name: string]: string };
  children: Element[];
  text: string;
}

/** Reads a document with namespaces. Errors: XmlError – it is not well-formed, has a DTD, uses an entity that is not built in, or is
 *  nested too deeply. Nothing is expanded or loaded. */
export function readXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const stack: Open[] = [];
  let root: Element | undefined;
  parser.on('error', (error) => {
    throw new XmlError(error.message);
  });
  parser.on('doctype', () => {
    throw new XmlError('a document type declaration is not allowed');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > ATTRIBUTES_MAX)
      throw new XmlError(`an element has more than ${ATTRIBUTES_MAX} attributes`);
  });
  let attributes = 0;
  parser.on('opentag', (tag) => {
    attributes = 0;
    if (stack.length >= DEPTH_MAX) throw new XmlError(`elements are nested more than ${DEPTH_MAX} deep`);
    const own: { [name: string]: string } = {};
    for (const { prefix, local, value } of Object.values(tag.attributes))
      if (prefix !== 'xmlns' && local !== 'xmlns') own[local] = value;
    stack.push({ name: tag.local, attributes: own, children: [], text: '' });
  });
  const characters = (data: string): void => {
    const top = stack.at(-1);
    if (top) top.text += data;
  };
  parser.on('text', characters);
  parser.on('cdata', characters);
  parser.on('closetag', () => {
    const done = stack.pop();
    if (!done) return;
    const parent = stack.at(-1);
    if (parent) parent.children.push(done);
    else root = done;
  });
  parser.write(text).close();
  if (!root) throw new XmlError('the document is empty');
  return root;
}
