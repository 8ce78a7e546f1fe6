import { Watch } from '../runbooks/watch';
import { Checkers } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { Injector, type Outcome, type Schedule } from '../simulators/faults';
import type { Observer } from '../simulators/kernel';
import { travel } from './travel';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Faults strike in the first of these, then all is healed, and everybody must come home within the second. Units: ms of virtual time. */
const SAFETY_MS = 12 * HOUR_MS;
const LIVENESS_MS = 72 * HOUR_MS;
/** So long an estate runs on when everybody is home: what is still to be cleared away is cleared away. */
const SETTLE_MS = HOUR_MS;

/** What one run is made of; the same gives the same, byte for byte. */
export interface RunOptions {
  readonly description: EstateDescription;
  readonly seed: number;
  readonly schedule: Schedule;
  /** Puts something wrong into the estate before it starts. */
  readonly plant?: (estate: Estate) => void;
  readonly observers?: readonly Observer[];
  /** How long everybody has to come home once all is healed; three days if absent. Units: ms of virtual time. */
  readonly livenessMs?: number;
}

/** A broken promise: which, and what was seen. `invariant` is `comes-home` where somebody never came home, `crash` where the simulation
 *  itself broke, `determinism` where the same run was not the same. */
export interface Breach {
  readonly invariant: string;
  readonly evidence: readonly string[];
}

export interface RunResult {
  /** The first broken promise that no fault accounts for; undefined if there is none. */
  readonly breach: Breach | undefined;
  readonly outcomes: readonly Outcome[];
  readonly digest: string;
  readonly virtualMs: number;
  readonly steps: number;
}

/** Sends every machine to Azure and home again while the faults of a schedule strike; then heals everything, and waits for all to come home. */
export function runOnce(options: RunOptions): RunResult {
  return execute(options, new Checkers());
}

/** Without checkers nobody judges what happens; it happens all the same. */
function execute(options: RunOptions, checkers: Checkers | undefined): RunResult {
  const { description, seed, schedule, plant, observers = [], livenessMs = LIVENESS_MS } = options;
  const watching = checkers ? [checkers.observe, ...observers] : observers;
  const estate = build(description, seed, watching, plant ? { before: plant } : {});
  const { kernel } = estate;
  const injector = new Injector(kernel, (role) => targetsOf(estate, role), schedule);
  const watch = new Watch(kernel);
  const pace = { workMs: 10 * MINUTE_MS, patienceMs: 5 * MINUTE_MS };
  const travels = [...estate.machines.keys()].map((machine) =>
    kernel.spawn(undefined, 'travel', travel(estate, watch, { machine, ...pace })),
  );
  const home = (): boolean => travels.every((each) => each.over);
  let crash: Breach | undefined;
  try {
    kernel.run(SAFETY_MS, home);
    injector.healAll();
    if (!home()) kernel.run(kernel.now + livenessMs, home);
    kernel.run(kernel.now + SETTLE_MS);
  } catch (error) {
    crash = { invariant: 'crash', evidence: [(error as Error).stack ?? `${error}`] };
  }
  return {
    breach: crash ?? (checkers && breachOf(estate, checkers, injector.outcomes, home())),
    outcomes: injector.outcomes,
    digest: `${kernel.journal.digest()} ${kernel.orderDigest}`,
    virtualMs: kernel.now,
    steps: kernel.steps,
  };
}

/** The same run twice: a run that is not the same is a breach of its own. The second is not judged again: so a checker that touched the
 *  run would be seen, too. (Where the first crashed it is, for the crash may have been a checker's.) */
export function runTwice(options: RunOptions): RunResult {
  const first = runOnce(options);
  const second = execute(options, first.breach?.invariant === 'crash' ? new Checkers() : undefined);
  if (first.digest === second.digest) return first;
  return { ...first, breach: { invariant: 'determinism', evidence: [first.digest, second.digest] } };
}

function breachOf(
  estate: Estate,
  checkers: Checkers,
  outcomes: readonly Outcome[],
  home: boolean,
): Breach | undefined {
  const excused = new Set(
    outcomes.flatMap(({ struck, kind }) => (struck.length > 0 ? (kind.costs?.breaks ?? []) : [])),
  );
  for (const { checker, verdict, evidence } of checkers.conclude(finalState(estate)))
    if (verdict === 'invalid' && !excused.has(checker as never)) return { invariant: checker, evidence };
  if (home || excused.has('comes-home')) return undefined;
  const away = [...estate.machines.keys()].flatMap((machine) => {
    const item = estate.vault.items.get(machine);
    const job = estate.vault.jobs.get(item?.lastJob ?? '');
    const why = job
      ? `${job.friendlyName} ${job.state} ${job.errors.map(({ code }) => code).join(', ')}`
      : '';
    return item?.state === 'protected' ? [] : [`${machine} is ${item?.state ?? 'not protected'}: ${why}`];
  });
  return { invariant: 'comes-home', evidence: away };
}
