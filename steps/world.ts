import { setWorldConstructor, World } from '@cucumber/cucumber';
import { driverCalled } from './drivers/choice';
import type { Driver } from './drivers/driver';
import type { Answer } from './drivers/views';
import { EstateDraft } from './estate';
import { Evidence } from './evidence';
import type { Fingerprint } from './tasks/fingerprint';

/** Which transport the scenarios run over. An unknown name ends the run before its first scenario. */
const openDriver = driverCalled(process.env.HOMEWARD_DRIVER);

/** Something that a scenario set up to happen later; it must have happened by its end. */
export interface Disturbance {
  readonly what: string;
  fired: boolean;
}

/** What one scenario knows. Made anew for each. */
export class HomewardWorld extends World {
  /** Where every made-up name, size and write of the scenario comes from. */
  seed = 0;
  /** The scenario's name, as the replay command needs it. */
  title = '';
  /** Its file: files that it names are looked for from there. */
  uri = '';
  /** The estate while it is still being described; once it is built, nothing here counts any more. */
  readonly draft = new EstateDraft();
  /** What the journal tells. */
  readonly evidence = new Evidence();
  /** Disturbances that were set up, in their order. */
  readonly armed: Disturbance[] = [];
  /** The answer to the last request of the operator. */
  answer: Answer | undefined;
  /** The jobs of a request for several machines. */
  jobs: readonly string[] = [];
  /** The machine that the last request was for. */
  asked = '';
  /** The estate's visible state right before the last request. */
  before: Fingerprint | undefined;
  /** Machines are being brought to the state in which the scenario begins. */
  onTheWay = false;
  /** The instance UUID of the VM that a machine had on the site at first, by machine. */
  readonly noted = new Map<string, string>();
  private opened: Driver | undefined;

  /** The running estate. The first to ask builds it. */
  get driver(): Driver {
    this.opened ??= openDriver(this.draft.describe(this.title), this.seed, [this.evidence.observe]);
    return this.opened;
  }

  /** The machines that the scenario names, without those that only stand about. */
  get machines(): readonly string[] {
    return this.draft.machines.map(({ name }) => name);
  }

  get built(): boolean {
    return this.opened !== undefined;
  }

  /** The draft, for steps that describe the estate. Errors: the estate runs already. */
  describing(): EstateDraft {
    if (this.built) throw new Error('the estate runs already: describe it before anything happens in it');
    return this.draft;
  }
}

setWorldConstructor(HomewardWorld);
