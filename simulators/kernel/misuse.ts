/** Homeward was used wrongly: bad input, an unknown name, an impossible request. Never a simulated error, never a broken invariant.
 *  Shape: `code` is stable (`HW-…`, listed in docs/errors.md); `message` says what was expected and what came;
 *  `next` says what to do about it. The command prints both lines and exits with code 2. */
export class Misuse extends Error {
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.name = 'Misuse';
    this.code = code;
    this.next = next;
  }
}
