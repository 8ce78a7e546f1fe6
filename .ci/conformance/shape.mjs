// The shape of documents: which paths they have, of what types, and which words of the service stand there.
/** A word of the service's own, such as a state: not a name, an id or a time. */
const WORD = /^[A-Z][A-Za-z]{1,79}$/;
/** Fields that hold words to compare. The others hold names, or what follows from the estate. */
const WORDY =
  /(state|status|health|type|location|provider|scenarioName|required|level|category|source|resolvability|operations\[\]|actions\[\]|taskId|description)$/i;

/** Path → types and words. An object that names its type does so in the path: `customDetails<VMware>.ipAddress`. */
export function shapeOf(documents) {
  const shape = new Map();
  for (const document of documents) add(shape, document, '');
  return shape;
}

function add(shape, value, path) {
  const here = shape.get(path) ?? { types: new Set(), words: new Set() };
  shape.set(path, here);
  here.types.add(typeOf(value));
  if (typeof value === 'string' && WORD.test(value) && WORDY.test(path)) here.words.add(value);
  if (Array.isArray(value)) for (const entry of value) add(shape, entry, `${path}[]`);
  else if (typeof value === 'object' && value !== null) {
    const named = typeof value.instanceType === 'string' ? `${path}<${value.instanceType}>` : path;
    if (named !== path) shape.set(named, { types: new Set(['object']), words: new Set() });
    for (const [field, each] of Object.entries(value))
      add(shape, each, named === '' ? field : `${named}.${field}`);
  }
}

function typeOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** How `ours` differs from what was recorded. Only the topmost path of what one side lacks is told.
 *  `both`: tell also what ours has and the recording has not. */
export function differences(recorded, ours, both) {
  const found = [];
  const lacking = (one, other, told) => {
    for (const [path] of one) if (!other.has(path) && other.has(parentOf(path))) told(path);
  };
  lacking(recorded, ours, (path) => found.push(`lacks ${path}`));
  if (both)
    lacking(ours, recorded, (path) => {
      // What stands in a list that was recorded empty, nobody knows.
      if (!path.endsWith('[]')) found.push(`has ${path}, which was not recorded`);
    });
  for (const [path, { types, words }] of recorded) {
    const mine = ours.get(path);
    if (!mine) continue;
    const other = [...types].filter((type) => type !== 'null' && !mine.types.has(type));
    if (other.length > 0)
      found.push(`has ${path} as ${[...mine.types].join(' or ')}, recorded ${other.join(' or ')}`);
    const unsaid = [...words].filter((word) => !mine.words.has(word));
    if (unsaid.length > 0) found.push(`never says ${unsaid.join(', ')} in ${path}`);
  }
  return found;
}

function parentOf(path) {
  const named = /^(.*)<\w+>$/.exec(path);
  if (named) return named[1];
  if (path.endsWith('[]')) return path.slice(0, -2);
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(0, dot);
}
