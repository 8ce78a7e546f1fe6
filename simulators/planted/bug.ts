import type { Invariant, Layer } from '../faults';
import type { Parts } from './parts';

/** A mistake that is put into an estate from outside, to see whether the checkers tell. */
export interface PlantedBug {
  readonly name: string;
  readonly layer: Layer;
  /** The mistake as a developer would make it, in a sentence. */
  readonly what: string;
  /** The checker that should tell. */
  readonly breaks: Invariant;
  /** What must go wrong beside it; without that it does no harm. */
  readonly needs: 'no fault' | 'one fault' | 'two faults';
  /** The published failure class that it is a case of. */
  readonly source?: string;
  /** Puts it into one estate, before anything there starts; no other estate is touched. */
  plant(parts: Parts): void;
}

/** The bugs of one layer. */
export function bugsOf(layer: Layer, bugs: readonly Omit<PlantedBug, 'layer'>[]): readonly PlantedBug[] {
  return bugs.map((bug) => ({ layer, ...bug }));
}
