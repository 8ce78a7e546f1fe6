import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { Cause } from './asking';

/** Where a machine stands on its way home, by what Site Recovery says of it. */
export type Standing =
  /** It failed over and works in Azure. */
  | 'in Azure'
  /** It works in Azure; its disks are on their way home. */
  | 'copying home'
  /** It works in Azure and is protected on the site: it can come home. */
  | 'ready'
  /** It was failed over to the site, which can still be looked at. */
  | 'came home'
  /** That is final; Azure knows nothing of what it writes now. */
  | 'unprotected'
  /** It works at home and is copied to Azure again. */
  | 'protecting'
  | 'home';

/** A protected machine, as far as a failback looks at it. */
export interface Item {
  readonly name: string;
  readonly fabric: string;
  readonly container: string;
  /** The protection container that it goes to with the next reprotection. */
  readonly twin: string;
  readonly standing: Standing;
  readonly modernized: boolean;
  readonly physical: boolean;
  /** The job that is under way for it. */
  readonly job: string | undefined;
  /** All machines of a multi-VM group have the same. */
  readonly multiVmGroup: string | undefined;
  readonly health: string;
  readonly healthErrors: readonly Cause[];
  /** The name of its virtual machine in Azure, which is there or was. */
  readonly azureVm: string;
  readonly logStorageAccount: string | undefined;
}

/** Reads an item of any provider. */
export function itemOf({ id = '', name = '', properties = {} }: ReplicationProtectedItem): Item {
  const { protectionState = '', activeLocation, currentScenario, healthErrors = [] } = properties;
  const details = (properties.providerSpecificDetails ?? { instanceType: '' }) as Details;
  const job = lastOf(currentScenario?.jobId ?? '');
  const container = /\/replicationProtectionContainers\/([^/]+)/i.exec(id)?.[1] ?? '';
  const azureId = details.azureVirtualMachineId ?? details.targetVmId ?? '';
  return {
    name: properties.friendlyName ?? name,
    fabric: /\/replicationFabrics\/([^/]+)/i.exec(id)?.[1] ?? '',
    container,
    twin: twinOf(container, lastOf(properties.recoveryContainerId ?? '')),
    standing: standingOf(details.instanceType, protectionState, activeLocation === 'Recovery'),
    modernized: details.instanceType.startsWith('InMageRcm'),
    physical: /physical/i.test(details.discoveryType ?? '') && !HOMEWARD.has(details.instanceType),
    job: job === '' || job === 'None' ? undefined : job,
    multiVmGroup: groupOf(details),
    health: properties.replicationHealth ?? '',
    healthErrors: healthErrors
      .filter(({ errorCategory }) => errorCategory !== 'Configuration')
      .map(({ errorCode = '', summaryMessage = '', recommendedAction = '' }) => ({
        code: errorCode,
        what: summaryMessage,
        next: recommendedAction,
      })),
    azureVm: lastOf(azureId) || (properties.friendlyName ?? name),
    logStorageAccount: details.logStorageAccountId ?? details.protectedDisks?.[0]?.logStorageAccountId,
  };
}

interface Details {
  readonly instanceType: string;
  readonly discoveryType?: string;
  readonly azureVirtualMachineId?: string | null;
  readonly targetVmId?: string | null;
  readonly multiVmGroupName?: string | null;
  readonly multiVmSyncStatus?: string;
  readonly logStorageAccountId?: string;
  readonly protectedDisks?: readonly { readonly logStorageAccountId?: string }[];
}

/** The vault names the container of the way home only. Source: a failback group is called as its group, with `_Failback`. */
function twinOf(container: string, failback: string): string {
  return failback !== '' && failback !== container ? failback : container.replace(/_Failback$/i, '');
}

/** The providers of the way from Azure to the site. */
const HOMEWARD = new Set(['InMage', 'InMageRcmFailback']);

function standingOf(provider: string, state: string, elsewhere: boolean): Standing {
  if (!HOMEWARD.has(provider)) {
    if (elsewhere) return 'in Azure';
    return state === 'Protected' ? 'home' : 'protecting';
  }
  if (elsewhere) return /CommitPending/i.test(state) ? 'came home' : 'unprotected';
  return state === 'Protected' ? 'ready' : 'copying home';
}

/** The classic provider gives every machine a group; one that stands alone says that it does not synchronize. */
function groupOf({ instanceType, multiVmGroupName, multiVmSyncStatus }: Details): string | undefined {
  const alone = !instanceType.startsWith('InMageRcm') && multiVmSyncStatus !== 'Enabled';
  return alone ? undefined : (multiVmGroupName ?? undefined);
}

/** The last segment of an ARM id. */
export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
