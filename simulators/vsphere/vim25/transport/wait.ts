import type { EventEmitter } from 'node:events';
import type { Vim } from '../vim';

/** A client that waits without a limit is told that nothing happened after so long. Units: ms of wall time. */
const WAIT_MS_MAX = 30 * 60_000;
/** In virtual time, one wait moves time so far at most. Units: ms. */
const MOVE_MS = 30 * 60_000;

/** An answer that is still to come. */
interface Awaited<T> {
  readonly ready: () => T | undefined;
  /** The answer when nobody wants to wait longer. */
  readonly late: () => T;
  readonly maxMs: number | undefined;
}

/** Waits until an answer is there, the client has gone, or the time is over. Where virtual time does not move by itself, the wait
 *  moves it: so nobody waits. */
export async function wait<T>(
  pending: Awaited<T>,
  { vsphere, moved }: Vim,
  socket: EventEmitter,
): Promise<T> {
  const { maxMs } = pending;
  const first = pending.ready();
  if (first) return first;
  if (moved) {
    let found: T | undefined;
    let stirred = false;
    const stop = vsphere.changes.observe(() => {
      stirred = true;
    });
    try {
      moved(Math.min(maxMs ?? MOVE_MS, MOVE_MS), () => {
        if (!stirred) return false;
        stirred = false;
        found = pending.ready();
        return found !== undefined;
      });
    } finally {
      stop();
    }
    if (found) return found;
    if (maxMs !== undefined) return pending.late();
  }
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      clearImmediate(soon);
      stop();
      socket.off('close', gone);
      act();
    };
    const look = (): void => {
      soon = undefined;
      try {
        const answer = pending.ready();
        if (answer) settle(() => resolve(answer));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    let soon: NodeJS.Immediate | undefined;
    const stop = vsphere.changes.observe(() => {
      soon ??= setImmediate(look);
    });
    const timer = setTimeout(
      () => settle(() => resolve(pending.late())),
      Math.min(maxMs ?? WAIT_MS_MAX, WAIT_MS_MAX),
    );
    const gone = (): void => settle(() => resolve(pending.late()));
    socket.on('close', gone);
  });
}
