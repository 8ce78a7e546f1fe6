import type { Data } from './values';

/** A collector of tasks: what it lets through, and how far it was read. */
export interface TaskCollector {
  readonly kind: 'tasks';
  readonly filter: Data;
  pageSize: number;
  next: number;
}

/** A collector of events. */
export interface EventCollector {
  readonly kind: 'events';
  readonly filter: Data;
  pageSize: number;
  next: number;
}
