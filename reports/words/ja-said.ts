import { JA_ASSUMPTIONS } from './ja-assumptions';
import { JA_CAMPAIGN } from './ja-campaign';
import { JA_RULES } from './ja-rules';

/** A text that rules write in English, and how it is said in Japanese. Shape: `{}` stands for what a rule puts in, in its order. */
export type Said = readonly [english: string, japanese: string];

const HOLE = '{}';
const ALL = [...JA_RULES, ...JA_ASSUMPTIONS, ...JA_CAMPAIGN];
const WHOLE = new Map(ALL.filter(([english]) => !english.includes(HOLE)));
const PATTERNS = ALL.filter(([english]) => english.includes(HOLE)).map(([english, japanese]) => {
  const literal = english.split(HOLE).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return { pattern: new RegExp(`^${literal.join('(.+)')}$`, 's'), parts: japanese.split(HOLE) };
});

/** A command is the same in every language. */
const COMMAND = /^(govc|az|Get-VM) /;

const known = new Map<string, string | undefined>();
const KNOWN_MAX = 100_000;

/** What a rule says, in Japanese. Undefined: nobody has translated it. */
export function translated(text: string): string | undefined {
  if (known.size > KNOWN_MAX) known.clear();
  if (!known.has(text)) known.set(text, translate(text));
  return known.get(text);
}

function translate(text: string): string | undefined {
  const whole = WHOLE.get(text);
  if (whole !== undefined) return whole;
  for (const { pattern, parts } of PATTERNS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const filled = match.slice(1).map((value, index) => `${value}${parts[index + 1] ?? ''}`);
    return `${parts[0]}${filled.join('')}`;
  }
  return COMMAND.test(text) ? text : undefined;
}
