import type { DrillReport } from '../reports';
import type { EstateDescription } from '../simulators/description';
import type { Arena, ProgramLine } from './arena';
import { runDrill } from './drill';
import { openInProcess, type Runbook } from './in-process';
import { journalOf, reportOf, type Told } from './journal';
import { Journeys } from './journey';
import { openOverSockets } from './over-sockets';

export interface CarryOutOptions extends Told {
  readonly description: EstateDescription;
  /** Within this process; or as a process of its own. */
  readonly runs: Runbook | ProgramLine;
  /** Virtual seconds in each real one, for a program of somebody's own; undefined: time moves when it polls. */
  readonly speed?: number | undefined;
  readonly say?: (line: string) => void;
  readonly ask?: (prompt: string) => Promise<void>;
  /** Gets the arena before anything happens in it; that is awaited. */
  readonly opened?: (arena: Arena) => unknown;
  /** Gets what the drill came to, before the arena is closed. */
  readonly judged?: (report: DrillReport, arena: Arena) => void;
}

let drills = 0;

/** Opens an arena, carries the drill out in it, and closes it, whatever happens. Errors: as `runDrill`. */
export async function carryOut(
  options: CarryOutOptions,
): Promise<{ readonly journal: object; readonly report: DrillReport }> {
  const {
    read,
    seed,
    description,
    runs,
    speed,
    say = () => undefined,
    ask = async () => undefined,
  } = options;
  drills += 1;
  const mark = `${process.pid}-${drills}`;
  const journeys = new Journeys();
  const shared = { seed, radius: read.homeward.radius, observers: [journeys.observe] };
  const arena =
    typeof runs === 'function'
      ? await openInProcess(description, { ...shared, runbook: runs })
      : await openOverSockets(description, { ...shared, command: runs, speed, mark });
  try {
    await options.opened?.(arena);
    const result = await runDrill({ read, arena, journeys, say, ask, mark });
    const report = reportOf(options, result);
    options.judged?.(report, arena);
    return { journal: journalOf(options, result, report), report };
  } finally {
    await arena.close();
  }
}
