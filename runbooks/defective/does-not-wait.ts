import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'does-not-wait',
  mistake: 'It ends as soon as the replication to Azure has been asked for: nothing is protected yet.',
  caughtBy: 'truthful-exit',
  under: 'no fault',
  make: (connection, options) => new DoesNotWait(connection, options),
};

class DoesNotWait extends Failback {
  protected override async protectAgain(traveller: Traveller): Promise<void> {
    await super.protectAgain(traveller);
    this.arrive(traveller);
  }
}
