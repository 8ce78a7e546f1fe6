import { dirname, join } from 'node:path';
import { openSync } from 'fontkit';

/** A font with Latin and Japanese letters, from a package under the SIL Open Font License. */
const FOLDER = dirname(require.resolve('@expo-google-fonts/biz-udpgothic/package.json'));

export const FONT = {
  normal: join(FOLDER, '400Regular', 'BIZUDPGothic_400Regular.ttf'),
  bold: join(FOLDER, '700Bold', 'BIZUDPGothic_700Bold.ttf'),
};

/** What Japanese printers set where a letter is missing. */
const MISSING = '〓';
/** Makes a text printable: a letter that the font does not have becomes 〓, as in Japanese print. */
export function fontPrinter(): (text: string) => string {
  const font = openSync(FONT.normal);
  if (!('hasGlyphForCodePoint' in font))
    throw new Error(`expected one font, got a collection: ${FONT.normal}`);
  const known = new Map<string, string>();
  const letterOf = (letter: string): string => {
    const found = known.get(letter);
    if (found !== undefined) return found;
    const printed = font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : MISSING;
    known.set(letter, printed);
    return printed;
  };
  return (text) => (/^[\x20-\x7e]*$/.test(text) ? text : [...text.normalize('NFC')].map(letterOf).join(''));
}
