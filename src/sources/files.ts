/** The module's files as rules may see them: listed once, read when asked, never outside the module. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '../rule.ts';

/** What was left out of the scanned files, by reason, so that a report can say so. */
export type LeftOut = Readonly<Record<string, number>>;

export interface Files {
  /** Scanned files, relative to the root, with `/`, sorted. */
  readonly paths: readonly string[];
  readonly leftOut: LeftOut;
  /** True for a scanned file. */
  has(path: string): boolean;
  /** True for a folder that holds a scanned file; `''` and `.` are the root. */
  hasFolder(path: string): boolean;
  /** Text of a scanned file, as UTF-8 without its byte order mark; undefined when there is no such file.
   * @throws Unavailable when it is there and cannot be read as text (too large, binary, unreadable) */
  text(path: string): string | undefined;
  /** Bytes of a scanned file; undefined when there is no such file. */
  bytes(path: string): Uint8Array | undefined;
}

const decoder = new TextDecoder('utf-8');

/** Files given as a map from path to content: for tests, and for a tree read from git at another commit. */
export function memoryFiles(content: Readonly<Record<string, string | Uint8Array>>, leftOut: LeftOut = {}): Files {
  const paths = Object.keys(content).sort();
  const known = new Set(paths);
  const folders = new Set(['', '.']);
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
      folders.add(path.slice(0, slash));
  }
  return {
    paths,
    leftOut,
    has: (path) => known.has(path),
    hasFolder: (path) => folders.has(path.replace(/\/+$/, '')),
    bytes: (path) => {
      if (!known.has(path)) return undefined;
      const found = content[path] ?? '';
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
    text: (path) => {
      if (!known.has(path)) return undefined;
      const found = content[path] ?? '';
      if (typeof found === 'string') return found.replace(/^\uFEFF/, '');
      if (found.includes(0)) throw new Unavailable(`${path} is a binary file`);
      return decoder.decode(found);
    },
  };
}

const skipped = new Set(['.git', 'vendor', 'target', 'node_modules']);

/** Files on disk below a folder. */
export function diskFiles(root: string, maxFileBytes: number): Files {
  const paths = walk(root, '').sort();
  const known = new Set(paths);
  const folders = memoryFiles(Object.fromEntries(paths.map((path) => [path, ''])));
  const bytes = (path: string) => (known.has(path) ? readFileSync(join(root, path)) : undefined);
  return {
    paths,
    leftOut: {},
    has: (path) => known.has(path),
    hasFolder: folders.hasFolder,
    bytes,
    text: (path) => {
      const found = bytes(path);
      if (found === undefined) return undefined;
      if (found.length > maxFileBytes) throw new Unavailable(`${path} is larger than --max-file-size`);
      if (found.includes(0)) throw new Unavailable(`${path} is a binary file`);
      return decoder.decode(found);
    },
  };
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}
