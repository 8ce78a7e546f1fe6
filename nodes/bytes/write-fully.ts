import { writevSync } from 'node:fs';

/** Writes all of the buffers one behind the other from `position` on. Errors: what the system says; some of them may be written then. */
export function writeFully(fd: number, buffers: readonly Buffer[], position: number): void {
  let rest = buffers.filter(({ length }) => length > 0);
  let at = position;
  while (rest.length > 0) {
    const written = writevSync(fd, rest, at);
    at += written;
    rest = behind(rest, written);
  }
}

function behind(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  let first = 0;
  while (first < buffers.length && left >= (buffers[first] as Buffer).length) {
    left -= (buffers[first] as Buffer).length;
    first += 1;
  }
  const [head, ...tail] = buffers.slice(first);
  return head ? [head.subarray(left), ...tail] : [];
}
