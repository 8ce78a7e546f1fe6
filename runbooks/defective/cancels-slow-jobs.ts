import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'cancels-slow-jobs',
  mistake: 'It cancels a reprotection that takes longer than a minute, and begins anew.',
  caughtBy: 'ends-in-time',
  under: 'calls to vSphere arrive late',
  make: (connection, options) => new CancelsSlowJobs(connection, options),
};

class CancelsSlowJobs extends Failback {
  protected override async follow(traveller: Traveller, id: string): Promise<void> {
    const job = await this.vault.job(id);
    if (this.now() - job.startedAt < MINUTE_MS || !job.allowed.includes('Cancel'))
      return super.follow(traveller, id);
    await this.vault.cancel(job);
  }
}

const MINUTE_MS = 60_000;
