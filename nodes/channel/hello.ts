import { Misuse } from '../../simulators/kernel';
import { readJson, violation } from './frames';

export const PROTOCOL = 1;

/** `control` carries questions without blocks, `data` those with blocks, so that bulk never delays control. */
export type Kind = 'control' | 'data';

/** The side that answers has made it: `data` whose bulk comes to the side that has called. */
export const CALLED_BACK = 'called-back';

/** What each side says first. */
export interface Hello {
  readonly protocol: number;
  readonly version: string;
  readonly estate: string;
  readonly role: string;
  readonly kind: Kind | typeof CALLED_BACK;
}

const TEXT_MAX = 500;

/** Shape: undefined, or why the two must not talk to each other. Errors of the result: HW-NODE-VERSION, HW-NODE-ESTATE. */
export function mismatch(own: Hello, other: Hello): Misuse | undefined {
  if (own.protocol !== other.protocol || own.version !== other.version)
    return new Misuse(
      'HW-NODE-VERSION',
      `expected all nodes to run the same version, got ${own.version} (protocol ${own.protocol}) in ${own.role} and ${other.version} (protocol ${other.protocol}) in ${other.role}`,
      'Start every node from the same version of Homeward.',
    );
  if (own.estate !== other.estate)
    return new Misuse(
      'HW-NODE-ESTATE',
      `expected all nodes to have the same estate, got ${own.estate} in ${own.role} and ${other.estate} in ${other.role}`,
      'Give every node the same estate file and seed.',
    );
  return undefined;
}

/** Somebody at the other end has no right to be there. */
export function stranger(what: string): Misuse {
  return new Misuse(
    'HW-NODE-IDENTITY',
    what,
    "Give every node its configuration server's passphrase and its own role; check the addresses of the peers and the clocks.",
  );
}

/** Errors: HW-NODE-PROTOCOL. */
export function readHello(payload: Buffer): Hello {
  const { protocol, version, estate, role, kind } = fields(payload);
  if (
    typeof protocol !== 'number' ||
    typeof version !== 'string' ||
    typeof estate !== 'string' ||
    typeof role !== 'string' ||
    (kind !== 'control' && kind !== 'data' && kind !== CALLED_BACK)
  )
    throw violation('a hello without its fields');
  return { protocol, version: brief(version), estate: brief(estate), role: brief(role), kind };
}

/** Why the other side does not talk to us, in its words. Errors: HW-NODE-PROTOCOL. */
export function readRefusal(peer: string, payload: Buffer): Misuse {
  const { code, message, next } = fields(payload);
  if (typeof code !== 'string' || !/^HW-NODE-[A-Z-]{1,40}$/.test(code))
    throw violation('a refusal without a code');
  return new Misuse(code, `${peer} says: ${brief(message)}`, brief(next));
}

function fields(payload: Buffer): { readonly [field: string]: unknown } {
  const value = readJson(payload, 0);
  if (typeof value !== 'object' || value === null) throw violation('a text without fields');
  return value as { readonly [field: string]: unknown };
}

/** Others' words go into our messages: short, and without control characters. */
function brief(text: unknown): string {
  return String(text)
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, TEXT_MAX);
}
