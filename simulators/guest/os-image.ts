/** What an operating system keeps on its system disk, as far as failback can see it. It travels with recovery points.
 *  Shape: never changed in place. */
export interface OsImage {
  readonly family: 'windows' | 'linux';
  readonly version: string;
  readonly ip: IpSetting;
  readonly packages: readonly string[];
}

/** Where the machine's address comes from; `formerAddress` is the static one it lost. */
export type IpSetting =
  | { readonly mode: 'static'; readonly address: string }
  | { readonly mode: 'dhcp'; readonly formerAddress?: string };

/** What recovering a machine in Azure does to its operating system: a static address gives way to DHCP, and a Linux
 *  machine loses NetworkManager; neither returns by itself. Source: seed document, "common issues" 2 and 3 – documented. */
export function recoveredInAzure(os: OsImage): OsImage {
  const ip: IpSetting = os.ip.mode === 'static' ? { mode: 'dhcp', formerAddress: os.ip.address } : os.ip;
  const packages =
    os.family === 'linux' ? os.packages.filter((name) => name !== 'NetworkManager') : os.packages;
  return { ...os, ip, packages };
}

/** What a system disk says at a recovery point: the operating system, and the last write that it holds. */
export interface SystemState {
  readonly os: OsImage;
  readonly lastSeq: number;
}

/** Reads the opaque part of a recovery point. Errors: a broken invariant (throws) if it is none. */
export function systemState(opaque: unknown): SystemState {
  const state = opaque as Partial<SystemState> | null | undefined;
  if (!state?.os || typeof state.lastSeq !== 'number')
    throw new Error('a recovery point without a system state');
  return state as SystemState;
}
