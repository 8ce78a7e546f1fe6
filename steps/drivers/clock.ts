import type { Kernel } from '../../simulators/kernel';
import type { Clock, Watched } from './driver';

/** So often a condition is looked at that no entry of the journal tells of. Units: ms of virtual time. */
export const LOOK_EVERY_MS = 10_000;

/** The clock of an estate that runs in this process. Every driver takes this one: where it stops depends on the journal and on
 *  virtual time alone, never on how long a look took, so a scenario stops at the same steps whatever carries its requests. */
export function clockOf(kernel: Kernel): Clock {
  let watched: readonly Watched[] = [];
  let seen = false;
  kernel.journal.observe((_time, kind, subject) => {
    seen ||= concerns(watched, kind, subject);
  });
  return {
    get nowMs() {
      return kernel.now;
    },
    run: async (durationMs) => kernel.run(kernel.now + durationMs),
    async until(condition, withinMs, watch) {
      const endMs = kernel.now + withinMs;
      watched = watch ?? [];
      for (let over = false; ; ) {
        seen = false;
        if (await condition()) return true;
        if (over) return false;
        const nextMs = watch ? endMs : Math.min(endMs, kernel.now + LOOK_EVERY_MS);
        kernel.run(nextMs, () => seen);
        over = !seen && nextMs === endMs;
      }
    },
  };
}

function concerns(watched: readonly Watched[], kind: string, subject: string): boolean {
  for (const each of watched) {
    if (typeof each === 'string' ? each === kind : each.kind === kind && each.subject === subject)
      return true;
  }
  return false;
}
