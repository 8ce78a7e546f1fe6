/** A letter or digit that words are made of, as the source of a regular expression. In scripts that put no blanks between words
 *  (Japanese, Chinese, Thai …) a name ends wherever it ends: `erp-01バックアップ` names erp-01. */
export const WORD_LETTER =
  '(?![\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}])[\\p{L}\\p{N}]';
const IS_WORD_LETTER = new RegExp(WORD_LETTER, 'u');

interface Branch {
  readonly next: Map<string, Branch>;
  word: string | undefined;
}

/** Finds names in texts, whole words only, without regard to case, the longest first. Cost: linear in the text, whatever the number of names. */
export class NameScanner {
  private readonly root: Branch = { next: new Map(), word: undefined };

  /** The first replacement of a name counts. */
  add(name: string, replacement: string): void {
    let branch = this.root;
    // Letter by letter, as texts are read: some become two in lower case.
    for (const letter of name) {
      const lower = letter.toLowerCase();
      const next = branch.next.get(lower) ?? { next: new Map(), word: undefined };
      branch.next.set(lower, next);
      branch = next;
    }
    branch.word ??= replacement;
  }

  replace(text: string): string {
    const letters = [...text];
    const parts: string[] = [];
    for (let at = 0; at < letters.length; ) {
      const found = isInWord(letters[at - 1], letters[at]) ? undefined : this.longest(letters, at);
      parts.push(found?.word ?? (letters[at] as string));
      at = found?.end ?? at + 1;
    }
    return parts.join('');
  }

  private longest(
    letters: readonly string[],
    from: number,
  ): { readonly word: string; readonly end: number } | undefined {
    let branch: Branch | undefined = this.root;
    let found: { readonly word: string; readonly end: number } | undefined;
    for (let at = from; at < letters.length; at += 1) {
      branch = branch.next.get((letters[at] as string).toLowerCase());
      if (!branch) return found;
      if (branch.word !== undefined && !isInWord(letters[at], letters[at + 1]))
        found = { word: branch.word, end: at + 1 };
    }
    return found;
  }
}

/** Do two letters that follow one another belong to one word? */
function isInWord(one: string | undefined, other: string | undefined): boolean {
  const isLetter = (letter: string | undefined) => letter !== undefined && IS_WORD_LETTER.test(letter);
  return isLetter(one) && isLetter(other);
}
