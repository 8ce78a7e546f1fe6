import { extname, join } from 'node:path';
import { Failback } from '../runbooks/failback';
import type { ProgramLine } from './arena';
import type { Runbook } from './in-process';

/** The reference runbook, as a program under test. */
export const reference: Runbook = async (connection) => ((await new Failback(connection).run()).ok ? 0 : 1);

/** The same as a process of its own. */
export const referenceProgram: ProgramLine = [
  process.execPath,
  ...process.execArgv.filter((word) => word !== '--'),
  join(__dirname, '..', 'runbooks', `main${extname(__filename)}`),
];
