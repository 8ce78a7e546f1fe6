import type { Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';

/** Tries until it works: waits `firstMs` after the first failure, twice as long after each further one, at most `mostMs`.
 *  Goes on after network failures and refusals that say that a retry may help; other refusals are thrown. */
export function* untilItWorks<T>(attempt: () => Process<T>, firstMs = 5_000, mostMs = 60_000): Process<T> {
  for (let wait = firstMs; ; wait = Math.min(mostMs, wait * 2)) {
    try {
      return yield* attempt();
    } catch (error) {
      if (!(error instanceof NetworkFailure || (error instanceof Refusal && error.retry))) throw error;
    }
    yield wait;
  }
}
