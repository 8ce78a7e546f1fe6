/** Microsoft's documents of different years disagree on what a failback needs and does. An estate follows one of them. */
export type RuleProfile = 'classic-2017' | 'classic-2019' | 'modernized';

/** What differs between the profiles, one line a rule. Source: READINESS.md §3.5 and AZURE.md §4.0; where a profile's document
 *  is silent, the line says *assumed*. */
export interface Rules {
  readonly profile: RuleProfile;
  /** `classic`: configuration server, process server, master target (InMageAzureV2, InMage). `modernized`: one replication
   *  appliance with its reprotect agent (InMageRcm, InMageRcmFailback). */
  readonly provider: 'classic' | 'modernized';
  /** Snapshots of the VM that comes home: they fail the reprotection, or are merged by it. Modernized: assumed. */
  readonly vmSnapshots: 'block' | 'merge';
  /** Snapshots of the master target's own VM. */
  readonly masterTargetSnapshots: 'ignore' | 'block';
  /** A static address after the failback: lost, or regained by Windows alone. */
  readonly staticAddress: 'lost' | 'windows-regains';
  /** The retention drive: chosen as it is; chosen, and neither FAT nor the cache volume nor empty; or none (a log storage account instead). */
  readonly retentionDrive: 'any' | 'checked' | 'none';
  /** How many disks one master target (or appliance) takes at once; null: not stated. */
  readonly receiverDisksMax: number | null;
  /** What the commit of a failback does with the Azure VM. */
  readonly azureVmAtCommit: 'kept' | 'deleted';
}

export const RULES: { readonly [P in RuleProfile]: Rules } = {
  'classic-2017': {
    profile: 'classic-2017',
    provider: 'classic',
    vmSnapshots: 'block',
    masterTargetSnapshots: 'ignore',
    staticAddress: 'lost',
    retentionDrive: 'any',
    receiverDisksMax: null,
    azureVmAtCommit: 'kept',
  },
  'classic-2019': {
    profile: 'classic-2019',
    provider: 'classic',
    vmSnapshots: 'merge',
    masterTargetSnapshots: 'block',
    staticAddress: 'windows-regains',
    retentionDrive: 'checked',
    receiverDisksMax: 60,
    azureVmAtCommit: 'deleted',
  },
  modernized: {
    profile: 'modernized',
    provider: 'modernized',
    vmSnapshots: 'merge',
    masterTargetSnapshots: 'ignore',
    staticAddress: 'lost',
    retentionDrive: 'none',
    receiverDisksMax: 60,
    azureVmAtCommit: 'deleted',
  },
};
