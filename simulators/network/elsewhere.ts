import type { Refusal } from './failures';
import type { Message } from './network';

/** A question on its way between two processes. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly message: Message;
}

/** What became of a question: an answer, a refusal, or `broken` – `refused`: nobody listens; `reset`: whoever worked on it died;
 *  `lost`: there is no such interface, and nobody says so. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly refusal: Refusal }
  | { readonly broken: 'refused' | 'reset' | 'lost' };

/** The parties on the network that run in other processes. */
export interface Elsewhere {
  /** Where an interface would be that nobody here has; undefined: it cannot be there either. */
  zoneOf(address: string): string | undefined;
  /** Whether those who listen there for messages of this kind run in another process. */
  holds(address: string, kind: string): boolean;
  /** Hands a question over; `came` is called with its outcome, later, once. */
  hand(question: Question, came: (outcome: Outcome) => void): void;
}
