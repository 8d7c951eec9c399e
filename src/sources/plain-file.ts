/** Reading what the file system calls a regular file, and nothing else: no link is followed, no pipe or device waited for. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { join, relative, sep } from 'node:path';

const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export type Reading = { readonly bytes: Buffer } | Unread;

export interface Unread {
  readonly problem: string;
  readonly absent: boolean;
}

/**
 * @param limit most bytes to read; a larger file is a problem, not a truncation
 * @returns the bytes, or why there are none
 */
export function readPlainFile(path: string, limit: number): Reading {
  return withPlainFile(path, limit, (handle, size) => ({ bytes: readAtMost(handle, size, limit) }));
}

/** Room for one piece of a file that is read piece by piece. */
const piece = Buffer.allocUnsafeSlow(2 ** 17);

/** As `readPlainFile`, for files that need not be held: each piece is given away, and good until the next one comes. */
export function passPlainFile(path: string, limit: number, take: (bytes: Uint8Array) => void): Unread | undefined {
  return withPlainFile(path, limit, (handle) => {
    for (let left = limit; left > 0; ) {
      const count = readSync(handle, piece, 0, Math.min(piece.length, left), null);
      if (count === 0) break;
      take(piece.subarray(0, count));
      left -= count;
    }
    return undefined;
  });
}

function withPlainFile<T>(path: string, limit: number, read: (handle: number, size: number) => T): T | Unread {
  let handle: number;
  try {
    handle = openSync(path, FLAGS);
  } catch (thrown) {
    return unreadable(thrown);
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { problem: `is ${kindOf(stats)}`, absent: false };
    if (stats.size > limit)
      return { problem: `has ${stats.size} bytes, more than the limit of ${limit} (--max-file-size)`, absent: false };
    return read(handle, stats.size);
  } catch (thrown) {
    return unreadable(thrown);
  } finally {
    closeSync(handle);
  }
}

/** Text of a small file that git wrote; undefined when it is absent or no regular file. */
export function readSmallText(path: string, limit = 1024 * 1024): string | undefined {
  const reading = readPlainFile(path, limit);
  return 'bytes' in reading ? reading.bytes.toString() : undefined;
}

/** What is at a path itself, links not followed; undefined when nothing is, or nothing that may be looked at. */
export function statHere(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // below a file, behind a loop of links, name too long, no permission
  }
}

/** The path with every link resolved; undefined when it leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** True when the real path `inner` is the real folder `outer` or lies below it. */
export function isInside(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const way = relative(outer, inner);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && join(outer, way) === inner;
}

// A file that grows while it is read is read up to the limit and no further.
function readAtMost(handle: number, size: number, limit: number): Buffer {
  // One more than there is: the end of the file is found without a larger buffer.
  let bytes = Buffer.allocUnsafe(Math.min(limit, size + 1));
  let length = 0;
  while (true) {
    if (length === bytes.length) {
      if (length >= limit) break;
      const more = Buffer.allocUnsafe(Math.min(limit, length + 4096));
      bytes.copy(more, 0, 0, length);
      bytes = more;
    }
    const count = readSync(handle, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return 'a device';
  return 'no regular file';
}

function unreadable(thrown: unknown): Unread {
  const code = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'is not there', absent: true };
  if (code === 'ELOOP' || code === 'EMLINK') return { problem: 'is a symbolic link', absent: false };
  if (code === 'EACCES' || code === 'EPERM') return { problem: 'may not be read (permission denied)', absent: false };
  if (code === 'ENXIO') return { problem: 'is a socket', absent: false };
  return { problem: `could not be read (${code})`, absent: false };
}
