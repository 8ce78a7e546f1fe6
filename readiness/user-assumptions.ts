import { Misuse } from '../simulators/kernel';
import type { Inventory } from './inventory';
import { labelsOf } from './labels';

/** What a user may declare, with what it means. A closed list: it is the documentation too. */
export const ASSUMPTIONS = {
  'no-snapshots': { of: 'machine', optional: true, values: [], means: 'the snapshots are gone' },
  'no-consolidation': { of: 'machine', optional: true, values: [], means: 'the disks were consolidated' },
  'powered-on': { of: 'machine', optional: true, values: [], means: 'the machine is powered on' },
  'tools-running': { of: 'machine', optional: true, values: [], means: 'VMware Tools run' },
  'no-secure-boot': { of: 'machine', optional: true, values: [], means: 'secure boot is switched off' },
  'not-in-maintenance': { of: 'host', optional: true, values: [], means: 'the host left maintenance mode' },
  mounted: {
    of: 'datastore',
    optional: false,
    values: [],
    means: 'the host of the master target has mounted the datastore',
  },
  address: {
    of: 'machine',
    optional: false,
    values: ['dhcp', 'static'],
    means: 'how the guest gets its address',
  },
  os: { of: 'machine', optional: false, values: ['windows', 'linux'], means: 'the family of the guest' },
  licence: {
    of: 'host',
    optional: false,
    values: ['evaluation', 'paid', 'free'],
    means: 'the licence of the host',
  },
  role: {
    of: 'estate',
    optional: true,
    values: ['replication', 'administrator', 'read-only', 'no-access'],
    means: 'the role of the account with which Site Recovery works in vCenter',
  },
} as const satisfies { readonly [kind: string]: AssumptionKind };

interface AssumptionKind {
  readonly of: 'machine' | 'host' | 'datastore' | 'estate';
  /** May the subject be left out, meaning all of them? */
  readonly optional: boolean;
  readonly values: readonly string[];
  readonly means: string;
}

export type AssumptionName = keyof typeof ASSUMPTIONS;

/** One declaration, as given. Shape: `subject` absent means all. */
export interface UserAssumption {
  readonly text: string;
  readonly kind: AssumptionName;
  readonly subject: string | undefined;
  readonly value: string | undefined;
}

/** The declarations of one run. The later of two that speak of one thing counts. */
export class UserAssumptions {
  readonly all: readonly UserAssumption[];

  constructor(all: readonly UserAssumption[]) {
    this.all = all;
  }

  /** What was declared of any of `names` (a machine has a name and a label). */
  find(kind: AssumptionName, ...names: readonly string[]): UserAssumption | undefined {
    return this.all.findLast(
      (each) => each.kind === kind && (each.subject === undefined || names.includes(each.subject)),
    );
  }
}

/** Reads `--assume` texts. Errors: HW-ASSUME – no such assumption, value, machine, host or datastore; it names the known ones. */
export function readAssumptions(texts: readonly string[], inventory: Inventory): UserAssumptions {
  return new UserAssumptions(texts.map((text) => readOne(text, inventory)));
}

/** One line for each assumption, for `--help` and messages. */
export function assumptionUsage(): readonly string[] {
  return Object.entries(ASSUMPTIONS).map(([kind, entry]: [string, AssumptionKind]) => {
    const { of, optional, values, means } = entry;
    const value = values.length > 0 ? values.join('|') : '';
    const subject = of === 'estate' ? '' : `<${of}>`;
    const joined = [subject, value].filter((part) => part !== '').join(':');
    const shown = optional && of !== 'estate' ? `${kind}[=${joined}]` : `${kind}=${joined}`;
    return `${shown} – ${means}`;
  });
}

function readOne(text: string, inventory: Inventory): UserAssumption {
  const [kindText = '', ...rest] = text.split('=');
  const given = rest.join('=');
  if (!Object.hasOwn(ASSUMPTIONS, kindText)) {
    throw misuse(
      `--assume expected a known assumption, got "${text}"`,
      `Known: ${assumptionUsage()
        .map((line) => line.split(' – ')[0])
        .join(', ')}.`,
    );
  }
  const kind = kindText as AssumptionName;
  const entry: AssumptionKind = ASSUMPTIONS[kind];
  const { subject, value } = splitGiven(given, entry);
  if (entry.values.length > 0 && !entry.values.includes(value ?? '')) {
    throw misuse(
      `--assume ${kind} expected one of ${entry.values.join(', ')}, got "${value ?? ''}" in "${text}"`,
      `Write ${usageOf(kind)}.`,
    );
  }
  if (subject === undefined && !entry.optional)
    throw misuse(`--assume ${kind} expected a ${entry.of}, got "${text}"`, `Write ${usageOf(kind)}.`);
  if (subject !== undefined) mustExist(subject, entry, text, inventory);
  return { text, kind, subject, value };
}

function splitGiven(given: string, entry: AssumptionKind): { subject?: string; value?: string } {
  if (entry.of === 'estate') return { value: given };
  if (entry.values.length === 0) return given === '' ? {} : { subject: given };
  const cut = given.lastIndexOf(':');
  if (cut < 0) return { value: given };
  return { subject: given.slice(0, cut), value: given.slice(cut + 1) };
}

function mustExist(subject: string, { of }: AssumptionKind, text: string, inventory: Inventory): void {
  const known = knownNames(of, inventory);
  if (known.has(subject)) return;
  const near = [...known].filter((name) => name.toLowerCase().includes(subject.toLowerCase().slice(0, 4)));
  const shown = (near.length > 0 ? near : [...known]).slice(0, KNOWN_MAX);
  const more = known.size > shown.length ? ` (${known.size} in all)` : '';
  throw misuse(
    `--assume "${text}" expected a ${of} of the export, got "${subject}"`,
    shown.length > 0
      ? `Known: ${shown.join(', ')}${more}.`
      : `The export names no ${of}: leave the assumption out.`,
  );
}

const KNOWN_MAX = 12;

function knownNames(of: AssumptionKind['of'], inventory: Inventory): Set<string> {
  const { machines, hosts = [], datastores = [] } = inventory;
  if (of === 'machine') {
    const labels = labelsOf(machines);
    return new Set(machines.flatMap((machine) => [machine.name.value, labels.get(machine.key) as string]));
  }
  if (of === 'host') {
    const named = machines.flatMap((machine) => (machine.host ? [machine.host.value] : []));
    return new Set([...hosts.map((host) => host.name.value), ...named]);
  }
  return new Set(datastores.map((datastore) => datastore.name.value));
}

function usageOf(kind: AssumptionName): string {
  return (
    assumptionUsage()
      .find((line) => line.startsWith(kind))
      ?.split(' – ')[0] ?? kind
  );
}

function misuse(message: string, next: string): Misuse {
  return new Misuse('HW-ASSUME', message, next);
}
