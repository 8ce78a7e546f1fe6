import type { runCucumber } from '@cucumber/cucumber/api';

/** What Cucumber tells while it runs. Source: Cucumber Messages. */
export type Message = Parameters<NonNullable<Parameters<typeof runCucumber>[2]>>[0];
export type Pickle = NonNullable<Message['pickle']>;
type GherkinDocument = NonNullable<Message['gherkinDocument']>;
type TestCase = NonNullable<Message['testCase']>;

/** A step as it is written. */
export interface WrittenStep {
  readonly text: string;
  readonly line: number;
}

/** What there is to run, as the messages tell it before anything is run. */
export class Written {
  readonly pickles = new Map<string, Pickle>();
  readonly cases = new Map<string, TestCase>();
  private readonly features = new Map<string, string>();
  private readonly lines = new Map<string, { readonly keyword: string; readonly line: number }>();

  take({ gherkinDocument, pickle, testCase }: Message): void {
    if (gherkinDocument) this.read(gherkinDocument);
    if (pickle) this.pickles.set(pickle.id, pickle);
    if (testCase) this.cases.set(testCase.id, testCase);
  }

  pickleOf(testCaseId: string): Pickle {
    return this.pickles.get(this.cases.get(testCaseId)?.pickleId ?? '') as Pickle;
  }

  featureOf({ uri }: Pickle): string {
    return this.features.get(uri) ?? uri;
  }

  /** Undefined: a hook. */
  stepOf(pickle: Pickle, testCaseId: string, testStepId: string): WrittenStep | undefined {
    const { pickleStepId } = this.cases.get(testCaseId)?.testSteps.find(({ id }) => id === testStepId) ?? {};
    const step = pickle.steps.find(({ id }) => id === pickleStepId);
    if (!step) return undefined;
    const { keyword, line } = this.lines.get(step.astNodeIds[0] ?? '') ?? { keyword: '', line: 0 };
    return { text: `${keyword}${step.text}`, line };
  }

  private read({ uri, feature }: GherkinDocument): void {
    if (!feature) return;
    this.features.set(uri ?? '', feature.name);
    const parts = feature.children.flatMap((child) => [child, ...(child.rule?.children ?? [])]);
    for (const { background, scenario } of parts)
      for (const { id, keyword, location } of [...(background?.steps ?? []), ...(scenario?.steps ?? [])])
        this.lines.set(id, { keyword, line: location.line });
  }
}
