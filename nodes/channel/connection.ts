import type { TLSSocket } from 'node:tls';
import type { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import { ChannelBroken } from './broken';
import {
  BEAT,
  beatFrame,
  blockBytes,
  type Expected,
  FrameReader,
  REFUSAL,
  readBeat,
  smallFrame,
  writeBlock,
} from './frames';
import { type Kind, readRefusal } from './hello';
import type { Limits } from './limits';

/** Bytes of frames that went to a peer and came from it. */
export interface Traffic {
  sentBytes: number;
  receivedBytes: number;
}

/** Who talks over a connection: the side that asks, or the side that answers. */
export interface Talk {
  readonly expected: Expected;
  take(type: number, payload: Buffer): void;
  lost(broken: ChannelBroken): void;
}

/** Small frames and blocks are gathered into one write: TLS and the kernel cost by the write. */
const GATHERED_BYTES = { control: 16 * 1_024, data: 512 * 1_024 };
const WRITES_MAX = 2;
const FAREWELL_MS = 1_000;

/** A connection to a peer: writes gathered frames, reads frames, and finds out when the other side is gone. */
export class Connection {
  readonly peer: string;
  readonly #socket: TLSSocket;
  readonly #traffic: Traffic;
  readonly #limits: Limits;
  readonly #reader: FrameReader;
  #talk: Talk;
  #kind: Kind = 'control';
  #broken: ChannelBroken | undefined;

  #gathered: Buffer | undefined;
  #gatheredBytes = 0;
  readonly #spare: Buffer[] = [];
  #flushing = false;
  #writes = 0;
  #roomFor: (() => void)[] = [];

  #sent = 0;
  #received = 0;
  #heard = true;
  #silent = 0;
  #paused = false;
  #wasPaused = false;
  #taken = 0;
  #takenBefore = 0;
  #peerPaused = false;
  #stuck = 0;
  #beat: NodeJS.Timeout | undefined;

  /** `greeting` takes the first frame; then it calls `begin`. */
  constructor(
    socket: TLSSocket,
    about: { readonly peer: string; readonly traffic: Traffic; readonly limits: Limits },
    greeting: (connection: Connection) => Talk,
  ) {
    this.#socket = socket;
    this.peer = about.peer;
    this.#traffic = about.traffic;
    this.#limits = about.limits;
    this.#talk = greeting(this);
    this.#reader = new FrameReader((type, payload) => this.#take(type, payload));
    this.#reader.expected = this.#talk.expected;
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lose(error.code ?? 'an error of the socket'));
    socket.on('end', () => this.#lose('the other side closed the connection'));
    socket.on('close', () => this.#lose('the connection was closed'));
  }

  get broken(): ChannelBroken | undefined {
    return this.#broken;
  }

  /** Takes what the socket gave; nothing of it is kept. */
  read(chunk: Buffer): void {
    this.#heard = true;
    this.#received += chunk.length;
    this.#traffic.receivedBytes += chunk.length;
    if (this.#broken) return;
    try {
      this.#reader.push(chunk);
    } catch (error) {
      const cause = error as Misuse;
      if (cause.code !== 'HW-NODE-PROTOCOL') throw error;
      this.end('it sent what is no frame', cause);
    }
  }

  /** Both have said hello: `talk` takes what comes from now on. */
  begin(kind: Kind, talk: Talk): void {
    this.#flush();
    this.#spare.length = 0;
    this.#kind = kind;
    this.#talk = talk;
    this.#reader.expected = talk.expected;
    this.#beat = setInterval(() => this.#listenAndBeat(), this.#limits.beatMs).unref();
  }

  /** Sends a frame, behind all that was sent before. */
  send(frame: Buffer): void {
    if (this.#broken) return;
    const room = GATHERED_BYTES[this.#kind];
    if (frame.length > room) {
      this.#flush();
      this.#write(frame);
      return;
    }
    if (this.#gatheredBytes + frame.length > room) this.#flush();
    this.#gather().set(frame, this.#gatheredBytes);
    this.#gathering(frame.length);
  }

  /** Sends a block. Shape: undefined, or a promise that is kept when there is room for the next. Errors: HW-NODE-TOO-LARGE. */
  sendBlock(question: number, block: Block): Promise<void> | undefined {
    const bytes = blockBytes(block);
    if (this.#broken) return undefined;
    const room = GATHERED_BYTES[this.#kind];
    if (this.#gatheredBytes + bytes > room) this.#flush();
    if (bytes > room) {
      const alone = Buffer.allocUnsafe(bytes);
      writeBlock(alone, 0, bytes, question, block);
      this.#write(alone);
    } else {
      writeBlock(this.#gather(), this.#gatheredBytes, bytes, question, block);
      this.#gathering(bytes);
    }
    if (this.#writes < WRITES_MAX) return undefined;
    return new Promise((resolve) => this.#roomFor.push(resolve));
  }

  /** The bytes of a block that came from here are not needed any more. */
  reuse(packed: Buffer): void {
    this.#reader.reuse(packed);
  }

  /** Bytes that wait because the other side does not read. */
  get waitingBytes(): number {
    return this.#socket.writableLength + this.#gatheredBytes;
  }

  /** Kept when something of what waits has left. */
  room(): Promise<void> {
    this.#flush();
    return new Promise((resolve) => this.#roomFor.push(resolve));
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#wasPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#silent = 0;
    this.#socket.resume();
  }

  /** Ends it from this side. With a `cause` the other side is told. */
  end(why: string, cause?: Misuse): void {
    if (this.#broken) return;
    if (cause)
      this.#socket.end(smallFrame(REFUSAL, { code: cause.code, message: cause.message, next: cause.next }));
    this.#lose(why, cause);
  }

  #take(type: number, payload: Buffer): void {
    if (this.#broken) return;
    if (type === BEAT) {
      const { receivedBytes, paused } = readBeat(payload);
      this.#taken = receivedBytes;
      if (paused) this.#peerPaused = true;
    } else if (type === REFUSAL) {
      const cause = readRefusal(this.peer, payload);
      this.#lose(cause.message, cause);
    } else this.#talk.take(type, payload);
  }

  #gather(): Buffer {
    this.#gathered ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(GATHERED_BYTES[this.#kind]);
    return this.#gathered;
  }

  #gathering(bytes: number): void {
    this.#gatheredBytes += bytes;
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      // The write under way keeps the socket busy: what is gathered meanwhile makes one more.
      if (this.#writes < WRITES_MAX) this.#flush();
    });
  }

  #flush(): void {
    const gathered = this.#gathered;
    if (!gathered || this.#broken) return;
    this.#gathered = undefined;
    const bytes = this.#gatheredBytes;
    this.#gatheredBytes = 0;
    this.#write(gathered.subarray(0, bytes), gathered);
  }

  #write(frames: Buffer, spare?: Buffer): void {
    this.#writes += 1;
    this.#sent += frames.length;
    this.#traffic.sentBytes += frames.length;
    this.#socket.write(frames, () => {
      this.#writes -= 1;
      if (spare?.length === GATHERED_BYTES[this.#kind] && this.#spare.length < WRITES_MAX)
        this.#spare.push(spare);
      if (this.#writes < WRITES_MAX) {
        if (!this.#flushing) this.#flush();
        const waiting = this.#roomFor;
        this.#roomFor = [];
        for (const go of waiting) go();
      }
    });
  }

  #listenAndBeat(): void {
    const { beatMs, beatsMissedMax } = this.#limits;
    this.#silent = this.#heard || this.#paused ? 0 : this.#silent + 1;
    this.#heard = false;
    // Who does not read does not hear either what the other side has taken.
    const takes =
      this.#taken !== this.#takenBefore ||
      this.#taken >= this.#sent ||
      this.#peerPaused ||
      this.#wasPaused ||
      this.#paused;
    this.#stuck = takes ? 0 : this.#stuck + 1;
    this.#takenBefore = this.#taken;
    this.#peerPaused = false;
    const missed = Math.max(this.#silent, this.#stuck);
    if (missed >= beatsMissedMax) {
      this.#lose(
        this.#silent >= beatsMissedMax
          ? `it was silent for ${beatMs * missed} ms`
          : `it took nothing for ${beatMs * missed} ms`,
      );
      return;
    }
    this.send(beatFrame({ receivedBytes: this.#received, paused: this.#wasPaused }));
    this.#wasPaused = this.#paused;
  }

  #lose(why: string, cause?: Misuse): void {
    if (this.#broken) return;
    const broken = new ChannelBroken('reset', this.peer, why, cause);
    this.#broken = broken;
    clearInterval(this.#beat);
    this.#gathered = undefined;
    for (const go of this.#roomFor) go();
    this.#roomFor = [];
    this.#socket.resume();
    if (cause) setTimeout(() => this.#socket.destroy(), FAREWELL_MS).unref();
    else this.#socket.destroy();
    this.#talk.lost(broken);
  }
}
