import type { Component } from '../simulators/kernel';
import type { Operated } from './operated';

const AWAY_MS = 180_000;

export interface Operation {
  /** Brings a fresh estate to where the operation begins. */
  readonly prepare: () => Operated;
  readonly act: (operated: Operated) => void;
  /** Throws if the operation did not come to its end. */
  readonly check: (operated: Operated, when: string) => void;
}

/** Carries an operation out again and again: each time one component crashes before one of its steps, and comes back after three
 *  minutes. Guests are left out. Gives how often it crashed something. */
export function crashEachStep({ prepare, act, check }: Operation): number {
  const steps = new Map<string, number>();
  const calm = prepare();
  watchSteps(calm, ({ name }) => steps.set(name, (steps.get(name) ?? 0) + 1));
  act(calm);
  check(calm, 'undisturbed');
  let crashes = 0;
  for (const [name, count] of steps) {
    if (/^(azure )?vm /.test(name)) continue;
    for (let at = 0; at < count; at += 1) {
      let seen = 0;
      const operated = prepare();
      watchSteps(operated, (component) => {
        if (component.name !== name || seen++ !== at) return;
        component.kill();
        component.kernel.after(AWAY_MS, () => component.start());
        crashes += 1;
      });
      act(operated);
      check(operated, `${name} crashed before its step ${at}`);
    }
  }
  return crashes;
}

function watchSteps({ estate }: Operated, see: (component: Component) => void): void {
  estate.kernel.beforeStep = (proc) => see(proc.owner as Component);
}
