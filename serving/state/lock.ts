import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Misuse } from '../../simulators/kernel';

const HOLDER = z.object({ pid: z.number().int().positive(), started: z.string().optional() });

/** Takes a folder for this process; what it gives lets it go. Errors: HW-STATE-LOCKED. */
export function lock(folder: string): () => void {
  return takeLock(join(folder, 'lock'), (by) => locked(folder, by));
}

/** Takes a lock file for this process; what it gives lets it go. The lock of a process that is gone is taken over.
 *  Errors: what `refusal` makes of who has it. */
export function takeLock(file: string, refusal: (by: string) => Misuse): () => void {
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  if (!made(file, own)) {
    const pid = holderOf(file);
    if (pid !== undefined) throw refusal(`process ${pid}`);
    rmSync(file, { force: true });
    // Another may have been quicker.
    if (!made(file, own)) throw refusal('another process');
  }
  return () => rmSync(file, { force: true });
}

function made(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds a lock, if it still runs: one of its number that began at another time is another. */
function holderOf(file: string): number | undefined {
  try {
    const { pid, started } = HOLDER.parse(JSON.parse(readFileSync(file, 'utf8')));
    return runs(pid) && startOf(pid) === started && !isGone(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, as the system counts it; undefined where that is not told. Source: proc(5), field 22 of stat. */
function startOf(pid: number): string | undefined {
  return statOf(pid)[19];
}

/** Killed, and only its parent has not taken notice yet. Source: proc(5), field 3 of stat. */
function isGone(pid: number): boolean {
  return ['Z', 'X'].includes(statOf(pid)[0] ?? '');
}

/** The fields from the third on. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function locked(folder: string, by: string): Misuse {
  return new Misuse(
    'HW-STATE-LOCKED',
    `${folder} is in use by ${by}`,
    'Stop it, or name another folder with --state.',
  );
}
