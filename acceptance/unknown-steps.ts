import { Misuse } from '../simulators/kernel';
import { type Message, Written } from './messages';

const SHOWN = 5;

/** Looks at a dry run: whether each step is one that somebody defined, and one only. */
export class UnknownSteps {
  private readonly written = new Written();
  private readonly troubles = new Map<string, string>();
  private snippet = '';

  readonly take = (message: Message): void => {
    this.written.take(message);
    const { suggestion, testCase } = message;
    if (suggestion && this.snippet === '') this.snippet = suggestion.snippets[0]?.code ?? '';
    if (!testCase) return;
    const pickle = this.written.pickleOf(testCase.id);
    for (const { id, pickleStepId, stepDefinitionIds = [] } of testCase.testSteps) {
      if (pickleStepId === undefined || stepDefinitionIds.length === 1) continue;
      const step = this.written.stepOf(pickle, testCase.id, id);
      const what = stepDefinitionIds.length === 0 ? 'no step is called' : 'several steps are called';
      this.troubles.set(`${pickle.uri}:${step?.line}`, `${what} “${step?.text}”`);
    }
  };

  /** Errors: HW-ACCEPT-UNDEFINED – some step is not defined, or twice. */
  mustBeNone(): void {
    if (this.troubles.size === 0) return;
    const lines = [...this.troubles].slice(0, SHOWN).map(([at, what]) => `${at}: ${what}`);
    const more = this.troubles.size > SHOWN ? `; and ${this.troubles.size - SHOWN} more` : '';
    throw new UndefinedSteps(`${lines.join('; ')}${more}`, this.snippet);
  }
}

/** Carries the code that a missing step may begin with. */
export class UndefinedSteps extends Misuse {
  readonly snippet: string;

  constructor(message: string, snippet: string) {
    super('HW-ACCEPT-UNDEFINED', message, 'Name the files that define them with --steps; nothing was run.');
    this.snippet = snippet;
  }
}
