import type { Fact, Machine } from './inventory';

/** The family of a guest, and the fact that says so; no fact: the family is a guess. */
export interface GuestFamily {
  readonly family: 'windows' | 'linux';
  readonly rests: Fact<string>;
}

const LINUX =
  /linux|ubuntu|debian|centos|red ?hat|rhel|suse|sles|fedora|rocky|alma|oracle|photon|coreos|amazon|kylin/i;

/** Tells Windows from Linux by the names that the guest tools and the configuration give.
 *  What is neither, and what has no name, is guessed by the machine's own name, else Linux. */
export function guestFamily({ osReported, osConfigured, name }: Machine): GuestFamily {
  for (const fact of [osReported, osConfigured]) {
    if (!fact) continue;
    if (/windows/i.test(fact.value)) return { family: 'windows', rests: fact };
    if (LINUX.test(fact.value)) return { family: 'linux', rests: fact };
  }
  return {
    family: /win|(^|[-_.])(dc|ad|sql|exch)/i.test(name.value) ? 'windows' : 'linux',
    rests: undefined,
  };
}
