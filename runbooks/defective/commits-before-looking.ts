import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'commits-before-looking',
  mistake:
    'It commits as soon as the failover is through, and does not look whether the machine came up with an address.',
  caughtBy: 'way-back',
  under: 'the site has no address left (modernized: the commit deletes the copy in Azure)',
  make: (connection, options) => new CommitsBeforeLooking(connection, options),
};

class CommitsBeforeLooking extends Failback {
  protected override async makeFinal(traveller: Traveller): Promise<void> {
    await this.vault.commit(traveller.item);
  }
}
