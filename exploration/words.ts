import { PHASES, type Phase, type PlannedFault, type Trigger } from '../simulators/faults';
import { type How, Misuse } from '../simulators/kernel';

/** A planned fault in the words of a feature: one row of a table. */
export interface FaultRow {
  readonly fault: string;
  readonly strikes: string;
  readonly target: string;
  readonly lasts: string;
  readonly how: string;
}

/** Says a planned fault so that `readFault` understands it. */
export function sayFault({ fault, when, target, lastsMs, how }: PlannedFault): FaultRow {
  return {
    fault,
    strikes: sayTrigger(when),
    target: typeof target === 'number' ? `number ${target}` : target,
    lasts: lastsMs === null ? '' : sayDuration(lastsMs),
    how: Object.entries(how)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  };
}

/** Errors: HW-FAULT-WORDS – words that mean nothing here, with those that do. */
export function readFault({ fault, strikes, target, lasts, how }: FaultRow): PlannedFault {
  const number = /^number (\d+)$/.exec(target)?.[1];
  return {
    fault,
    when: readTrigger(strikes),
    target: number === undefined ? target : Number(number),
    lastsMs: lasts === '' ? null : readDuration(lasts),
    how: readHow(how),
  };
}

function sayTrigger(when: Trigger): string {
  if ('atMs' in when) return `at ${sayDuration(when.atMs)}`;
  if ('phase' in when)
    return `${sayDuration(when.afterMs)} after ${when.machine ?? 'a machine'} is ${when.phase}`;
  if ('task' in when) return `${sayDuration(when.afterMs)} after task ${when.task}`;
  if ('chance' in when) return `with ${when.entry} by chance ${when.chance}`;
  const { entry, nth, afterMs } = when;
  return afterMs === undefined
    ? `with ${entry} number ${nth}`
    : `${sayDuration(afterMs)} after ${entry} number ${nth}`;
}

function readTrigger(text: string): Trigger {
  const [, at] = /^at (\d+ \w+)$/.exec(text) ?? [];
  if (at !== undefined) return { atMs: readDuration(at) };
  const [, after = '', who, phase] = /^(\d+ \w+) after (.+) is (.+)$/.exec(text) ?? [];
  if (PHASES.includes(phase as Phase))
    return {
      phase: phase as Phase,
      ...(who === undefined || who === 'a machine' ? {} : { machine: who }),
      afterMs: readDuration(after),
    };
  const [, behind = '', task] = /^(\d+ \w+) after task (\S+)$/.exec(text) ?? [];
  if (task !== undefined) return { task, afterMs: readDuration(behind) };
  const [, entry = '', nth] = /^with (\S+) number (\d+)$/.exec(text) ?? [];
  if (nth !== undefined) return { entry, nth: Number(nth) };
  const [, later = '', cause = '', count] = /^(\d+ \w+) after (\S+) number (\d+)$/.exec(text) ?? [];
  if (count !== undefined) return { entry: cause, nth: Number(count), afterMs: readDuration(later) };
  const [, kind = '', chance] = /^with (\S+) by chance ([\d.e-]+)$/.exec(text) ?? [];
  if (chance !== undefined) return { entry: kind, chance: Number(chance) };
  throw misuse(
    text,
    `expected “at 5 minutes”, “30 seconds after a machine is ${PHASES[3]}”, “0 ms after task …” or “with … number 3”`,
  );
}

/** Whole minutes, seconds or ms, whatever says it exactly. */
function sayDuration(ms: number): string {
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000} minutes`;
  return ms % 1_000 === 0 ? `${ms / 1_000} seconds` : `${ms} ms`;
}

const UNITS: { readonly [unit: string]: number } = { minutes: 60_000, seconds: 1_000, ms: 1 };

function readDuration(text: string): number {
  const [, count, unit = ''] = /^(\d+) (minutes|seconds|ms)$/.exec(text) ?? [];
  if (count === undefined) throw misuse(text, 'expected a duration: “3 minutes”, “20 seconds”, “500 ms”');
  return Number(count) * (UNITS[unit] as number);
}

function readHow(text: string): How {
  if (text === '') return {};
  return Object.fromEntries(
    text.split(', ').map((part) => {
      const at = part.indexOf(' ');
      if (at < 0) throw misuse(part, 'expected “name value”');
      const value = part.slice(at + 1);
      return [
        part.slice(0, at),
        /^-?\d+(\.\d+)?$/.test(value) && !/^0\d/.test(value) ? Number(value) : value,
      ];
    }),
  );
}

function misuse(text: string, expected: string): Misuse {
  return new Misuse('HW-FAULT-WORDS', `“${text}” says nothing about a fault`, `${expected}.`);
}
