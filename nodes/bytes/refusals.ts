import { Misuse } from '../../simulators/kernel';

const NEXT: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on its file system, or give the node a folder on another one.',
  EDQUOT: 'Make room within the quota, or give the node a folder elsewhere.',
  EFBIG: 'Raise the limit on the size of files (ulimit -f).',
  EMFILE: 'Raise the limit on open files (ulimit -n).',
};

/** Says as misuse what the system refuses; anything else that is thrown stays what it was. */
export function refusedAs<T>(code: string, what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asMisuse(code, what, error);
  }
}

export function asMisuse(code: string, what: string, error: unknown): unknown {
  if (!ofSystem(error)) return error;
  const next = NEXT[error.code] ?? 'Give the node a folder of its own that it can read and write.';
  return new Misuse(code, `${what} (${error.code} from ${error.syscall})`, next);
}

/** Did the system refuse something? Else it is misuse that has a code already, or a bug. */
export function ofSystem(error: unknown): error is { readonly code: string; readonly syscall: string } {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined;
}
