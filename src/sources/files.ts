/** The module's files as rules may see them: listed once, read when asked, never outside the module. */
import { fact } from '../fact.ts';
import { Unavailable } from '../verdict.ts';
import { type FileList, reasons } from './file-list.ts';
import type { FileReads } from './journal.ts';

/** What was left out of the scanned files, by reason, so that a report can say so. */
export type LeftOut = Readonly<Record<string, number>>;

export interface Files {
  /** Scanned files, relative to the root, with `/`, sorted. */
  readonly paths: readonly string[];
  /** Files marked as linguist-generated: not scanned, and readable for those who look for secrets. */
  readonly generated: readonly string[];
  readonly leftOut: LeftOut;
  /** True where files at or below a path are there and were left out, so that their absence proves nothing. */
  hides(path: string): boolean;
  /** True for a scanned file. */
  has(path: string): boolean;
  /** True for a folder that holds a scanned file; `''` and `.` are the root. */
  hasFolder(path: string): boolean;
  /** Text of a scanned file, as UTF-8 without its byte order mark; undefined when there is no such file.
   * @throws Unavailable when it is there and cannot be read as text (too large, binary, unreadable) */
  text(path: string): string | undefined;
  /** Bytes of a scanned or generated file; undefined when there is no such file.
   * @throws Unavailable when it is there and cannot be read (too large, unreadable, gone meanwhile) */
  bytes(path: string): Uint8Array | undefined;
}

const decoder = new TextDecoder('utf-8');

/** Files given as a map from path to content: for tests, and for a tree read from git at another commit. */
export function memoryFiles(content: Readonly<Record<string, string | Uint8Array>>, leftOut: LeftOut = {}): Files {
  const paths = Object.keys(content).sort();
  const known = new Set(paths);
  return {
    paths,
    generated: [],
    leftOut,
    hides: () => false,
    has: (path) => known.has(path),
    hasFolder: folderTest(paths),
    bytes: (path) => {
      if (!known.has(path)) return undefined;
      const found = content[path] ?? '';
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
    text: (path) => {
      if (!known.has(path)) return undefined;
      const found = content[path] ?? '';
      return typeof found === 'string' ? found.replace(/^\uFEFF/, '') : decode(path, found);
    },
  };
}

/** @returns whether a folder holds one of the paths; `''` and `.` do */
export function folderTest(paths: readonly string[]): (path: string) => boolean {
  const folders = fact(() => {
    const found = new Set(['', '.']);
    for (const path of paths) {
      for (
        let slash = path.lastIndexOf('/');
        slash > 0 && !found.has(path.slice(0, slash));
        slash = path.lastIndexOf('/', slash - 1)
      )
        found.add(path.slice(0, slash));
    }
    return found;
  });
  return (path) => folders().has(path.replace(/\/+$/, ''));
}

/** @throws Unavailable for what is no text in UTF-8 at all; single bad bytes become U+FFFD */
function decode(path: string, bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new Unavailable(`${path} is UTF-16, and neither cargo nor this run reads that`);
  if (bytes.includes(0)) throw new Unavailable(`${path} is a binary file`);
  return decoder.decode(bytes);
}

/**
 * Files of a list, or of one folder of it, read from disk when asked.
 * @param folder path in the list, `''` for all of it
 * @param read a file of the list
 */
export function diskFiles(list: FileList, folder: string, read: FileReads['file']): Files {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = (paths: readonly string[]) =>
    prefix === '' ? paths : paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const paths = below(list.paths);
  const known = new Set(list.paths);
  const find = (path: string) => (list.places.has(prefix + path) ? prefix + path : throughLinks(prefix + path, list));
  const bytes = (path: string): Buffer | undefined => {
    const found = find(path);
    if (!list.places.has(found)) return undefined;
    const reading = read(found);
    if ('bytes' in reading) return reading.bytes;
    throw new Unavailable(`${path} ${reading.absent ? 'vanished while the module was read' : reading.problem}`);
  };
  return {
    paths,
    generated: below(list.generated),
    leftOut: countReasons(list.leftOut.filter(({ path }) => path.startsWith(prefix))),
    hides: (path) =>
      list.leftOut.some((gone) => isAtOrBelow(gone.path, prefix + path) || isAtOrBelow(prefix + path, gone.path)),
    has: (path) => known.has(find(path)),
    hasFolder: folderTest([...paths, ...below([...list.folderLinks.keys()].map((link) => `${link}/`))]),
    bytes,
    text: (path) => {
      const found = bytes(path);
      return found === undefined ? undefined : decode(path, found);
    },
  };
}

function isAtOrBelow(path: string, folder: string): boolean {
  const trimmed = folder.replace(/\/$/, '');
  return path === trimmed || path.startsWith(`${trimmed}/`);
}

/** The path that a path below links to folders stands for; the same one where there is no such link. */
function throughLinks(path: string, { folderLinks }: FileList): string {
  let found = path;
  for (let round = 0; round < 8 && folderLinks.size > 0; round++) {
    const link = [...folderLinks.keys()].find((prefix) => found.startsWith(`${prefix}/`));
    if (link === undefined) break;
    const target = folderLinks.get(link) ?? '';
    found = (target === '' ? '' : `${target}/`) + found.slice(link.length + 1);
  }
  return found;
}

function countReasons(leftOut: FileList['leftOut']): LeftOut {
  const counts: Record<string, number> = {};
  for (const reason of Object.values(reasons)) {
    const count = leftOut.filter((file) => file.reason === reason).length;
    if (count > 0) counts[reason] = count;
  }
  return counts;
}
