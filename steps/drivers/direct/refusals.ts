import { Refusal } from '../../../simulators/network';
import type { Answer } from '../views';

/** Does something that is not a job; gives the refusal, if it is refused. */
export function refusalOf(act: () => void): Answer | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [cause] = error.causes;
    if (!cause) throw error;
    return { refusal: cause };
  }
}
