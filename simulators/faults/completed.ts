import { type How, Misuse } from '../kernel';
import { kindNamed } from './catalogue';
import type { Drawn, FaultKind, PlannedFault, Trigger } from './kind';

/** Timers take no more. */
const NUMBER_MAX = 2 ** 31 - 1;
/** What is said may go so many times beyond what is drawn. */
const BEYOND = 100;
const METHOD = /^[\w .*/-]{1,200}$/;

/** A planned fault as somebody writes it: what is not said of `how` takes the usual value, if it has one.
 *  Errors: HW-FAULT-UNKNOWN, HW-FAULT-PHASE, HW-FAULT-TARGET – the kind never strikes that target; HW-FAULT-PARAMETER. */
export function completed(planned: PlannedFault): PlannedFault {
  const kind = kindNamed(planned.fault);
  checkPhase(kind, planned.when);
  const { target } = planned;
  if (typeof target === 'string' && !/^(all|minority)$/.test(target) && kind.only?.includes(target) === false)
    throw new Misuse(
      'HW-FAULT-TARGET',
      `${kind.name} does not strike "${target}"`,
      `It strikes ${kind.only.join(', ')}.`,
    );
  if (kind.lasts === 'passes' && planned.lastsMs !== null)
    throw parameter(`${kind.name} lasts no time`, 'It passes by itself: leave that out.');
  return { ...planned, how: howOf(kind, planned.how) };
}

/** Errors: HW-FAULT-PHASE. */
export function checkPhase(kind: FaultKind, when: Trigger): void {
  if (!('phase' in when) || !kind.phases || kind.phases.includes(when.phase)) return;
  throw new Misuse(
    'HW-FAULT-PHASE',
    `${kind.name} cannot strike while a machine is ${when.phase}`,
    `It can while it is ${kind.phases.join(', ')}.`,
  );
}

function howOf(kind: FaultKind, given: How): How {
  const { how = {} } = kind;
  const other = Object.keys(given).find((name) => !Object.hasOwn(how, name));
  if (other !== undefined)
    throw parameter(`${kind.name} has no parameter "${other}"`, `It has ${Object.keys(how).join(', ')}.`);
  return Object.fromEntries(
    Object.entries(how).flatMap(([name, usual]) => {
      const value = given[name] ?? (typeof usual === 'object' ? undefined : usual);
      // As many as there are: no bound.
      if (value === undefined && name === 'most') return [];
      check(kind, name, value, usual);
      return [[name, value as number | string]];
    }),
  );
}

function check(
  { name: kind }: FaultKind,
  name: string,
  value: unknown,
  usual: Drawn | number | string,
): void {
  const [expected, fits] = expectation(name, usual);
  if (fits(value)) return;
  throw parameter(`${kind} needs ${name}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`);
}

/** What a parameter may be, in words and as a check. What makes the kind what it is stands fast. */
function expectation(
  name: string,
  usual: Drawn | number | string,
): readonly [string, (value: unknown) => boolean] {
  if (name === 'method')
    return ['a name, with * for anything', (value) => typeof value === 'string' && METHOD.test(value)];
  if (name === 'share') return ['a number from 0 to 1', (value) => within(value, 0, 1)];
  if (name === 'most') return ['a whole number from 1 on', (value) => whole(value, 1, NUMBER_MAX)];
  if (typeof usual === 'number')
    return /ms$/i.test(name)
      ? ['whole ms from 0 on', (value) => whole(value, 0, NUMBER_MAX)]
      : [`${usual}`, (value) => value === usual];
  if (typeof usual === 'string') return [usual, (value) => value === usual];
  const [first, second] = usual;
  if (typeof first !== 'number')
    return [`one of ${usual.join(', ')}`, (value) => usual.some((each) => each === value)];
  const most = Number(second) * BEYOND;
  return [
    `a whole number from ${Math.sign(first)} to ${most} (usually ${first} to ${second})`,
    (value) => whole(value, Math.sign(first), most),
  ];
}

function within(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to;
}

function whole(value: unknown, from: number, to: number): boolean {
  return within(value, from, to) && Number.isInteger(value);
}

function parameter(what: string, next = 'GET /homeward/faults lists the parameters of each fault.'): Misuse {
  return new Misuse('HW-FAULT-PARAMETER', what, next);
}
