import type { Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';

/** Tries until it works: waits `firstMs` after the first failure, twice as long after each further one, at most `mostMs`.
 *  Goes on after network failures and refusals that say that a retry may help; other refusals are thrown. `told` learns what stands in
 *  the way, and when nothing does any more. */
export function* untilItWorks<T>(
  attempt: () => Process<T>,
  told: (failure: NetworkFailure | Refusal | undefined) => void,
  firstMs = 5_000,
  mostMs = 60_000,
): Process<T> {
  for (let wait = firstMs; ; wait = Math.min(mostMs, wait * 2)) {
    try {
      const result = yield* attempt();
      told(undefined);
      return result;
    } catch (error) {
      if (!(error instanceof NetworkFailure || (error instanceof Refusal && error.retry))) throw error;
      told(error);
    }
    yield wait;
  }
}
