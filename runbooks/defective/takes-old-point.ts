import { Failback } from '../failback';
import type { Item } from '../failback/item';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'takes-old-point',
  mistake: 'It fails over to the oldest recovery point of the list, which it takes for the newest.',
  caughtBy: 'recovery-point',
  under: 'no fault',
  make: (connection, options) => new TakesOldPoint(connection, options),
};

class TakesOldPoint extends Failback {
  protected override async failOver(item: Item): Promise<void> {
    const [oldest] = [...(await this.vault.points(item))].sort((a, b) => a.takenAt - b.takenAt);
    await this.vault.failOver(item, oldest ? { point: oldest.id } : {});
  }
}
