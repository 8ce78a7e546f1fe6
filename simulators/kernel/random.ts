/** Keyed randomness: a draw is a function of (seed, purpose, counter) and of nothing else, so that leaving one
 *  fault or one component out moves no other draw. */
export class Randomness {
  private readonly streams = new Map<string, Stream>();
  readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The stream of one purpose; asking again goes on where it stopped. */
  stream(purpose: string): Stream {
    let stream = this.streams.get(purpose);
    if (!stream) {
      stream = new Stream(
        mix(hashText(purpose) ^ mix(this.seed >>> 0) ^ mix(Math.floor(this.seed / 2 ** 32) | 0)),
      );
      this.streams.set(purpose, stream);
    }
    return stream;
  }
}

/** Draws for one purpose. */
export class Stream {
  private counter = 0;
  private readonly key: number;

  constructor(key: number) {
    this.key = key;
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    this.counter += 1;
    return mix(this.key ^ mix(Math.imul(this.counter, 0x9e3779b9))) >>> 0;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /** True with the given probability (0…1). */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A version-4-shaped GUID. */
  guid(): string {
    let hex = '';
    for (let word = 0; word < 4; word += 1) hex += this.bits().toString(16).padStart(8, '0');
    const variant = (Number.parseInt(hex.charAt(16), 16) & 3) | 8;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant.toString(16)}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** FNV-1a of a text, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Spreads 32 bits over 32 bits (MurmurHash3's finalizer). */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
