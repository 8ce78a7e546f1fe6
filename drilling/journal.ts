import { createHash } from 'node:crypto';
import { type DrillReport, readVersions } from '../reports';
import { type DrillResult, endOf } from './drill';
import { stepsOf } from './judgement';
import type { ReadExperiment } from './read-experiment';

export interface Told {
  readonly read: ReadExperiment;
  readonly seed: number;
  readonly estate: string;
  readonly program: string;
}

/** A drill as a report tells it. */
export function reportOf({ read, seed, estate, program }: Told, result: DrillResult): DrillReport {
  const { homeward, experiment, name } = read;
  const { evidence, judgement } = result;
  const standing = new Map(evidence.machines.map((machine) => [machine.name, machine]));
  const committed = evidence.journeys
    .flatMap(({ machine, noReturnAtMs }) =>
      noReturnAtMs === undefined ? [] : [{ machine, atMs: noReturnAtMs }],
    )
    .toSorted((a, b) => a.atMs - b.atMs);
  const [sha256 = '', order = ''] = result.digest.split(' ');
  return {
    name: 'homeward',
    schema: 'homeward.drill/1',
    drill: name,
    title: experiment.title,
    description: experiment.description,
    estate,
    seed,
    version: readVersions().homeward,
    program,
    expect: homeward.expect,
    objectives: { rtoMs: homeward.objectives.rto ?? null, rpoMs: homeward.objectives.rpo ?? null },
    limitMs: homeward.limit,
    verdict: judgement.verdict,
    because: judgement.because,
    halted: evidence.halted ?? null,
    startedAtMs: result.startedAtMs,
    endedAtMs: result.endedAtMs,
    checks: judgement.checks,
    machines: evidence.journeys.map((journey) => {
      const { machine, recoveryTimeMs = null, recoveryPointMs = null, writesLost } = journey;
      const { home = false, state = '', runs = '' } = standing.get(machine) ?? {};
      const steps = stepsOf(journey).map(({ step, atMs = null }) => ({ step, atMs }));
      return { machine, home, state, runs, steps, recoveryTimeMs, recoveryPointMs, writesLost };
    }),
    pointOfNoReturn: committed[0] ?? null,
    faults: evidence.outcomes.map(({ kind, struck, atMs = null, healedAtMs = null, missed, disarmed }) => ({
      fault: kind.name,
      what: kind.what,
      struck,
      atMs,
      healedAtMs,
      why:
        atMs === null
          ? (missed ??
            (disarmed ? 'its trigger had not come when everything was healed' : 'its trigger never came'))
          : null,
    })),
    unfired: judgement.unfired,
    programs: evidence.runs.map(({ end }) => ({
      ended: endOf(end),
      exitCode: end.exitCode,
      startedAtMs: end.startedAtMs,
      endedAtMs: end.endedAtMs,
      outputBytes: end.outputBytes,
      stdout: end.stdout,
      stderr: end.stderr,
      calls: Object.fromEntries(Object.entries(end.calls).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    })),
    journal: { sha256, order },
  };
}

/** The journal of a drill: Chaos Toolkit's, with virtual times, and ours under `extensions`. Source: CHAOS.md §2.2. */
export function journalOf({ read }: Pick<Told, 'read'>, result: DrillResult, report: DrillReport): object {
  const { status, deviated, steady, method, rollbacks, startedAt, endedAt } = result;
  return {
    experiment: read.source,
    status,
    deviated,
    start: new Date(startedAt).toISOString(),
    end: new Date(endedAt).toISOString(),
    duration: (endedAt - startedAt) / 1_000,
    steady_states: { before: steady.before, after: steady.after, during: steady.during },
    run: method,
    rollbacks,
    extensions: [report],
  };
}

/** The id of a drill: 12 hex digits of a digest over everything that decides it. */
export function drillId({ read, seed, estate, program }: Told): string {
  const decides = JSON.stringify([readVersions().homeward, read.source, seed, estate, program]);
  return `drill-${read.name}-${createHash('sha256').update(decides).digest('hex').slice(0, 12)}`;
}
