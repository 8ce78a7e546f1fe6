/** An answer that is XML already: the elements inside the response, piece by piece. */
export class RawXml {
  readonly pieces: Iterable<string>;

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces;
  }
}
