import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { JobFacts } from '../failback/vault';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'ignores-failed-shutdown',
  mistake:
    'It fails over without shutting the copy in Azure down where that could not be done: its last writes are lost.',
  caughtBy: 'recovery-point',
  under: 'the VPN breaks as the failover begins',
  make: (connection, options) => new IgnoresFailedShutdown(connection, options),
};

class IgnoresFailedShutdown extends Failback {
  protected override async mend(traveller: Traveller, job: JobFacts): Promise<void> {
    if (traveller.item.standing !== 'ready') return super.mend(traveller, job);
    await this.vault.failOver(traveller.item, { shutDown: false });
  }
}
