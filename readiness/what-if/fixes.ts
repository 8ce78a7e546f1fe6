import type { Rehearsed } from '../assess';
import type { Finding, TwinMachine } from '../model';
import { caseOf, checkMachine } from '../rules';
import { type UserAssumption, UserAssumptions } from '../user-assumptions';
import { WORST_FIRST } from '../verdict';
import { assumptionOf, REMEDIES, type Remedy } from './remedies';

/** Something that can be done to the estate. Shape: `assume` – what is true once it is done; `machines` – by their labels. */
export interface Fix {
  readonly id: string;
  readonly what: string;
  readonly code: string;
  readonly machines: readonly string[];
  readonly assume: readonly UserAssumption[];
  /** None of its machines comes home without it. */
  readonly stops?: true;
  /** What the site has more of: so many master targets, so many times the bandwidth. */
  readonly more?: { readonly masterTargets?: number; readonly bandwidth?: number };
  readonly commands: readonly string[];
}

interface Found {
  readonly remedy: Remedy;
  readonly subject: string;
  readonly code: string;
  readonly machine: string;
}

/** Everything that can be done for the machines of an estate: for each finding that is not green, what would turn it. Shape: what is done to machines is one
 *  fix for all of them, what is done to a host or a datastore one for each; in the order of the rules. */
export function fixesFor(rehearsed: Rehearsed): readonly Fix[] {
  const found = rehearsed.twin.machines.flatMap((machine) => foundFor(rehearsed, machine));
  const groups = new Map<string, Found[]>();
  for (const each of found) {
    const key = each.remedy.of === 'machine' ? each.remedy.kind : `${each.remedy.kind} ${each.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group, index) => fixOf(group, index));
}

function fixOf(group: readonly Found[], index: number): Fix {
  const [{ remedy, code }] = group as readonly [Found, ...Found[]];
  const subjects = [...new Set(group.map(({ subject }) => subject))];
  return {
    id: `fix-${index + 1}`,
    what: remedy.what(subjects),
    code,
    machines: [...new Set(group.map(({ machine }) => machine))],
    assume: subjects.map((subject) => assumptionOf(remedy, subject)),
    commands: subjects.map((subject) => remedy.command(subject)),
  };
}

function foundFor(rehearsed: Rehearsed, machine: TwinMachine): readonly Found[] {
  const findings = (rehearsed.findings.get(machine.name) ?? []).filter(
    ({ state, decides }) => state === 'blocked' || state === 'at risk' || (state === 'unknown' && decides),
  );
  return findings.flatMap((finding) => remedyFor(rehearsed, machine, finding) ?? []);
}

/** The first remedy that makes a finding better. */
function remedyFor(rehearsed: Rehearsed, machine: TwinMachine, finding: Finding): Found | undefined {
  for (const remedy of REMEDIES)
    for (const subject of subjectsOf(remedy, machine))
      if (helps(rehearsed, machine, finding, assumptionOf(remedy, subject)))
        return { remedy, subject, code: finding.code, machine: machine.label };
  return undefined;
}

function subjectsOf({ of }: Remedy, { label, host, datastores }: TwinMachine): readonly string[] {
  if (of === 'machine') return [label];
  return of === 'host' ? [host] : datastores;
}

function helps(
  { inventory, twin, assumed }: Rehearsed,
  machine: TwinMachine,
  { code, state }: Finding,
  done: UserAssumption,
): boolean {
  const withIt = new UserAssumptions([...assumed.all, done]);
  const { masterTargetHost } = twin;
  const after = checkMachine(caseOf({ twin: machine, inventory, masterTargetHost, assumed: withIt }));
  const now = after.find((each) => each.code === code)?.state;
  return now !== undefined && WORST_FIRST.indexOf(now) > WORST_FIRST.indexOf(state);
}
