import { createCipheriv, hash } from 'node:crypto';
import { mix } from '../../simulators/kernel';
import { EXTENT_BYTES } from '../../simulators/storage';

const PAGE_BYTES = 4096;
const PAGES = EXTENT_BYTES / PAGE_BYTES;
const KEY_BYTES = 16;
/** Of 256: how many extents are of packed files (nothing in them can be compressed), and of the others' pages how many are noise, how many zeros. */
const PACKED_FILES = 16;
const NOISE = 60;
const ZEROS = 56;
const STAMP_BYTES_MAX = 256;

const NONE = Buffer.alloc(EXTENT_BYTES);
const COUNTER = Buffer.alloc(16);

/** The 64 KiB that a guest wrote as this version of an extent: a function of the three, the same on every machine.
 *  Shape: begins with a line that names the three, so that one sees in an image what is where; then pages of noise, of text and of
 *  zeros, that lossless codecs bring to about half. Version 0 was never written: zeros. */
export function contentOf(disk: string, extent: number, version: number): Buffer {
  const bytes = Buffer.allocUnsafe(EXTENT_BYTES);
  if (version === 0) return bytes.fill(0);
  const stamp = `${disk} ${extent} ${version}\n`;
  const drawn = hash('sha256', stamp, 'buffer');
  const noise = createCipheriv('aes-128-ctr', drawn.subarray(0, KEY_BYTES), COUNTER);
  const text = textPool();
  const packed = (drawn[KEY_BYTES] as number) < PACKED_FILES;
  const noisy: number[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const at = page * PAGE_BYTES;
    const draw = drawn[KEY_BYTES + page] as number;
    if (packed || draw < NOISE) noisy.push(at);
    else if (draw >= 256 - ZEROS) NONE.copy(bytes, at, 0, PAGE_BYTES);
    else text.copy(bytes, at, textStart(drawn, page), textStart(drawn, page) + PAGE_BYTES);
  }
  const random = noise.update(NONE.subarray(0, noisy.length * PAGE_BYTES));
  noisy.forEach((at, nth) => {
    random.copy(bytes, at, nth * PAGE_BYTES, (nth + 1) * PAGE_BYTES);
  });
  // The digest tells what a long name has beyond the line's end.
  bytes.write(stamp, 0, STAMP_BYTES_MAX);
  drawn.copy(bytes, STAMP_BYTES_MAX);
  return bytes;
}

/** Where a page of text begins in the pool. */
function textStart(drawn: Buffer, page: number): number {
  const low = drawn[page] as number;
  const high = drawn[(page + 7) % drawn.length] as number;
  return ((high << 8) | low) % (POOL_BYTES - PAGE_BYTES);
}

const POOL_BYTES = 256 * 1024;
const LEVELS = ['info', 'info', 'info', 'debug', 'warn', 'error'];
const WORDS =
  'account batch booking commit connection customer delivery invoice item journal ledger line lock month order page payment plan price quantity query record replica rollback row schema session stock table transaction update user warehouse worker'.split(
    ' ',
  );
let pool: Buffer | undefined;

/** Lines like those of a server's log, enough for pages to differ. */
function textPool(): Buffer {
  if (pool) return pool;
  let draws = 0;
  const draw = (below: number): number => {
    draws += 1;
    return (mix(Math.imul(draws, 0x9e3779b9)) >>> 0) % below;
  };
  const word = (): string => WORDS[draw(WORDS.length)] as string;
  const two = (value: number): string => String(value).padStart(2, '0');
  const lines: string[] = [];
  for (let length = 0; length < POOL_BYTES; length += (lines.at(-1) as string).length) {
    const time = `2024-0${1 + draw(9)}-${two(1 + draw(28))}T${two(draw(24))}:${two(draw(60))}:${two(draw(60))}Z`;
    lines.push(
      `${time} ${LEVELS[draw(LEVELS.length)]} erp[${1000 + draw(9000)}]: ${word()} ${word()} ${draw(1_000_000)} ${word()} ${word()} in ${draw(900)} ms\n`,
    );
  }
  pool = Buffer.from(lines.join(''), 'latin1');
  return pool;
}
