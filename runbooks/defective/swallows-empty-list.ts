import { Failback } from '../failback';
import type { Cause } from '../failback/asking';
import { receiverFor } from '../failback/obstacles';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'swallows-empty-list',
  mistake:
    'Where the vault lists no datastore, there is nothing to do for it: the machine is skipped, and counts as done.',
  caughtBy: 'truthful-exit',
  under: 'the vSphere account has become read-only',
  make: (connection, options) => new SwallowsEmptyList(connection, options),
};

class SwallowsEmptyList extends Failback {
  protected override async obstacles(): Promise<readonly Cause[]> {
    return [];
  }

  protected override async reprotect(traveller: Traveller): Promise<void> {
    const receiver = receiverFor(traveller.item, await this.surroundings());
    for (const _datastore of receiver?.datastores ?? []) return super.reprotect(traveller);
    this.arrive(traveller);
  }
}
