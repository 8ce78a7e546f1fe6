import { ITEM_STATES } from '../../simulators/azure';
import { Checkers } from '../../simulators/checkers';
import type { EstateDescription } from '../../simulators/description';
import { build, type Estate, finalState } from '../../simulators/estate';
import { SOAP_FAULTS } from '../../simulators/vsphere';
import { ASR_ERRORS } from '../../simulators/wire';
import { clockOf } from './clock';
import { azureActions } from './direct/azure';
import { DiskWatch } from './direct/disks';
import { guestActions } from './direct/guests';
import { lineActions } from './direct/lines';
import { masterTargetActions } from './direct/master-targets';
import { processServerActions } from './direct/process-servers';
import { serverActions } from './direct/servers';
import { siteActions } from './direct/site';
import { vaultRequests } from './direct/vault';
import type { Driver } from './driver';
import type { Entry } from './views';

/** Builds an estate in this process and drives it by plain calls: the fastest transport.
 *  `observers` see the journal from its first entry. */
export function openDirect(
  description: EstateDescription,
  seed: number,
  observers: readonly Entry[],
): Driver {
  return openHere(description, seed, observers).driver;
}

/** The same, with the estate itself, for a driver that reaches a part of it by another way. */
export function openHere(
  description: EstateDescription,
  seed: number,
  observers: readonly Entry[],
): { readonly estate: Estate; readonly driver: Driver } {
  const checkers = new Checkers();
  const watch = new DiskWatch();
  const estate = build(description, seed, [checkers.observe, watch.observe, ...observers]);
  watch.begin(estate);
  const driver: Driver = {
    clock: clockOf(estate.kernel),
    vault: vaultRequests(estate),
    site: siteActions(estate),
    azure: azureActions(estate),
    servers: serverActions(estate),
    processServers: processServerActions(estate),
    masterTargets: masterTargetActions(estate),
    guests: guestActions(estate),
    lines: lineActions(estate),
    disks: watch,
    names: namesOf(estate),
    verdicts: () => checkers.conclude(finalState(estate)),
    digest: () => estate.kernel.journal.digest(),
  };
  return { estate, driver };
}

function namesOf({ description, names, vault, servers }: Estate): Driver['names'] {
  const called = (things: readonly { readonly name: string }[]): string[] => things.map(({ name }) => name);
  const { masterTarget, processServer, account, retentionDrive } = names;
  return {
    machines: called(description.machines),
    get groups() {
      return [...vault.component.durable.groups.keys()];
    },
    get plans() {
      return [...vault.plans.keys()];
    },
    hosts: called(description.hosts),
    datastores: called(description.datastores),
    get processServers() {
      return [...servers.processServers.keys()];
    },
    get masterTargets() {
      return [...servers.masterTargets.keys()];
    },
    states: Object.keys(ITEM_STATES),
    codes: [...Object.keys(ASR_ERRORS), ...Object.keys(SOAP_FAULTS).map((name) => `vim.fault.${name}`)],
    usual:
      vault.rules.provider === 'modernized'
        ? { reprotectAgent: masterTarget, logStorageAccount: processServer }
        : { masterTarget, processServer, account, retentionDrive },
  };
}
