import { type Message, type Pickle, Written } from './messages';
import { placeOf } from './own-files';

/** How one scenario ended. Units: ms of wall time. */
export interface ScenarioResult {
  readonly place: string;
  readonly line: number;
  readonly feature: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly attempts: number;
  readonly tookMs: number;
  readonly failure: Failure | null;
}

/** Why a scenario failed. */
export interface Failure {
  /** The step that failed; where none did, that nothing is left behind. */
  readonly expected: string;
  /** Where that stands: `file:line`. */
  readonly at: string;
  readonly happened: string;
  /** When: null where no estate was built. Units: ms of virtual time. */
  readonly virtualMs: number | null;
  readonly seed: number | null;
  readonly fired: readonly string[];
  readonly unfired: readonly string[];
  /** Runs just this scenario again. */
  readonly again: string;
}

interface Attempt {
  readonly pickle: Pickle;
  readonly caseId: string;
  readonly number: number;
  readonly startedMs: number;
  readonly notes: string[];
  skipped: boolean;
  broken: { readonly expected: string; readonly at: string; readonly happened: string }[];
}

/** What the hooks of our steps leave behind a scenario that failed. */
const NOTE = 'homeward.json';
const NOTHING_LEFT = 'nothing is left behind: no broken promise, no error that nobody looked at';

/** Makes results of what Cucumber tells. */
export class Tally {
  readonly written = new Written();
  readonly results: ScenarioResult[] = [];
  private readonly again: (uri: string, line: number) => string;
  private readonly attempts = new Map<string, Attempt>();

  constructor(again: (uri: string, line: number) => string) {
    this.again = again;
  }

  /** Gives the result, if this was the end of a scenario. */
  take(message: Message): ScenarioResult | undefined {
    this.written.take(message);
    const { testCaseStarted, testStepFinished, attachment, testCaseFinished } = message;
    if (testCaseStarted) {
      const { id, testCaseId, attempt, timestamp } = testCaseStarted;
      this.attempts.set(id, {
        pickle: this.written.pickleOf(testCaseId),
        caseId: testCaseId,
        number: attempt + 1,
        startedMs: msOf(timestamp),
        notes: [],
        skipped: false,
        broken: [],
      });
    }
    if (attachment?.fileName === NOTE)
      this.attempts.get(attachment.testCaseStartedId ?? '')?.notes.push(attachment.body);
    if (testStepFinished) this.step(testStepFinished);
    if (!testCaseFinished) return undefined;
    const attempt = this.attempts.get(testCaseFinished.testCaseStartedId) as Attempt;
    this.attempts.delete(testCaseFinished.testCaseStartedId);
    if (testCaseFinished.willBeRetried) return undefined;
    const result = this.resultOf(attempt, msOf(testCaseFinished.timestamp));
    this.results.push(result);
    return result;
  }

  private step({
    testCaseStartedId,
    testStepId,
    testStepResult,
  }: NonNullable<Message['testStepFinished']>): void {
    const attempt = this.attempts.get(testCaseStartedId) as Attempt;
    const { status, message, exception } = testStepResult;
    if (status === 'SKIPPED' && attempt.broken.length === 0) attempt.skipped = true;
    if (status === 'PASSED' || status === 'SKIPPED') return;
    const { pickle, caseId } = attempt;
    const step = this.written.stepOf(pickle, caseId, testStepId);
    const happened = exception?.message ?? message ?? `the step is ${status.toLowerCase()}`;
    attempt.broken.push({
      expected: step?.text ?? NOTHING_LEFT,
      at: `${pickle.uri}:${step?.line ?? lineOf(pickle)}`,
      happened: step ? happened : withoutReplay(happened),
    });
  }

  private resultOf(
    { pickle, number, startedMs, notes, skipped, broken }: Attempt,
    endedMs: number,
  ): ScenarioResult {
    const [first] = broken;
    const note = notes[0] === undefined ? {} : JSON.parse(notes[0]);
    return {
      place: placeOf(pickle.uri),
      line: lineOf(pickle),
      feature: this.written.featureOf(pickle),
      title: pickle.name,
      status: first ? 'failed' : skipped ? 'skipped' : 'passed',
      attempts: number,
      tookMs: Math.max(0, endedMs - startedMs),
      failure: first
        ? {
            ...first,
            virtualMs: note.virtualMs ?? null,
            seed: note.seed ?? null,
            fired: note.fired ?? [],
            unfired: note.unfired ?? [],
            again: this.again(pickle.uri, lineOf(pickle)),
          }
        : null,
    };
  }
}

function lineOf({ location }: Pickle): number {
  return location?.line ?? 0;
}

function msOf({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): number {
  return Math.round(seconds * 1_000 + nanos / 1e6);
}

/** The guards end what they found with seed and replay command, which a failure has anyway. */
function withoutReplay(text: string): string {
  return text.replace(/^(seed \d+, virtual time|replay: ).*$/gm, '').trim();
}
