import type { Fields, Kernel } from '../kernel';
import type { Consistency } from '../storage';

/** Which recovery point a failover asks for: the newest, or the newest application-consistent one; of the machine, or common to its
 *  multi-VM group; or one by its id. */
export type WantedPoint =
  | 'latest'
  | 'latest-application'
  | 'latest-group'
  | 'latest-group-application'
  | 'chosen';

/** Which of a machine's two copies: the one on the site or the one in Azure. */
export type Copy = 'on-premises' | 'azure';

/** What the journal says, kind by kind; the subject is a machine unless the comment names another.
 *  Checkers and reports know a run by these entries only. Units: ms of virtual time, bytes, extents of 64 KiB. */
export interface Entries {
  /** A guest's write was acknowledged. `seq` grows with each write of the machine, over both copies; `open` counts the writes
   *  of its transaction that are still to come. */
  'guest.write': { copy: Copy; disk: number; start: number; count: number; seq: number; open: number };
  /** A copy runs and may write from here on; `checksums` are those of its disks at that moment. */
  'guest.running': { copy: Copy; checksums: readonly number[]; address: string | null };
  'guest.stopped': { copy: Copy; how: 'shut-down' | 'powered-off' };
  /** Somebody logged in to a copy and set its `address`, or installed a `package`. */
  'guest.configured': { copy: Copy; what: 'address' | 'package'; value: string };
  /** Something is left to do by hand on a machine that came home, or no longer is. `what`: an address or a package, or null. */
  'follow-up.opened': { code: string; what: string | null };
  'follow-up.closed': { code: string; what: string | null };
  /** The machine's disks as the estate was built, written before the run. */
  'disk.created': { copy: Copy; disk: number; extents: number; seq: number };
  /** The agent took the changes up to `seq` for one drain; what is acknowledged by now is what the point must hold. */
  'agent.drained': {
    copy: Copy;
    drain: number;
    pair: string;
    seq: number;
    group: string | null;
    consistency: Consistency;
  };
  /** One batch left the agent (`again` when it was sent before). */
  'agent.sent': {
    copy: Copy;
    pair: string;
    drain: number;
    batch: number;
    extents: number;
    bytes: number;
    again: boolean;
  };
  /** Checksums were exchanged to find the differences. */
  'agent.compared': { copy: Copy; pair: string; bytes: number; different: number };
  /** A recovery point exists at the target; `checksums` are those of its disks. */
  'point.made': {
    point: string;
    pair: string;
    drain: number;
    seq: number;
    group: string | null;
    consistency: Consistency;
    takenAtMs: number;
    checksums: readonly number[];
  };
  /** A copy was rolled to a recovery point, or made from it, and will start from there. `wanted` says what was asked for. */
  'point.recovered': {
    copy: Copy;
    point: string;
    pair: string;
    drain: number;
    wanted: WantedPoint;
    sourceStopped: boolean;
  };
  /** A test failover made a machine of its own from a recovery point of `machine`. Subject: the test VM. */
  'test.recovered': { machine: string; point: string; pair: string; drain: number };
  /** Replication of a pair began: towards which copy, into a VM that was kept or a new one, with a recovery point due every … */
  'pair.started': { pair: string; target: Copy; kept: boolean; rpoThresholdMs: number };
  'pair.stopped': { pair: string };
  /** Its policy was edited: a recovery point is due every … from now on. */
  'pair.changed': { pair: string; rpoThresholdMs: number };
  /** A target refuses what a process server brings, and keeps refusing until `pair.flowing`. Subject: the machine. */
  'pair.stalled': { pair: string; code: string };
  'pair.flowing': { pair: string };
  /** Subject: the pair's machine. */
  'health.changed': { from: string; to: string; pair: string };
  /** Subject: the job. */
  'job.state': { item: string; scenario: string; state: string; codes: readonly string[] };
  'job.task': { item: string; task: string; state: string };
  'item.state': { state: string; container: string };
  /** The machine left the vault. `purged`: without asking the site; `cleared`: the site has followed. An Azure VM stays behind. */
  'protection.ended': { how: 'disabled' | 'cancelled' | 'purged' | 'cleared'; azureVm: string | null };
  /** A request to the vault was refused before it became a job. Subject: the item. */
  'request.refused': { operation: string; codes: readonly string[] };
  /** A vSphere call that changes something. Subject: the object. `needs` the privilege, `held` whether the account had it
   *  when it asked. */
  'vim.call': {
    method: string;
    account: string;
    askedAtMs: number;
    needs: readonly string[];
    held: boolean;
    done: boolean;
    fault: string | null;
  };
  /** What an account may do from now on. Subject: the account. */
  'account.role': { role: string; privileges: readonly string[] };
  /** Bytes of an on-premises disk changed through a host. Subject: the VM that owns the disk. */
  'disk.written': { disk: number; extents: number; by: string };
  /** A VM appeared or went. Subject: the VM. */
  'vm.created': { copy: Copy; machine: string; host: string | null };
  /** A VM that was there before the run. Subject: the VM. */
  'vm.present': { machine: string; host: string; snapshots: number };
  'vm.deleted': { copy: Copy; machine: string };
  /** An operator's action that was carried out although it carries a risk. */
  'operator.risk': { risk: string };
}

/** Writes an entry whose fields are checked against its kind. */
export function note<K extends keyof Entries>(
  kernel: Kernel,
  kind: K,
  subject: string,
  fields: Entries[K],
): void {
  kernel.record(kind, subject, fields as unknown as Fields);
}
