import type { Kernel } from '../../kernel';
import type { TaskTrouble } from '../asked-fault';
import type { Hierarchy } from '../hierarchy';
import type { Vsphere } from '../vsphere';
import type { VimCommand } from './commands';
import { Sessions } from './sessions';

export interface VimOptions {
  readonly kernel: Kernel;
  readonly vsphere: Vsphere;
  /** The host that stands alone and whose API this is; absent: that of the vCenter server. */
  readonly host?: string;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
  /** Called when a client waits: lets virtual time move for at most so many ms, or until `isOver`. Absent: time moves by itself. */
  readonly moved?: (ms: number, isOver: () => boolean) => void;
  /** Told of each command before it acts. */
  readonly acting?: (command: VimCommand) => void;
  /** What befalls a task that a client begins, by its method. */
  readonly troubled?: (method: string) => TaskTrouble | undefined;
}

/** When virtual time begins, if nobody says: as in the Azure front. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** One API of vim25: that of a vCenter server, or of a host that stands alone. What all its methods share. No rules stand here:
 *  who may do what, and what then happens, is the domain's. */
export class Vim {
  readonly kernel: Kernel;
  readonly vsphere: Vsphere;
  readonly tree: Hierarchy;
  readonly sessions: Sessions;
  readonly instanceUuid: string;
  readonly moved: VimOptions['moved'];
  readonly acting: NonNullable<VimOptions['acting']>;
  readonly troubled: NonNullable<VimOptions['troubled']>;
  readonly epochMs: number;
  private lastMoment = { ms: Number.NaN, text: '' };

  constructor({ kernel, vsphere, host, epochMs = EPOCH_MS, moved, acting, troubled }: VimOptions) {
    this.kernel = kernel;
    this.vsphere = vsphere;
    const tree = host === undefined ? vsphere.trees[0] : vsphere.treeOf(host);
    if (!tree) throw new Error(`no API to serve: ${host ?? 'vCenter'}`);
    this.tree = tree;
    this.epochMs = epochMs;
    this.moved = moved;
    this.acting = acting ?? (() => undefined);
    this.troubled = troubled ?? (() => undefined);
    this.sessions = new Sessions(kernel);
    this.instanceUuid = kernel.random(`vim instance ${host ?? 'vcenter'}`).guid();
  }

  /** The API of a vCenter server; otherwise of a host. */
  get isVcenter(): boolean {
    return this.tree.host === undefined;
  }

  /** Whether the server runs. */
  get up(): boolean {
    return this.vsphere.serverOf(this.tree)?.state === 'running';
  }

  /** A moment of virtual time as the API writes it. (An answer may tell of one moment many times.) */
  at(ms: number): string {
    if (ms !== this.lastMoment.ms) this.lastMoment = { ms, text: new Date(this.epochMs + ms).toISOString() };
    return this.lastMoment.text;
  }

  /** A moment as a client writes it, in ms of virtual time. */
  msOf(text: string): number {
    return Date.parse(text) - this.epochMs;
  }
}
