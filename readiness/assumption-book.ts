import type { Assumption } from './model';

/** Collects what the twin takes for granted; the same assumption for many machines is one entry.
 *  Shape: in the order of first use. */
export class AssumptionBook {
  private readonly entries = new Map<string, { why: string; settle: string; about: string[] }>();

  add(what: string, why: string, settle: string, about: string): void {
    const entry = this.entries.get(what) ?? { why, settle, about: [] };
    entry.about.push(about);
    this.entries.set(what, entry);
  }

  list(): readonly Assumption[] {
    return [...this.entries].map(([what, { why, settle, about }]) => {
      return { what, why, settle, count: about.length, examples: about.slice(0, EXAMPLES_MAX) };
    });
  }
}

const EXAMPLES_MAX = 5;
