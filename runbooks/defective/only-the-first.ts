import { Failback } from '../failback';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'only-the-first',
  mistake: 'It brings home the first machine of each protection group, and forgets the others.',
  caughtBy: 'truthful-exit',
  under: 'no fault',
  make: (connection, options) => new OnlyTheFirst(connection, options),
};

class OnlyTheFirst extends Failback {
  protected override async survey(): Promise<readonly string[]> {
    const unknown = await super.survey();
    const first = new Map(this.travellers.toReversed().map((each) => [each.item.container, each]));
    this.travellers = [...first.values()];
    return unknown;
  }
}
