import { closeSync, constants, openSync } from 'node:fs';

/** Opens a file to read and write; makes it where it is not there. */
export const OPEN_OR_MAKE = constants.O_RDWR | constants.O_CREAT;

/** Files that are read and written again and again: the latest used stay open, the others are opened when they are needed. */
export class OpenFiles {
  private readonly max: number;
  private readonly fds = new Map<string, number>();
  private closed = false;

  constructor(max: number) {
    this.max = max;
  }

  /** To read and write. Valid until the next call. */
  fd(path: string, flags: number = constants.O_RDWR): number {
    if (this.closed) throw new Error(`${path} is asked for after its store was closed`);
    const fd = this.fds.get(path) ?? openSync(path, flags, 0o600);
    this.fds.delete(path);
    this.fds.set(path, fd);
    if (this.fds.size > this.max) this.release(this.fds.keys().next().value as string);
    return fd;
  }

  release(path: string): void {
    const fd = this.fds.get(path);
    this.fds.delete(path);
    if (fd !== undefined) closeSync(fd);
  }

  close(): void {
    this.closed = true;
    for (const path of [...this.fds.keys()]) this.release(path);
  }
}
