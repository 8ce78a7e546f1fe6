import { Failback } from '../failback';
import type { Cause } from '../failback/asking';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'starts-azure-copy-again',
  mistake:
    'Where the machine at home does not come up soon, it starts the copy in Azure again, for the time being.',
  caughtBy: 'one-active-copy',
  under: 'the site has no address left',
  make: (connection, options) => new StartsAzureCopyAgain(connection, options),
};

class StartsAzureCopyAgain extends Failback {
  protected override async holdAtHome({ item }: Traveller, _trouble: Cause): Promise<void> {
    const { resourceGroup } = this.connection.azure;
    if ((await this.vault.azureVm(item)) === 'off')
      await this.vault.order('start', () =>
        this.vault.compute.virtualMachines.beginStart(resourceGroup, item.azureVm),
      );
  }
}
