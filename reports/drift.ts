import type { Drift, DriftChange, VoidedClaim } from '../readiness';
import type { MachineReport, ReportDocument } from './document/document';

/** The claim that a machine came as far as it did in the rehearsal; the others go by the codes of their checks. */
const REHEARSAL = 'rehearsal';

/** What has changed since an earlier report. A claim of it is void when one of the facts that it read is not what it was, or nobody says it any more;
 *  nothing else voids one. Shape: machines in the order of the earlier report, then new ones. */
export function driftSince(before: ReportDocument, machines: readonly MachineReport[]): Drift {
  const now = new Map(machines.map((machine) => [machine.name, machine]));
  const known = new Set(before.machines.map(({ name }) => name));
  const voided = before.machines.map((machine) => voidedOf(machine, now.get(machine.name)));
  const voidedClaims = voided.flat();
  const all = before.machines.reduce((sum, machine) => sum + claimsOf(machine).length, 0);
  const changes = [
    ...before.machines.flatMap((machine, index) => changeOf(machine, now.get(machine.name), voided[index])),
    ...machines.filter(({ name }) => !known.has(name)).map(newMachine),
  ];
  const [input] = before.run.inputs;
  return {
    since: { run: before.run.id, exportedAt: input?.exportedAt ?? null },
    changes,
    voided: voidedClaims.length,
    kept: all - voidedClaims.length,
    voidedClaims,
  };
}

function newMachine({ name, verdict, reasons }: MachineReport): DriftChange {
  return { name, after: verdict, because: [reasons[0]?.text ?? 'new in the export'] };
}

function changeOf(
  { name, verdict: before }: MachineReport,
  now: MachineReport | undefined,
  voided: readonly VoidedClaim[] = [],
): readonly DriftChange[] {
  if (!now) return [{ name, before, because: ['it is not in the export any more'] }];
  const facts = new Set(voided.flatMap((claim) => claim.facts));
  if (facts.size === 0 && before === now.verdict) return [];
  const because = facts.size > 0 ? [...facts] : ['drills or rules: no fact of the export has changed'];
  return [{ name, before, after: now.verdict, because }];
}

function voidedOf(before: MachineReport, now: MachineReport | undefined): readonly VoidedClaim[] {
  const { name, facts } = before;
  if (!now) return claimsOf(before).map(({ code }) => ({ name, code, facts: ['the machine'] }));
  const codes = new Set(claimsOf(now).map(({ code }) => code));
  return claimsOf(before).flatMap(({ code, reads }) => {
    const changed = reads.filter((fact) => facts[fact] !== now.facts[fact]);
    if (changed.length > 0) return [{ name, code, facts: changed }];
    return codes.has(code) ? [] : [{ name, code, facts: ['the rule'] }];
  });
}

function claimsOf({ checks, journey }: MachineReport): readonly {
  readonly code: string;
  readonly reads: readonly string[];
}[] {
  const came = journey ? [{ code: REHEARSAL, reads: journey.reads ?? [] }] : [];
  return [...checks.map(({ code, reads = [] }) => ({ code, reads })), ...came];
}
