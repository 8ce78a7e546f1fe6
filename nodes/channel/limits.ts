/** How long a channel waits for a peer, and how many it takes. Units: ms of wall time. */
export interface Limits {
  /** Each side says this often that it is alive. */
  readonly beatMs: number;
  /** A peer that was silent for so many beats, or took nothing of what it was sent, is lost. */
  readonly beatsMissedMax: number;
  /** From the first byte to the end of the TLS handshake, and from there to the hello. */
  readonly helloMs: number;
  /** From the call to the peer's hello. */
  readonly dialMs: number;
  /** Incoming connections that are open at the same time, from whomever. */
  readonly connectionsMax: number;
  /** After a call that failed; the last is kept. */
  readonly backoffMs: readonly number[];
  /** After a call that will fail until somebody mends something: another version, estate, passphrase or role. */
  readonly refusedMs: number;
}

export const LIMITS: Limits = {
  beatMs: 5_000,
  beatsMissedMax: 3,
  helloMs: 5_000,
  dialMs: 10_000,
  connectionsMax: 64,
  backoffMs: [100, 200, 400, 800, 1_600, 3_200, 5_000],
  refusedMs: 10_000,
};
