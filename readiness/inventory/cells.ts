import type { LocalTime } from './model';
import type { Cell } from './read-workbook';

/** What a cell held when read as one type: a value, nothing, or something else. */
export type Reading<T> = { readonly value: T } | 'blank' | 'wrong';

const EXCEL_ERROR = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!)$/;
const DAY_MS = 86_400_000;
const DAYS_1900_TO_1970 = 25_569;
const DAYS_1900_TO_1904 = 1_462;

/** Reads text. A number or boolean counts as text (a machine may be named 4711), a date or an Excel error does not. */
export function asText(cell: Cell): Reading<string> {
  if (cell === null) return 'blank';
  if (typeof cell === 'number' || typeof cell === 'boolean') return { value: String(cell) };
  if (typeof cell !== 'string' || EXCEL_ERROR.test(cell)) return 'wrong';
  const value = cell.trim();
  return value === '' ? 'blank' : { value };
}

/** Reads a truth value: booleans, and the words true/false and yes/no in any case. Blank is unset, which is not false. */
export function asFlag(cell: Cell): Reading<boolean> {
  if (typeof cell === 'boolean') return { value: cell };
  if (cell === 1 || cell === 0) return { value: cell === 1 };
  const text = asText(cell);
  if (typeof text === 'string') return text;
  const word = text.value.toLowerCase();
  if (word === 'true' || word === 'yes' || word === '1') return { value: true };
  if (word === 'false' || word === 'no' || word === '0') return { value: false };
  return 'wrong';
}

/** Reads a number of 0 or more, also when it was stored as text (`"1024"`, `"1,024"`, `"1 024"`).
 *  With `decimalComma` the comma is the decimal point, and the point groups thousands. */
export function asNumber(cell: Cell, decimalComma = false): Reading<number> {
  if (typeof cell === 'number') return Number.isFinite(cell) && cell >= 0 ? { value: cell } : 'wrong';
  if (typeof cell === 'boolean') return 'wrong';
  const text = asText(cell);
  if (typeof text === 'string') return text;
  if (decimalComma && /^([1-9]\d{0,2}(\.\d{3})+|\d+,\d+|[1-9]\d{0,2}(\.\d{3})+,\d+)$/.test(text.value))
    return asNumber(text.value.replaceAll('.', '').replace(',', '.'));
  const grouped = /^[1-9]\d{0,2}([,.' \u00a0\u202f])\d{3}(\1\d{3})*$/.test(text.value);
  // One group after a point or comma could be a fraction as well as thousands: 1.024 MiB. Only a comma is taken as thousands.
  const plain = grouped && !/^\d{1,3}\.\d{3}$/.test(text.value) ? text.value.replace(/\D/g, '') : text.value;
  return /^\d{1,15}(\.\d{1,9})?$/.test(plain) ? { value: Number(plain) } : 'wrong';
}

/** Reads a moment: a date cell, a serial number, or ISO-like text. Words of some locale are wrong rather than guessed.
 *  Units: serial numbers are days since 1900 (or 1904); the result is rounded to seconds and has no zone. */
export function asTime(cell: Cell, epoch1904: boolean): Reading<LocalTime> {
  if (cell instanceof Date) return localTime(cell.getTime());
  if (typeof cell === 'number') {
    return localTime((cell + (epoch1904 ? DAYS_1900_TO_1904 : 0) - DAYS_1900_TO_1970) * DAY_MS);
  }
  const text = asText(cell);
  if (typeof text === 'string') return text;
  const serial = /^\d{5}(\.\d+)?$/.exec(text.value);
  if (serial !== null) return asTime(Number(text.value), epoch1904);
  // Between points the day always comes first; between slashes nobody knows.
  const points = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text.value);
  const ordered =
    points === null
      ? text.value
      : `${points[3]}-${points[2]}-${points[1]}${text.value.slice(points[0].length)}`;
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/.exec(
    ordered,
  );
  if (parts === null) return 'wrong';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return 'wrong';
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // A day that the month does not have would be taken for one of the next.
  return new Date(ms).getUTCMonth() === month - 1 && day > 0 ? localTime(ms) : 'wrong';
}

function localTime(ms: number): Reading<LocalTime> {
  const rounded = Math.round(ms / 1000) * 1000;
  // Between 1901 and 9999: anything else is a number that only happens to stand in a date column.
  if (!(rounded > -2_177_452_800_000 && rounded < 253_402_300_800_000)) return 'wrong';
  return { value: new Date(rounded).toISOString().slice(0, 19) };
}
