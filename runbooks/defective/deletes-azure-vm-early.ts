import { Failback } from '../failback';
import type { Traveller } from '../failback/traveller';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'deletes-azure-vm-early',
  mistake: 'It deletes the copy in Azure as soon as the machine runs at home, to save its cost.',
  caughtBy: 'way-back',
  under: 'no fault',
  make: (connection, options) => new DeletesAzureVmEarly(connection, options),
};

class DeletesAzureVmEarly extends Failback {
  protected override async protectAgain(traveller: Traveller): Promise<void> {
    const { resourceGroup } = this.connection.azure;
    const { azureVm } = traveller.item;
    if ((await this.vault.azureVm(traveller.item)) !== 'gone')
      await this.vault.order('delete', () =>
        this.vault.compute.virtualMachines.beginDelete(resourceGroup, azureVm),
      );
    return super.protectAgain(traveller);
  }
}
