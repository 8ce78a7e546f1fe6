import { STAGES, type Stage, type VerdictWord } from '../../readiness';
import { afterAction, controls, drills, more } from './en-sections';

/** Everything that a report says in English, but for what rules, faults and exports say themselves. */
export const en = {
  code: 'en',
  name: 'English',
  locale: 'en',
  title: 'Homeward readiness',
  verdict: { proven: 'PROVEN', 'at risk': 'AT RISK', blocked: 'BLOCKED', unknown: 'UNKNOWN' } as Readonly<
    Record<VerdictWord, string>
  >,
  stage: Object.fromEntries(STAGES.map((stage) => [stage, stage])) as Readonly<Record<Stage, string>>,
  /** What a rule, a fault or an export says, and the rule's name. Undefined: it stays as it is. */
  said: (text: string): string | undefined => text,
  minutes: (ms: number): string => {
    const whole = Math.max(1, Math.round(ms / 60_000));
    return whole < 120 ? `${whole} min` : `${(whole / 60).toFixed(1)} h`;
  },
  list: (parts: readonly string[]): string => parts.join(', '),
  andMore: (count: number): string => ` and ${count} more`,
  sentence: (
    counts: Readonly<Record<VerdictWord, number>>,
    total: number,
    broken: readonly string[],
  ): string => {
    if (broken.length > 0)
      return `This run is invalid: a checker found a broken invariant (${broken.join(', ')}), so nothing is proven.`;
    const home = `${counts.proven} of ${total} ${total === 1 ? 'machine comes' : 'machines come'} home`;
    const rest = [
      counts['at risk'] > 0 ? `${counts['at risk']} would, at a risk` : '',
      counts.blocked > 0 ? `${counts.blocked} cannot` : '',
      counts.unknown > 0 ? `${counts.unknown} ${counts.unknown === 1 ? 'is' : 'are'} unknown` : '',
    ].filter((part) => part !== '');
    if (rest.length === 0) return `${home}.`;
    const listed = rest.length < 2 ? rest.join('') : `${rest.slice(0, -1).join(', ')}, and ${rest.at(-1)}`;
    return `${home}; ${listed}.`;
  },
  exported: (at: string): string => `exported ${at.replace('T', ' ')}`,
  run: (id: string): string => `run ${id}`,
  seed: (seed: number): string => `seed ${seed}`,
  skip: 'Skip to the machines',
  contents: 'Contents',
  invalid: {
    title: 'This run is invalid.',
    text: 'The simulation broke a rule that it must keep, so no verdict may rest on it.',
  },
  byVerdict: 'Machines by verdict',
  provenMeans:
    'PROVEN means: came home in a run that can be replayed, of the estate’s twin and not of Azure, under the',
  assumptionsBelow: 'assumptions below',
  sentenceEnd: '.',
  fixes: {
    title: 'What to mend first',
    alone: (count: number): string =>
      count === 1
        ? '1 machine is held back by nothing else'
        : `${count} machines are held back by nothing else`,
    concerned: (count: number): string => `${count} concerned: `,
    instance: 'For instance: ',
    do: 'what to do: ',
    seeMachine: 'see the machine',
  },
  machines: {
    title: 'Machines',
    each: 'Machine by machine',
    columns: ['Verdict', 'Machine', 'Why', 'Where', 'Failback'] as readonly string[],
    caption: (count: number, target: string): string =>
      `${count} machines, worst first. Where: sheet and row of the export, or the path in a dump. Failback: from the order until the machine runs on the site, in virtual time, with assumed churn; target ${target}.`,
    assumed: (what: string): string => `assumed: ${what}`,
    why: 'Why',
    declared: 'Declared for this run',
    notKnown: 'Not known, and not counted as good',
    settledBy: 'settled by',
    rule: 'rule: ',
    inRehearsal: (stage: string): string => `– in the rehearsal at: ${stage}`,
    checks: 'Checks',
    column: (name: string): string => `column ${name}`,
    inTwinBy: (places: string): string => `In the twin by ${places}.`,
    evidence: 'Evidence: ',
    inFolder: ' in this folder.',
    notRehearsed: 'Not part of the rehearsal.',
    rehearsal: 'Rehearsal (virtual time)',
    stopped: (codes: string): string => `stopped (${codes})`,
    notReached: 'Not reached',
    rto: (time: string): string => `Running on the site again ${time} after the failback began.`,
    overloaded:
      'The master target wrote more slowly than the data arrived; a second master target takes load off it.',
    unprotected: (time: string): string =>
      `After the failback it was unprotected for ${time}, until it was reprotected to Azure.`,
    unprotectedStill: 'After the failback it is unprotected until it is reprotected to Azure.',
  },
  filter: {
    title: 'Show',
    search: 'Search by name or reason',
    shown: 'machines shown',
    all: 'Show all',
  },
  unknowns: {
    title: 'What the export cannot tell',
    caption: 'True of every machine of this estate; none of it is in any inventory export.',
    columns: ['State', 'What', 'Settled by', 'Source'] as readonly string[],
  },
  assumptions: {
    title: 'Assumptions',
    masterTarget: (host: string): string =>
      `The master target stands on ${host}, the host that has mounted most datastores.`,
    declared: 'Declared by whoever started the run.',
    declaration: 'Declaration',
    made: 'Taken for granted where the export is silent.',
    columns: ['Assumed', 'Because', 'Settled by', 'For'] as readonly string[],
    notCounted: 'Not counted.',
    notCountedColumns: ['Machine', 'Why', 'Where'] as readonly string[],
    notes: 'Noticed while reading the export; where two exports disagree, it says so.',
    notesColumns: ['Code', 'Note', 'Where'] as readonly string[],
  },
  ...more,
  drills,
  afterAction,
  controls,
};

/** The words of a language. Every language has the same ones: the compiler compares them. */
export type Words = typeof en;
