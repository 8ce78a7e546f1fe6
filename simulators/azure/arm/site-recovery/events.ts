import { itemFacts, type VaultEvent } from '../../site-recovery';
import type { Arm } from '../arm';
import { notFound } from '../arm-error';
import { ok, type Route, type Run } from '../call';
import { filtered } from '../filter';
import { guidOf } from '../ids';
import { page } from '../paging';
import { VAULT } from './paths';

const list: Run = (call, arm) => {
  const fields = {
    EventCode: ({ code }: VaultEvent) => code,
    EventType: () => 'VmHealth',
    Severity: ({ severity }: VaultEvent) => severity,
    AffectedObjectFriendlyName: ({ about }: VaultEvent) => about,
    AffectedObjectCorrelationId: ({ about }: VaultEvent) => arm.machineId(`events of ${about}`),
    StartTime: ({ atMs }: VaultEvent) => atMs,
    EndTime: ({ atMs }: VaultEvent) => atMs,
    FabricName: () => arm.fabricName,
  };
  const found = filtered(call, [...arm.vault.events].reverse(), fields, (time) => arm.msOf(time));
  return page(call, arm, found, (event) => json(arm, event));
};

const get: Run = (call, arm) => {
  const { eventName = '' } = call.params;
  const found = arm.vault.events.find((event) => nameOf(event) === eventName);
  if (!found) throw notFound('event', eventName);
  return ok(json(arm, found));
};

/** Shape of the name: as recorded, AZURE.md §4.2. */
function nameOf({ atMs, code, about }: VaultEvent): string {
  return `VmMonitoringEvent;${atMs}_${guidOf(`${code} ${about}`)}`;
}

function json(arm: Arm, event: VaultEvent): object {
  const item = arm.vault.items.get(event.about);
  const provider = item ? itemFacts(item.state, arm.vault.rules).provider : undefined;
  const name = nameOf(event);
  return {
    id: `${arm.vaultId}/replicationEvents/${name}`,
    name,
    type: 'Microsoft.RecoveryServices/vaults/replicationEvents',
    properties: {
      eventCode: event.code,
      description: event.description,
      eventType: 'VmHealth',
      affectedObjectFriendlyName: event.about,
      affectedObjectCorrelationId: arm.machineId(`events of ${event.about}`),
      severity: event.severity,
      timeOfOccurrence: arm.at(event.atMs),
      fabricId: arm.fabricId,
      // InMage has no event details of its own: AZURE.md §2.5.
      providerSpecificDetails:
        provider === undefined || provider === 'InMage'
          ? null
          : {
              instanceType: provider,
              ...(provider === 'InMageAzureV2' ? { summary: event.description } : {}),
            },
      healthErrors: [],
    },
  };
}

export const eventRoutes: readonly Route[] = [
  {
    operation: 'ReplicationEvents_List',
    method: 'GET',
    path: `${VAULT}/replicationEvents`,
    support: 'simulated',
    run: list,
  },
  {
    operation: 'ReplicationEvents_Get',
    method: 'GET',
    path: `${VAULT}/replicationEvents/{eventName}`,
    support: 'simulated',
    run: get,
  },
];
