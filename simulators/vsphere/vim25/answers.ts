/** What a method gives back when the answer is still to come: it is asked for until it is there.
 *  Shape: `ready` gives the value in a box, or undefined while there is none; it may throw a fault. */
export class Later {
  readonly ready: () => { readonly value: unknown } | undefined;
  /** So long it may take; then the answer is without a value. Absent: as long as it takes. Units: ms. */
  readonly maxMs: number | undefined;

  constructor(ready: Later['ready'], maxMs?: number) {
    this.ready = ready;
    this.maxMs = maxMs;
  }
}
