import { type ComparedFact, type Disagreement, placeText } from '../inventory';
import type { Finding } from '../model';
import type { Case, Named, Opinion, Rule } from './rule';

/** What a rule says of a machine, unless it rests on a fact in which exports contradict each other: then it is unknown, and both
 *  places are named. If the rule says the same whichever counts, it says so; if it blocks whichever counts, it blocks. What the user declared ends the contradiction. */
export function checkContested(rule: Rule, the: Case): Finding {
  const { name, code, source, reads = [] } = rule;
  const finding = { rule: name, code, source, ...rule.check(the) };
  if (reads.length === 0 || finding.assumed !== undefined) return finding;
  const contested = reads.flatMap((fact) => disagreementsOn(fact, the));
  if (contested.length === 0) return finding;
  const opinions = contested.flatMap((each) =>
    each.values.map(({ value }) => rule.check(variant(the, each.fact, value))),
  );
  if (opinions.every(({ state, text }) => state === finding.state && text === finding.text)) return finding;
  const blocked = opinions.find(({ state }) => state === 'blocked');
  const told = contested.map(textOf).join('; ');
  if (blocked && opinions.every(({ state }) => state === 'blocked')) {
    const text = `${blocked.text} (the exports differ in ${told}: it is blocked either way)`;
    return { ...finding, ...blocked, text, contested };
  }
  return {
    rule: 'exports agree',
    code: 'HW-RULE-CONFLICT',
    source: 'readiness/README.md: of two exports that contradict each other neither counts, however new',
    state: 'unknown',
    text: `${name}: the exports differ in ${told}`,
    at: contested[0]?.values[0]?.at,
    settle: `export both anew at the same time, or leave out the file that is out of date: ${filesOf(contested)}`,
    decides: opinions.some(decides),
    contested,
    ...(blocked?.confirmedBy !== undefined && { confirmedBy: blocked.confirmedBy }),
  };
}

function decides({ state, decides: alone }: Opinion): boolean {
  return state === 'blocked' || alone === true;
}

/** Those of the machine itself, of the hosts that count for it, or of its datastores; named as the rule names them. */
function disagreementsOn(
  fact: ComparedFact,
  { twin, hosts, datastores, masterTargetHost }: Case,
): readonly Disagreement[] {
  const [of, own] = fact.split('.') as [string, string | undefined];
  if (of === 'host')
    return [...new Set([twin.host, masterTargetHost])].flatMap((name) => pick(hosts.get(name) ?? {}));
  if (of === 'datastore') return twin.datastores.flatMap((name) => pick(datastores.get(name) ?? {}));
  return (twin.machine.disagreements ?? []).filter((each) => each.fact === fact);

  function pick({
    disagreements = [],
  }: {
    readonly disagreements?: readonly Disagreement[];
  }): Disagreement[] {
    return disagreements.filter((each) => each.fact === own).map(({ values }) => ({ fact, values }));
  }
}

/** The case as it would be if one of the values counted. */
function variant(the: Case, fact: string, value: unknown): Case {
  const [of = '', own = ''] = fact.split('.');
  const put = <T extends object>(thing: T, field: string): T => {
    const known = (thing as Readonly<Record<string, { readonly at?: unknown } | undefined>>)[field];
    return { ...thing, [field]: { ...known, value } };
  };
  const among = <T extends object>(all: Named<T>): Named<T> => ({
    get: (name) => {
      const found = all.get(name);
      return found && put(found, own);
    },
  });
  if (of === 'host') return { ...the, hosts: among(the.hosts) };
  if (of === 'datastore') return { ...the, datastores: among(the.datastores) };
  const { twin } = the;
  const { machine } = twin;
  if (of === 'replication' && machine.replication)
    return { ...the, twin: { ...twin, machine: { ...machine, replication: put(machine.replication, own) } } };
  const field = fact === 'os' ? (machine.osReported ? 'osReported' : 'osConfigured') : fact;
  return { ...the, twin: { ...twin, machine: put(machine, field) } };
}

function textOf({ fact, values }: Disagreement): string {
  return `${fact}: ${values.map(({ value, at }) => `${valueText(value)} (${placeText(at)})`).join(' or ')}`;
}

function filesOf(contested: readonly Disagreement[]): string {
  return [...new Set(contested.flatMap(({ values }) => values.map(({ at }) => at.file)))].join(', ');
}

/** A value as people read it: of a list its names, else its sizes. */
export function valueText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  return value.map(itemText).join(', ');
}

function itemText(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { name, capacityMiB, label } = item as {
    readonly name?: { readonly value: string };
    readonly capacityMiB?: { readonly value: number };
    readonly label?: { readonly value: string };
  };
  return name?.value ?? (capacityMiB ? `${capacityMiB.value} MiB` : (label?.value ?? 'unnamed'));
}
