import { createHash } from 'node:crypto';
import type { Assessment, Inventory } from '../readiness';
import { readVersions } from './versions';

/** What decides a run: the same inputs and options give the same id, on every machine. */
export interface RunRequest {
  readonly inventory: Inventory;
  readonly seed: number;
  readonly mbitPerSecond: number;
  readonly rtoTargetMs: number;
  readonly assumptions: readonly string[];
  /** How many drills with faults, how many faults each has at most, and how many master targets take the machines home. */
  readonly drills: number;
  readonly faultsMax: number;
  readonly masterTargets: number;
  /** The run that the report tells the changes since. */
  readonly since?: string;
  /** Names are pseudonyms: another run than the same with names. */
  readonly redacted?: boolean;
}

/** The id of a run: 12 hex digits of a digest over everything that decides it. */
export function runId({ inventory, ...options }: RunRequest): string {
  const inputs = inventory.sources.map((source) => source.sha256);
  return digestOf(JSON.stringify([readVersions().homeward, inputs, options])).slice(0, 12);
}

/** `run.json`: what was run, with which options and versions, and the digests to compare a replay with. */
export function runOf(
  request: RunRequest,
  { rehearsal, twin }: Assessment,
  twinJson: string,
  drillsJson?: string,
) {
  const { inventory, ...options } = request;
  return {
    schema: 'homeward.run/1',
    id: runId(request),
    kind: 'readiness',
    options,
    versions: readVersions(),
    inputs: inventory.sources.map(({ file, sha256, rvtoolsVersion, exportedAt }) => {
      return { file, sha256, rvtoolsVersion: rvtoolsVersion ?? null, exportedAt: exportedAt ?? null };
    }),
    twin: { file: 'twin.json', sha256: digestOf(twinJson), machines: twin.plan.machines.length },
    journal: { file: 'journal.ndjson', sha256: rehearsal.digest, entries: rehearsal.entries },
    ...(drillsJson !== undefined && { drills: { file: 'drills.json', sha256: digestOf(drillsJson) } }),
    endedAtMs: rehearsal.endedAtMs,
  };
}

/** `run.json` as an object. */
export type RunJson = ReturnType<typeof runOf>;

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
