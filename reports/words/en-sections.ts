/** Words of the sections that come with campaigns, and of those for auditors. */
export const more = {
  score: {
    title: 'Score',
    value: (low: string, high: string): string =>
      low === high ? `Score ${low} of 100` : `Score ${low} to ${high} of 100`,
    ofTwin: 'of the twin, not of Azure',
    how: 'what this means',
    range: 'A range, because what is unknown may turn out well or badly.',
    columns: ['Part', 'Weight', 'Lowest', 'Highest'] as readonly string[],
    caption: (formula: string): string => `How the score is made: ${formula}`,
  },
  drift: {
    title: 'What has changed',
    since: (run: string): string => `Since run ${run}.`,
    claims: (voided: number, kept: number): string =>
      `${voided} earlier claims are void, because something that they read has changed; ${kept} still hold.`,
    columns: ['Machine', 'Before', 'Now', 'Because'] as readonly string[],
    fresh: 'new',
    gone: 'gone',
    caption: (count: number): string => `${count} machines have another verdict, are new or are gone.`,
  },
  trend: {
    title: 'Trend',
    about: (runs: number): string =>
      `This run and the ${runs === 1 ? 'one' : `${runs}`} before it, of the same estate: of its twin, not of Azure.`,
    score: 'Score',
    rto: 'RTO, 95 %, in minutes',
    columns: ['Run', 'Export', 'Score', 'RTO, 95 %'] as readonly string[],
    caption: 'Oldest first; the last is this run.',
    findings: 'Findings by code',
    findingsCaption:
      'How many machines each code concerns, where that has changed. Oldest run first; the last column is this run.',
    code: 'Code',
    thisRun: 'this run',
  },
  whatIf: {
    caption:
      'Each fix was tried alone, in the twin and on the same seeds. One that gains nothing alone may be needed beside another, or take a risk away. Homeward never runs a command itself.',
    columns: ['Fix', 'Machines', 'Come home', 'Score', 'Commands'] as readonly string[],
    others: 'Other fixes that were tried',
    smallestTitle: 'The smallest set of fixes',
    smallest: (fixes: number, score: string, target: string): string =>
      fixes === 0
        ? `The twin has a score of ${score} as it is; the target is ${target}.`
        : `${fixes === 1 ? 'This fix brings' : `These ${fixes} fixes together bring`} the twin to a score of ${score}, which drills of the twin with all of them confirm:`,
    unreachable: (target: string, best: string): string =>
      `A score of ${target} cannot be reached: all fixes together lead to ${best}.`,
    gain: (before: number, after: number, scoreBefore: string, scoreAfter: string): string =>
      `${before} → ${after} machines come home, score ${scoreBefore} → ${scoreAfter}`,
    moreCommands: (count: number): string => `${count} more commands`,
  },
  waves: {
    title: 'Waves',
    caption:
      'Each wave is as large as the limits allow. Times of the twin, from the first order to fail back: undisturbed, and within which 95 % of the drills with faults were through.',
    columns: [
      'Wave',
      'Machines',
      'Begins',
      'Ends',
      'Ends, 95 %',
      'Nearest limits',
      'Limited by',
    ] as readonly string[],
    nothing: 'nothing',
    none: 'No waves were computed for this run: all machines failed back together.',
    chart: 'Waves against capacity',
    chartAbout: (limit: string): string => `How much of ${limit} each wave uses; the line is the capacity.`,
    wave: 'wave',
    capacity: 'capacity',
  },
  times: {
    title: 'Times against targets',
    rtoChart: 'How long the failback takes (RTO)',
    rtoAbout: (count: number, p50: string, p95: string, max: string): string =>
      `${count} machines came home: half within ${p50}, 95 % within ${p95}, the last after ${max}.`,
    noRto: 'No machine came home, so there is no time to show.',
    minutes: 'minutes',
    hours: 'hours of virtual time',
    virtualMinutes: 'minutes of virtual time',
    machines: 'machines',
    target: (time: string): string => `target ${time}`,
    rpoChart: 'How old the newest recovery point is (RPO)',
    rpoAbout: 'The machines whose recovery points were oldest.',
    noRpo: 'RPO over time needs a campaign of drills; this run has none.',
  },
  matrix: {
    title: 'Faults against steps',
    none: 'No fault was tried in this run: it is a plain rehearsal. A campaign of drills fills this table.',
    caption:
      'What came of faults of a layer that struck while a machine was in a phase, in the drills of the twin. Each cell: in how many of those drills all machines came home in time; below, the longest that a machine ran nowhere, and the most data at risk. –: no drill had it.',
    fault: 'Layer of the fault',
    cell: (home: number, struck: number): string => `${home} of ${struck}`,
    down: (time: string): string => `down ${time}`,
    atRisk: (time: string): string => `data ${time}`,
    untried: '–',
  },
  profiles: {
    title: 'Where the documents disagree',
    caption: (count: number): string =>
      `${count} machines have another verdict under another profile of the rules.`,
    machine: 'Machine',
  },
  evidence: {
    title: 'Evidence',
    text: (machines: number, time: string, entries: number): string =>
      `${machines} machines were failed over and back together, ${time} of virtual time, ${entries} journal entries. To run it again from this folder alone, and compare:`,
    journal: 'Journal SHA-256',
    checkers: 'The invariants that the simulation must keep, and whether it did.',
    checkerColumns: ['Checker', 'Verdict', 'Seen'] as readonly string[],
    verdicts: { valid: 'valid', invalid: 'invalid', unknown: 'not told by this run' },
    inputs: 'Inputs.',
    inputColumns: ['File', 'Exported', 'SHA-256'] as readonly string[],
    index: 'Evidence index',
    indexCaption: (days: number): string =>
      `A claim counts for ${days} days from its export, and is void as soon as anything that it read has changed.`,
    indexColumns: ['Claim', 'Verdict', 'Rests on', 'Expires', 'Replay'] as readonly string[],
    noDate: 'the export has no date',
    madeBy: (homeward: string, node: string): string => `Made by Homeward ${homeward} on Node ${node}.`,
    readable: 'Machine-readable: ',
  },
};

export const drills = {
  overTime: {
    title: 'Drills over time',
    undisturbed: 'The drill that nothing disturbed',
    worst: (seed: number): string => `The drill that went worst (seed ${seed})`,
    caption: (end: string): string =>
      `From the first order to the end after ${end} of virtual time: a light bar while the copy in Azure runs, a gap while none does, a dark bar while the machine runs at home; a mark where a phase begins.`,
    left: (count: number): string => `${count} more machines took less time and are not shown.`,
    columns: ['Machine or fault', 'Time', 'At that instant'] as readonly string[],
    instant: 'Instant, in seconds of virtual time',
    inForce: 'in force',
    over: 'not in force',
    azure: 'runs in Azure',
    home: 'runs at home',
    none: 'runs nowhere',
  },
  title: 'Drills',
  plain: 'One rehearsal without faults: every machine failed over to Azure and back, in virtual time.',
  caption: (count: number): string => `${count} drills of the twin, each with its seed.`,
  again: 'To make one of them again and compare, by its seed:',
  hypothesis: (machines: number, waves: number, target: string): string =>
    `Hypothesis: ${machines} ${machines === 1 ? 'machine comes' : 'machines come'} home in ${waves} ${waves === 1 ? 'wave' : 'waves'}, each within ${target}, although faults strike.`,
  outcome: (
    held: number,
    machines: number,
    count: number,
    low: string,
    others: readonly string[],
  ): string => {
    const sure = low === '' ? '' : ` (95 %: at least ${low} % of such drills, of the twin and not of Azure)`;
    const few = others.slice(0, 3).join(', ') + (others.length > 3 ? ` and ${others.length - 3} more` : '');
    return `${held} of ${machines} machines came home in time in all ${count} drills${sure}${others.length === 0 ? '' : `; not always: ${few}`}.`;
  },
  noFault: 'none in time',
  never: 'never reached',
  each: 'Drill by drill',
  eachMachine: (count: number): string => `All ${count} machines, worst first`,
  columns: [
    'Seed',
    'Faults that struck',
    'Home',
    'Lasted',
    'Point of no return',
    'Not run',
    'Journal',
  ] as readonly string[],
  confidence: 'Confidence',
  confidenceCaption:
    'In how many drills each machine came home within the target, with Wilson’s 95 % interval: of the twin, not of Azure.',
  confidenceColumns: [
    'Machine',
    'Home',
    '95 % interval',
    'RTO half',
    'RTO 95 %',
    'RPO 95 %',
  ] as readonly string[],
};

export const afterAction = {
  title: 'After-action report',
  about: 'With the headings of NIST SP 800-84. What only people can say is marked.',
  toFill: 'to be filled in',
  headings: {
    background: 'Background',
    scope: 'Scope',
    objectives: 'Objectives',
    observations: 'Observations',
    recommendations: 'Recommendations',
    participants: 'Participants',
  },
  background: (files: string): string =>
    `The failback from Azure was rehearsed on a twin of the estate, built from ${files}. No production system was touched.`,
  why: 'Why this exercise was held now',
  scope: (machines: number, left: number): string =>
    `${machines} machines; ${left} entries of the export were not counted (templates and placeholders).`,
  objectives: (target: string): string =>
    `Every machine comes home from Azure within ${target} and is protected again.`,
  observations: (proven: number, total: number): string =>
    `${proven} of ${total} machines met the objectives.`,
  people: [
    'Exercise lead',
    'Operators',
    'Observers',
    'Owner of the corrective actions',
    'Due date',
    'Sign-off',
  ] as readonly string[],
};

export const controls = {
  title: 'Control map',
  caption:
    'What rules for operational resilience ask of a test, and where this report answers (RTS: 2024/1774, Art. 25).',
  columns: ['Demand', 'Field', 'State', 'Answer'] as readonly string[],
  states: { filled: 'filled', missing: 'missing', toFill: 'to be filled in' },
  fields: {
    testId: 'test id',
    dates: 'dates',
    duration: 'duration',
    systems: 'systems in scope',
    risk: 'link to the business impact analysis',
    scenarios: 'scenarios',
    testType: 'test type',
    objectives: 'objectives',
    assumptions: 'assumptions',
    expected: 'expected result',
    steps: 'account of the steps',
    rto: 'measured RTO',
    rpo: 'measured RPO',
    deficiencies: 'deficiencies',
    owner: 'owner',
    due: 'due date',
    summary: 'management summary',
    independence: 'tester is not the owner',
    status: 'status of findings across runs',
    coverage: 'scenarios against the catalogue',
    outcomes: 'outcomes',
    recommendations: 'recommendations',
    closure: 'actions and their closure',
    interval: 'planned interval',
    evidence: 'dated evidence',
    absent: 'key personnel absent',
    metrics: 'quantifiable metrics',
    participants: 'participants',
  },
  answers: {
    duration: (time: string): string => `${time} of virtual time`,
    systems: (count: number): string => `${count} machines, listed under Machines`,
    plain: 'failover and failback of all machines together, without faults',
    drilled: (drills: number, faults: number): string => `${drills} drills with ${faults} kinds of fault`,
    testType: 'rehearsal on a simulated twin; no production system is touched',
    objectives: (target: string): string => `home within ${target}, protected again`,
    assumptions: (count: number): string => `${count} assumptions, listed under Assumptions`,
    steps: 'each stage of each machine, with its time, under Machine by machine',
    rto: (p50: string, p95: string, max: string): string => `half ${p50}, 95 % ${p95}, longest ${max}`,
    rpo: (p95: string): string => `95 % within ${p95}, of the worst machine`,
    deficiencies: (count: number): string => `${count} machines that are not proven, with their reasons`,
    recommendations: (count: number): string => `${count} kinds of fix, under What to mend first`,
    interval: (date: string): string => `again before ${date}`,
    status: (changes: number): string => `${changes} changes, under What has changed`,
    coverage: (tried: number, all: number): string => `${tried} of ${all} pairs of fault and step tried`,
    absent: 'a drill without the operator',
    exported: (dates: string): string => `exports of ${dates}; the day of the run is in host.json`,
  },
};
