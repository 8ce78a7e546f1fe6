import type { Connection } from '../connection';
import type { Failback, FailbackOptions } from '../failback';

/** A runbook that differs from the reference one by one mistake, such as real ones make. */
export interface Defect {
  readonly name: string;
  readonly mistake: string;
  /** What finds it, and when. */
  readonly caughtBy: string;
  readonly under: string;
  make(connection: Connection, options?: FailbackOptions): Failback;
}
