import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'skips-protecting-again',
  mistake:
    'It takes a committed failback for the end: nothing of what is written at home is copied to Azure.',
  caughtBy: 'truthful-exit',
  under: 'no fault',
  make: (connection, options) => new SkipsProtectingAgain(connection, options),
};

class SkipsProtectingAgain extends Failback {
  protected override async protectAgain(traveller: Traveller): Promise<void> {
    this.arrive(traveller);
  }
}
