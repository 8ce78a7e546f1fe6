import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Misuse } from '../simulators/kernel';

/** The files by which a run folder is known to be one, and how they say so. */
const MARKS = ['run.json', 'result.json'];
const MARK_SCHEMA = /"schema": ?"homeward\.(run|drill|accept)\//;

/** A folder that comes to be whole or not at all: everything is written to a temporary sibling, which takes its place by a
 *  rename at the end. A run folder that stands there is replaced whole; anything else that is not empty is refused.
 *  Errors: HW-OUT-EXISTS – the place holds something else; HW-OUT-WRITE – it cannot be written. Both leave nothing behind. */
export class StagedFolder {
  private readonly target: string;
  private readonly staging: string;
  private readonly madeParent: string | undefined;
  private readonly open = new Map<string, number>();
  private over = false;

  constructor(target: string) {
    this.target = target;
    mustBeReplaceable(target);
    const parent = dirname(target);
    let made: string | undefined;
    try {
      made = mkdirSync(parent, { recursive: true });
      this.staging = mkdtempSync(join(parent, `.${basename(target)}-`));
      // A temporary folder is closed to others; a run folder is as open as any new folder.
      chmodSync(this.staging, 0o777 & ~process.umask());
    } catch (error) {
      if (made !== undefined) removeEmpty(parent, made);
      throw unwritable(target, error);
    }
    this.madeParent = made;
  }

  /** Where a file lies until the folder is in its place: for those who write it themselves. */
  placeOf(file: string): string {
    return join(this.staging, file);
  }

  /** Writes a file; the folders above it are made. */
  write(file: string, content: string | Uint8Array): void {
    this.orFail(() => {
      const place = join(this.staging, file);
      if (file.includes('/')) mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content);
    });
  }

  /** Takes a file over from another folder, as it is. */
  take(file: string, from: string): void {
    this.orFail(() => {
      const place = join(this.staging, file);
      mkdirSync(dirname(place), { recursive: true });
      copyFileSync(join(from, file), place, constants.COPYFILE_FICLONE);
    });
  }

  /** Leaves out a file that was written or taken over, if there is one. */
  remove(file: string): void {
    this.orFail(() => rmSync(join(this.staging, file), { force: true }));
  }

  append(file: string, chunk: string): void {
    this.orFail(() => {
      const descriptor = this.open.get(file) ?? openSync(join(this.staging, file), 'w');
      this.open.set(file, descriptor);
      writeSync(descriptor, chunk);
    });
  }

  /** Puts the folder in its place. */
  commit(): void {
    this.orFail(() => {
      this.closeAll();
      const old = `${this.staging}.old`;
      const replaces = existsSync(this.target);
      if (replaces) renameSync(this.target, old);
      try {
        renameSync(this.staging, this.target);
      } catch (error) {
        if (replaces) renameSync(old, this.target);
        throw error;
      }
      this.over = true;
      if (replaces) rmSync(old, { recursive: true, force: true });
    });
  }

  /** Removes what was written, unless the folder is in its place. */
  abandon(): void {
    if (this.over) return;
    this.over = true;
    this.closeAll();
    rmSync(this.staging, { recursive: true, force: true });
    if (this.madeParent !== undefined) removeEmpty(dirname(this.target), this.madeParent);
  }

  private orFail(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.abandon();
      throw unwritable(this.target, error);
    }
  }

  /** Ends what was appended, so that it can be read from where it lies. */
  flush(): void {
    this.closeAll();
  }

  private closeAll(): void {
    for (const descriptor of this.open.values()) closeSync(descriptor);
    this.open.clear();
  }
}

/** Removes the folders that were made above a run, from the lowest up, unless somebody else has put something there meanwhile. */
function removeEmpty(lowest: string, highest: string): void {
  const last = resolve(highest);
  for (let folder = resolve(lowest); folder.length >= last.length; folder = dirname(folder))
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
}

function mustBeReplaceable(target: string): void {
  let entries: readonly string[];
  try {
    entries = readdirSync(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code === 'ENOTDIR' && existsSync(target))
      throw new Misuse(
        'HW-OUT-EXISTS',
        `expected a folder to write the run to, got the file ${target}`,
        'Name another folder with --out.',
      );
    throw unwritable(target, error);
  }
  if (entries.length > 0 && !isRun(target)) {
    throw new Misuse(
      'HW-OUT-EXISTS',
      `expected an empty or new folder, or an earlier run, got ${target} with ${entries.length} other entries`,
      'Name another folder with --out; nothing was changed.',
    );
  }
}

function isRun(folder: string): boolean {
  return MARKS.some((name) => {
    try {
      return MARK_SCHEMA.test(readFileSync(join(folder, name), 'utf8'));
    } catch {
      return false;
    }
  });
}

function unwritable(target: string, error: unknown): Misuse {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return new Misuse(
    'HW-OUT-WRITE',
    `expected a folder that can be written, got ${code} for ${target}`,
    'Name a folder with --out that you may write to, on a disk with room; nothing was left behind.',
  );
}
