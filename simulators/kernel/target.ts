/** What somebody says about how strongly, how long, how often. Units: as each capability says. */
export type How = { readonly [name: string]: number | string };

/** Takes back what was done; safe where it is no longer there. */
export type Undo = () => void;

/** What can be done to a part of an estate: it is done at once, and what is given takes it back. Nothing given: it passes by itself. */
export type Able = { readonly [capability: string]: (how: How) => Undo | undefined };

/** A part of an estate to which faults can be done. Shape: `role` says what it is (`process server`), `name` which one.
 *  Whoever does something to it knows its capabilities only, never the part itself. */
export interface Target {
  readonly role: string;
  readonly name: string;
  /** The machine that it is a copy of, where that is called otherwise. */
  readonly machine?: string;
  readonly able: Able;
}
