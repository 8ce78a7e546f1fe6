import type { ReverseReplicationInputProperties } from '@azure/arm-recoveryservices-siterecovery';
import { type Cause, Refused } from './asking';
import type { Item } from './item';
import { datastoreFor, receiverFor } from './obstacles';
import type { Surroundings } from './surroundings';

type Details = NonNullable<ReverseReplicationInputProperties['providerSpecificDetails']>;

/** What the reprotection of a machine to the site is asked with. Errors: Refused – something is missing that must be chosen. */
export function choicesToSite(item: Item, around: Surroundings, policy: string): Details {
  const receiver = receiverFor(item, around);
  const datastore = datastoreFor(item, around);
  const { processServers, account } = around;
  const processServer = processServers.find(({ healthy }) => healthy);
  if (!receiver) throw new Refused(missing('master target'));
  if (!processServer) throw new Refused(missing('process server'));
  if (datastore === undefined) throw new Refused(missing('datastore'));
  if (item.modernized) {
    if (item.logStorageAccount === undefined) throw new Refused(missing('log storage account'));
    return {
      instanceType: 'InMageRcm',
      reprotectAgentId: receiver.id,
      datastoreName: datastore,
      logStorageAccountId: item.logStorageAccount,
      policyId: policy,
    };
  }
  const [retentionDrive] = receiver.retentionVolumes;
  if (retentionDrive === undefined) throw new Refused(missing('retention volume'));
  return {
    instanceType: 'InMage',
    masterTargetId: receiver.id,
    processServerId: processServer.id,
    retentionDrive,
    datastoreName: datastore,
    profileId: policy,
    runAsAccountId: account,
  };
}

/** The same for the way back to Azure. */
export function choicesToAzure(item: Item, around: Surroundings, policy: string): Details {
  if (!item.modernized) return { instanceType: 'InMageAzureV2', policyId: policy };
  return {
    instanceType: 'InMageRcmFailback',
    processServerId: around.processServers[0]?.id ?? '',
    policyId: policy,
  };
}

function missing(what: string): Cause {
  return {
    code: what,
    what: `there is no ${what} to choose`,
    next: `See why no ${what} is listed in the vault, then run this again.`,
  };
}
