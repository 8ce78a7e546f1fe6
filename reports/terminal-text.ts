/** Text of an export on a terminal: nothing in it may move the cursor, colour the screen or turn the direction. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '�');
}

/** How many columns a text takes: East Asian wide characters take two, combining marks none. */
export function columns(text: string): number {
  let width = 0;
  for (const char of text) width += columnsOf(char);
  return width;
}

/** Cuts a text in its middle to at most `max` columns. */
export function cutMiddle(text: string, max: number): string {
  if (columns(text) <= max) return text;
  const room = max - 1;
  const head = take([...text], Math.ceil(room / 2));
  const tail = take([...text].reverse(), Math.floor(room / 2));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** Cuts a text at its end to at most `max` columns. */
export function cutEnd(text: string, max: number): string {
  return columns(text) <= max ? text : `${take([...text], max - 1).join('')}…`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

function take(chars: readonly string[], max: number): string[] {
  let width = 0;
  return chars.slice(
    0,
    chars.findIndex((char) => {
      width += columnsOf(char);
      return width > max;
    }),
  );
}

function columnsOf(char: string): number {
  if (/\p{M}/u.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
