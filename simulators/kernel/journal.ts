import { createHash } from 'node:crypto';

/** A value that a journal entry may carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };
export type Fields = { readonly [key: string]: Json | undefined };

/** Sees each entry as it is written: (virtual ms, kind, subject, fields). Never changes anything. */
export type Observer = (time: number, kind: string, subject: string, fields: Fields) => void;

const CHUNK_CHARS = 1 << 16;
/** So many texts are remembered in their quoted form. */
const QUOTED_MAX = 1 << 15;
const OPENINGS_MAX = 4_096;
const NO_FIELDS: Fields = Object.freeze({});

const openings = new Map<string, string>();

/** How a field begins. (Kept: there are few names, and many entries.) */
function opening(key: string): string {
  let text = openings.get(key);
  if (text === undefined) {
    text = `,"${key}":`;
    if (openings.size < OPENINGS_MAX) openings.set(key, text);
  }
  return text;
}

/** The record of a run: one JSON object a line, `{"t":ms,"k":kind,"s":subject,…fields}`, in the order of happening.
 *  Shape: append-only; a running SHA-256 over the very bytes that a sink would store, so that equal digests mean equal journals.
 *  Secrets: values registered by `conceal` are never written; an entry that holds one breaks the run before it is stored. */
export class Journal {
  private readonly hash = createHash('sha256');
  private readonly observers: Observer[] = [];
  private readonly secrets: string[] = [];
  private readonly quoted = new Map<string, string>();
  private buffer = '';
  private flushed = false;
  private finished: string | undefined;
  private sink: ((chunk: string) => void) | undefined;
  entries = 0;

  /** Sends every line to `sink` too, in large chunks. Errors: throws when the first of them are gone already. */
  writeTo(sink: (chunk: string) => void): void {
    if (this.flushed) throw new Error('the journal has begun: what it had to say first would be missing');
    this.sink = sink;
  }

  observe(observer: Observer): void {
    this.observers.push(observer);
  }

  /** Declares a secret value: it must never reach the journal. */
  conceal(secret: string): void {
    if (secret.length > 0 && !this.secrets.includes(secret)) this.secrets.push(secret);
  }

  record(time: number, kind: string, subject: string, fields: Fields = NO_FIELDS): void {
    let line = `{"t":${time},"k":"${kind}","s":${this.quote(subject)}`;
    for (const key in fields) {
      const value = fields[key];
      if (value === undefined) continue;
      line +=
        opening(key) +
        (typeof value === 'string'
          ? this.quote(value)
          : typeof value === 'object'
            ? JSON.stringify(value)
            : value);
    }
    this.buffer += `${line}}\n`;
    this.entries += 1;
    if (this.buffer.length > CHUNK_CHARS) this.flush();
    for (const observer of this.observers) observer(time, kind, subject, fields);
  }

  /** Ends the journal and gives its SHA-256 in hex; the same answer if asked again. */
  digest(): string {
    if (this.finished === undefined) {
      this.flush();
      this.finished = this.hash.digest('hex');
    }
    return this.finished;
  }

  /** The SHA-256 of what was recorded so far, in hex; the journal goes on. */
  digestSoFar(): string {
    if (this.finished !== undefined) return this.finished;
    this.flush();
    return this.hash.copy().digest('hex');
  }

  private flush(): void {
    if (this.buffer === '') return;
    for (const secret of this.secrets) {
      if (this.buffer.includes(secret))
        throw new Error('a secret reached the journal; nothing of it was written');
    }
    if (this.finished !== undefined)
      throw new Error('the journal has ended: nothing may be recorded after its digest');
    this.hash.update(this.buffer);
    this.flushed = true;
    this.sink?.(this.buffer);
    this.buffer = '';
  }

  private quote(text: string): string {
    let quoted = this.quoted.get(text);
    if (quoted === undefined) {
      quoted = JSON.stringify(text);
      if (this.quoted.size < QUOTED_MAX) this.quoted.set(text, quoted);
    }
    return quoted;
  }
}
