/** Ids for names, in their order: unique, and fit for a link and for the name of a file. */
export function idsOf(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const plain = `m-${slugOf(name)}`;
    let id = plain;
    let next = numbers.get(plain) ?? 2;
    for (; taken.has(id); next += 1) id = `${plain}-${next}`;
    numbers.set(plain, next);
    taken.add(id);
    return id;
  });
}

/** A name as a part of a link or of a file's name: lower case, letters and digits of any script. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return [...slug].slice(0, SLUG_CHARS_MAX).join('') || 'unnamed';
}

const SLUG_CHARS_MAX = 40;
