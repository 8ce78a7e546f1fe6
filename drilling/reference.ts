import { Failback } from '../runbooks/failback';
import type { Runbook } from './in-process';

/** The reference runbook, as a program under test. */
export const reference: Runbook = async (connection) => ((await new Failback(connection).run()).ok ? 0 : 1);
