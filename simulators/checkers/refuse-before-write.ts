import type { Fields } from '../kernel';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';

interface Attempt {
  /** VMs that had a snapshot when the job began. */
  readonly snapshotted: ReadonlySet<string>;
  inPreflight: boolean;
  readonly changes: string[];
}

/** A blocked reprotection changes nothing on-premises: nothing during its prerequisite check, and nothing at all on a VM
 *  that had a snapshot when the job began and still has it. */
export class RefuseBeforeWrite implements Checker {
  readonly name = 'refuse-before-write';
  readonly kinds = ['vm.present', 'vm.created', 'job.state', 'job.task', 'vim.call', 'disk.written'];
  private readonly evidence = new Evidence();
  private readonly machineOf = new Map<string, string>();
  private readonly snapshots = new Map<string, number>();
  private readonly attempts = new Map<string, Attempt>();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    switch (kind) {
      case 'vm.present': {
        const { machine, snapshots } = fieldsOf(kind, fields);
        this.machineOf.set(subject, machine);
        this.snapshots.set(subject, snapshots);
        break;
      }
      case 'vm.created':
        this.machineOf.set(subject, fieldsOf(kind, fields).machine);
        break;
      case 'job.state':
        this.job(fields);
        break;
      case 'job.task':
        this.task(time, fields);
        break;
      case 'vim.call': {
        const { method, account, done } = fieldsOf(kind, fields);
        if (done) this.called(time, subject, method, account);
        break;
      }
      case 'disk.written':
        this.changed(time, subject, 'a disk was written');
        break;
      default:
    }
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }

  private job(fields: Fields): void {
    const { item, scenario, state } = fieldsOf('job.state', fields);
    if (scenario !== 'reprotectToSite') return;
    if (state !== 'InProgress') this.attempts.delete(item);
    else
      this.attempts.set(item, {
        snapshotted: new Set([...this.snapshots.keys()].filter((vm) => this.hasSnapshot(vm))),
        inPreflight: false,
        changes: [],
      });
  }

  private task(time: number, fields: Fields): void {
    const { item, task, state } = fieldsOf('job.task', fields);
    const attempt = this.attempts.get(item);
    if (!attempt || !task.endsWith('PreflightTask')) return;
    attempt.inPreflight = state === 'InProgress';
    if (state !== 'Failed' || attempt.changes.length === 0) return;
    this.evidence.breach(time, `the reprotection of ${item} was refused after ${attempt.changes.join(', ')}`);
  }

  private called(time: number, vm: string, method: string, account: string): void {
    if (method === 'CreateSnapshot_Task') this.snapshots.set(vm, (this.snapshots.get(vm) ?? 0) + 1);
    else if (method === 'RemoveSnapshot_Task') this.snapshots.set(vm, (this.snapshots.get(vm) ?? 0) - 1);
    else if (method === 'RemoveAllSnapshots_Task') this.snapshots.set(vm, 0);
    else if (account !== OPERATOR) this.changed(time, vm, method);
  }

  private changed(time: number, vm: string, what: string): void {
    const attempt = this.attempts.get(this.machineOf.get(vm) ?? vm);
    if (!attempt) return;
    if (attempt.inPreflight) attempt.changes.push(what);
    if (attempt.snapshotted.has(vm) && this.hasSnapshot(vm)) {
      this.evidence.breach(time, `${vm} has a snapshot since before its reprotection began, yet: ${what}`);
    }
  }

  private hasSnapshot(vm: string): boolean {
    return (this.snapshots.get(vm) ?? 0) > 0;
  }
}

/** Calls of this account are a person's, not the pipeline's. */
const OPERATOR = 'operator';
