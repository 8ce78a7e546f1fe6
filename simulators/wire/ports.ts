/** The ports of the pipeline. Source: seed document (443, 9443); AZURE.md §4.3 (20004); vSphere documentation (902). */
export const PORT = {
  /** Control: configuration server, vCenter, hosts, and Azure's public endpoints. */
  control: 443,
  /** Replication data: process server and master target. */
  data: 9443,
  /** Disk contents, at an ESXi host. */
  disk: 902,
  /** Between the agents of a multi-VM group. */
  group: 20004,
} as const;

/** The two ports that the setup of a management server can change; whoever speaks with it must know. */
export interface Ports {
  readonly control: number;
  readonly data: number;
}
