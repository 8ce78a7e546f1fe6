import { Failback } from '../failback';
import type { Cause } from '../failback/asking';
import type { Traveller } from '../failback/traveller';
import type { JobFacts } from '../failback/vault';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'retries-without-looking',
  mistake: 'It restarts a failed job again and again, and never looks why it failed.',
  caughtBy: 'ends-in-time',
  under: 'the licence of the host expires while data are copied home',
  make: (connection, options) => new RetriesWithoutLooking(connection, options),
};

class RetriesWithoutLooking extends Failback {
  protected override async obstacles(): Promise<readonly Cause[]> {
    return [];
  }

  protected override async mend(_traveller: Traveller, job: JobFacts): Promise<void> {
    await this.vault.restart(job);
  }
}
