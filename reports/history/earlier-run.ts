import { createHash } from 'node:crypto';
import type { EarlierRun, Inventory } from '../../readiness';
import type { ReportDocument } from '../document/document';
import { notGreen } from '../document/findings';
import { quantile, rtoTimes } from '../document/times';

/** What later reports tell of a run. Shape: `findings` – how many machines each code concerns, by code. */
export function earlierRunOf(doc: ReportDocument): EarlierRun {
  const { run, counts, score } = doc;
  const dates = run.inputs.flatMap(({ exportedAt }) => exportedAt ?? []);
  const times = rtoTimes(doc);
  const findings = new Map<string, number>();
  for (const machine of doc.machines)
    for (const code of new Set(notGreen(machine).map((each) => each.code)))
      findings.set(code, (findings.get(code) ?? 0) + 1);
  return {
    id: run.id,
    exportedAt: dates.toSorted().at(-1) ?? null,
    counts,
    score: score ? { low: score.low, high: score.high } : null,
    rtoP95Ms: times.length === 0 ? null : quantile(times, 0.95),
    findings: Object.fromEntries([...findings].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** By what an estate is known again: its vCenter servers; where no export names them its hosts, else its files. */
export function estateOf({ sources, machines }: Inventory): string {
  const vcenters = sources.flatMap((source) => source.vcenters);
  const hosts = machines.flatMap(({ host }) => host?.value ?? []);
  const [known = []] = [vcenters, hosts, sources.map(({ file }) => file)].filter((names) => names.length > 0);
  const text = JSON.stringify([...new Set(known)].sort());
  return `estate-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
