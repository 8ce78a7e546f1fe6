import { vimFault } from '../faults';
import { serviceId } from '../service-ids';
import type { Data, Ref } from '../values';
import type { View } from '../view';
import type { Vim } from '../vim';
import { Filter, type Update } from './filter';
import { readSpec } from './select';

/** So many objects stand in one answer, as vCenter does. Source: VSPHERE.md §3.1 (7) – documented. */
const UPDATES_MAX = 100;
const FILTERS_MAX = 100;

interface Queued {
  readonly filter: Filter;
  readonly update: Update;
}

/** A property collector with its filters, and the version that its client has seen.
 *  Shape of a version: a whole number, one more for each answer. An answer that got lost is given again for the version before. */
export class Collector {
  readonly vim: Vim;
  private readonly filters = new Map<string, Filter>();
  private readonly unobserve: () => void;
  private version = 0;
  private queue: Queued[] = [];
  /** The last answer, for a client that did not get it. */
  private last: { readonly before: string; readonly xml: string } | undefined;
  /** Something may have changed since it was looked at last. */
  private stirred = true;
  private cancelled = 0;
  private over = false;

  constructor(vim: Vim) {
    this.vim = vim;
    this.unobserve = vim.vsphere.changes.observe((id) => this.touched(id));
  }

  get filterRefs(): Ref[] {
    return [...this.filters.values()].map(({ ref }) => ref);
  }

  /** Errors: InvalidType, InvalidProperty, ManagedObjectNotFound. */
  addFilter(ref: Ref, data: Data, partial: boolean): void {
    if (this.filters.size >= FILTERS_MAX)
      throw vimFault('RuntimeFault', `a collector may have ${FILTERS_MAX} filters`);
    const filter = new Filter(ref, readSpec(data), partial);
    this.filters.set(ref.id, filter);
    this.stirred = true;
  }

  removeFilter(id: string): void {
    this.filters.delete(id);
    this.queue = this.queue.filter(({ filter }) => filter.ref.id !== id);
  }

  /** Ends all waits with RequestCanceled. */
  cancel(): void {
    this.cancelled += 1;
    this.wake();
  }

  get cancels(): number {
    return this.cancelled;
  }

  dispose(): void {
    this.over = true;
    this.unobserve();
    this.filters.clear();
    this.queue = [];
    this.wake();
  }

  get isOver(): boolean {
    return this.over;
  }

  /** The updates since a version, as XML of an `UpdateSet` under `returnval`; undefined: there are none yet.
   *  Errors: InvalidCollectorVersion. */
  updates(given: string, view: View, max = UPDATES_MAX): string | undefined {
    if (given === '') this.restart();
    else if (this.last && given === this.last.before && given !== `${this.version}`) return this.last.xml;
    else if (given !== `${this.version}`) throw vimFault('InvalidCollectorVersion', given);
    if (this.queue.length === 0 && this.stirred) {
      this.stirred = false;
      for (const filter of this.filters.values())
        for (const update of filter.changes(view)) this.queue.push({ filter, update });
    }
    if (this.queue.length === 0) return undefined;
    const now = this.queue.splice(0, Math.max(1, max));
    const before = `${this.version}`;
    this.version += 1;
    const truncated = this.queue.length > 0 ? '<truncated>true</truncated>' : '';
    const xml = `<returnval><version>${this.version}</version>${bySet(now)}${truncated}</returnval>`;
    this.last = { before: given === '' ? '' : before, xml };
    return xml;
  }

  /** The version of the last answer. */
  get current(): string {
    return `${this.version}`;
  }

  /** Whoever waits looks again. */
  private wake(): void {
    this.vim.vsphere.changes.touch('waits');
  }

  private restart(): void {
    for (const filter of this.filters.values()) filter.reset();
    this.queue = [];
    this.last = undefined;
    this.stirred = true;
  }

  private touched(what: string): void {
    // A task that is new stands in the task manager's list.
    const id = what === 'tasks' ? (serviceId(this.vim, 'TaskManager') ?? what) : what;
    const kind = this.vim.tree.entities.get(id)?.kind;
    const structural = kind === 'Folder' || kind === 'ResourcePool';
    for (const filter of this.filters.values()) {
      if (structural) filter.structureChanged();
      if (filter.touched(id) || structural) this.stirred = true;
    }
  }
}

/** The updates of one filter after another stand together. */
function bySet(updates: readonly Queued[]): string {
  let xml = '';
  for (let at = 0; at < updates.length; ) {
    const { filter } = updates[at] as Queued;
    let objects = '';
    for (; at < updates.length && updates[at]?.filter === filter; at += 1) objects += updates[at]?.update.xml;
    xml += `<filterSet><filter type="PropertyFilter">${filter.ref.id}</filter>${objects}</filterSet>`;
  }
  return xml;
}
