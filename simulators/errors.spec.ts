import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = resolve(__dirname, '..');
const PRODUCT = [
  'cli',
  'nodes',
  'serving',
  'drilling',
  'acceptance',
  'readiness',
  'exploration',
  'reports',
  'simulators',
  'runbooks',
  'nodes',
];
const NOT_SOURCES = /(^|[/\\])(out|runs)[/\\]|\.spec\.ts$/;

const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

// Registries and kinds are read as text: no module stands above all simulators and may import them.
const sources = (folders: readonly string[]): string =>
  folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !NOT_SOURCES.test(name))
        .map((name) => read(folder, name)),
    )
    .join('\n');

/** The cells of the table rows of a page, without the headings. */
const rowsOf = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (code|kind|---) /.test(line))
    .map((line) => line.slice(2, -2).split(' | '));

/** The entries of a registry: code, text, what to do, source. */
function registry(prefix: string, ...path: readonly string[]): string[][] {
  const source = read(...path);
  const entries = [...source.matchAll(/^ {2}'?([\w-]+)'?: \{([^{}]*)\},$/gm)].map(([, code, body = '']) => {
    const field = (name: string) => new RegExp(`${name}:\\s*(['"])(.*?)\\1`).exec(body)?.[2] ?? '';
    return [`${prefix}${code}`, field('text'), field('next'), field('source')];
  });
  assert.equal(entries.length, source.match(/\btext: ?\n?\s*['"]/g)?.length, 'an entry is written otherwise');
  return entries;
}

const unique = (codes: Iterable<string>): string[] => [...new Set(codes)].sort();
const codesIn = (text: string): string[] => text.match(/\bHW-[A-Z]+(?:-[A-Z]+)*\b(?!-)/g) ?? [];

describe('docs/errors.md', () => {
  const page = read('docs', 'errors.md');
  for (const [title, code, entries] of [
    ['Site Recovery', /^(\d+|SIM-.*)$/, registry('', 'simulators', 'wire', 'asr-errors.ts')],
    ['SOAP', /^vim\.fault\./, registry('vim.fault.', 'simulators', 'vsphere', 'faults.ts')],
  ] as const) {
    it(`has each ${title} code once, with its text and next step, and no other`, () => {
      const rows = rowsOf(page).filter(([first = '']) => code.test(first));
      assert.deepEqual(rows.sort(), [...entries].sort());
    });
  }

  it('has the HW- codes of the sources, and no other', () => {
    assert.deepEqual(unique(codesIn(page)), unique(codesIn(sources(PRODUCT))));
  });

  it('has a row for each HW- code, and only one', () => {
    const codes = rowsOf(page).flatMap(([first = '']) => codesIn(first));
    assert.deepEqual(codes.sort(), unique(codesIn(page)));
  });
});

describe('docs/journal.md', () => {
  const page = read('docs', 'journal.md');
  const unquote = (text: string): string => text.replaceAll('`', '');
  const documented = rowsOf(page).map(([kind = '', , fields = '']) => {
    return [unquote(kind), fields === '–' ? [] : unquote(fields).split(', ')] as const;
  });
  const typed = [
    ...read('simulators', 'wire', 'entries.ts').matchAll(/^ {2}'([a-z.-]+)': \{([^}]*)\};$/gm),
  ].map(([, kind = '', body = '']) => {
    return [kind, [...body.matchAll(/(\w+)\??: /g)].map(([, field = '']) => field)] as const;
  });

  it('has each kind of Entries, with its fields in their order', () => {
    assert.ok(typed.length > 20);
    const kinds = new Set(typed.map(([kind]) => kind));
    assert.deepEqual(documented.filter(([kind]) => kinds.has(kind)).sort(), [...typed].sort());
  });

  it('has the other kinds that are recorded, and no kind besides', () => {
    const calls = sources(['simulators']).matchAll(/\brecord\((?:\w+ \? )?'([a-z.-]+)'(?: : '([a-z.-]+)')?/g);
    const recorded = [...calls].flatMap(([, first = '', second]) => (second ? [first, second] : [first]));
    assert.deepEqual(
      documented.map(([kind]) => kind).sort(),
      unique([...typed.map(([kind]) => kind), ...recorded]),
    );
  });

  it('shows one example of each kind, with the fields of its row', () => {
    const examples = page
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { readonly k: string });
    assert.deepEqual(
      examples.map((example) => [example.k, Object.keys(example)]),
      documented.map(([kind, fields]) => [kind, ['t', 'k', 's', ...fields]]),
    );
  });
});
