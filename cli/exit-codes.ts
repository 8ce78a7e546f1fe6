/** What the command ends with. */
export const EXIT = {
  /** The run is complete, whatever the verdicts are; a replay is equal. */
  done: 0,
  /** --fail-on was reached; a replay differs. */
  negative: 1,
  /** Bad input or options: one line says what and where, one what to do. */
  misuse: 2,
  /** A checker found a broken invariant, or the simulation itself broke: nothing is proven. */
  invalid: 3,
  /** A drill was halted; its report tells what was done so far. A suite was stopped. */
  halted: 4,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  the run is complete (verdicts are in the report); a replay is equal
  1  a machine has the verdict of --fail-on or a worse one; a replay differs
  2  bad input or options; nothing was written
  3  the run is invalid: a checker found a broken invariant, so nothing is proven
`;
