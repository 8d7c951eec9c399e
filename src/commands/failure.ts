/** The run could not be done as asked: a bad option, no such folder. Ends with exit code 2 and this message. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** What the system's codes mean to who typed a path. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space is left',
};

/** @returns the reason for which a file could not be read or written, without the call and the path that Node tells */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return reasons[(thrown as NodeJS.ErrnoException).code ?? ''] ?? thrown.message;
}
