import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'cannot-be-resumed',
  mistake:
    'It begins at the beginning: a machine that an earlier run has left half-way is none that it knows.',
  caughtBy: 'comes-home',
  under: 'the licence of the host expires while data are copied home',
  make: (connection, options) => new CannotBeResumed(connection, options),
};

class CannotBeResumed extends Failback {
  private readonly begun = new Set<string>();

  protected override async advance(traveller: Traveller): Promise<void> {
    const { name, item } = traveller;
    if (item.standing === 'in Azure') this.begun.add(name);
    if (this.begun.has(name) || item.standing === 'home') return super.advance(traveller);
    this.stop(traveller, { code: 'state', what: `it is ${item.standing}, not in Azure`, next: '' });
  }
}
