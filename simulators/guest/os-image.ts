import type { Rules, SystemReport } from '../wire';

/** What an operating system keeps on its system disk, as far as failback can see it. It travels with recovery points.
 *  Shape: never changed in place. */
export interface OsImage {
  readonly family: 'windows' | 'linux';
  readonly version: string;
  readonly ip: IpSetting;
  readonly packages: readonly string[];
  /** From which it starts; ext4 or NTFS if absent. */
  readonly rootFileSystem?: string;
  /** Packages that were taken away when it was recovered in Azure. */
  readonly lostPackages?: readonly string[];
}

/** Where the machine's address comes from; `formerAddress` is the static one it lost. With `regains` the operating system still
 *  knows it, and takes it again where it can have it. */
export type IpSetting =
  | { readonly mode: 'static'; readonly address: string }
  | { readonly mode: 'dhcp'; readonly formerAddress?: string; readonly regains?: boolean };

/** What recovering a machine in Azure does to its operating system: a static address gives way to DHCP, and a Linux machine
 *  loses NetworkManager. Neither returns by itself, except that Windows regains its address on the site under later rules.
 *  Source: seed document, "common issues" 2 and 3; READINESS.md §3.5 – documented. */
export function recoveredInAzure(os: OsImage, { staticAddress }: Pick<Rules, 'staticAddress'>): OsImage {
  const regains = staticAddress === 'windows-regains' && os.family === 'windows';
  const ip: IpSetting =
    os.ip.mode === 'static' ? { mode: 'dhcp', formerAddress: os.ip.address, regains } : os.ip;
  const lost = os.packages.filter((name) => os.family === 'linux' && name === 'NetworkManager');
  if (lost.length === 0) return { ...os, ip };
  const packages = os.packages.filter((name) => !lost.includes(name));
  return { ...os, ip, packages, lostPackages: lost };
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

/** What the agent tells of the operating system that it runs in. */
export function reportSystem({
  family,
  ip,
  packages,
  lostPackages = [],
  rootFileSystem,
}: OsImage): SystemReport {
  return {
    family,
    rootFileSystem: rootFileSystem ?? (family === 'linux' ? 'ext4' : 'NTFS'),
    addressMode: ip.mode,
    formerAddress: ip.mode === 'dhcp' ? (ip.formerAddress ?? null) : null,
    lostPackages: lostPackages.filter((name) => !packages.includes(name)),
  };
}
