/** The files that a commit had, read from its trees: no checkout, and nothing of the work tree. */
import { inOrder } from '../in-order.ts';
import { Unavailable } from '../verdict.ts';
import { type Files, memoryFiles } from './files.ts';
import type { Git } from './git.ts';

interface FilesAtLimits {
  /** Bytes of all wanted files together. */
  readonly bytes: number;
  readonly files: number;
}

const defaults: FilesAtLimits = { bytes: 12 * 1024 * 1024, files: 4000 };
/** Files that are asked for together: git answers faster than one question after another can be asked, and each may be large. */
const AT_ONCE = 8;

const decoder = new TextDecoder('utf-8');

/**
 * @param folder path below the repository's root; paths of the result are relative to it
 * @param wanted which files to read
 * @throws Unavailable when they are more than the limits, or objects are missing
 */
export async function filesAt(
  git: Git,
  commit: string,
  folder: string,
  wanted: (path: string) => boolean,
  limits = defaults,
): Promise<Files> {
  const content: Record<string, Uint8Array> = {};
  let [bytes, files] = [0, 0];
  const folders = [''];
  for (let at = folders.shift(); at !== undefined; at = folders.shift()) {
    const tree = await git.object(`${commit}:${[folder, at].filter(Boolean).join('/')}`);
    if (tree === undefined) {
      if (at === '') throw new Unavailable(`${commit.slice(0, 12)} has no ${folder || 'tree'} that could be read`);
      continue;
    }
    const paths: string[] = [];
    for (const { mode, name } of treeEntries(tree, commit.length / 2)) {
      const path = at === '' ? name : `${at}/${name}`;
      if (mode === '40000' && !/^(?:target|vendor|node_modules)$/.test(name)) folders.push(path);
      if (mode.startsWith('100') && wanted(path)) paths.push(path);
    }
    for (let from = 0; from < paths.length; from += AT_ONCE) {
      const some = paths.slice(from, from + AT_ONCE);
      const found = await inOrder(
        some.map((path) => git.object(`${commit}:${[folder, path].filter(Boolean).join('/')}`)),
      );
      for (const [index, path] of some.entries()) {
        const object = found[index];
        if (object === undefined) throw new Unavailable(`${path} of ${commit.slice(0, 12)} is not in this clone`);
        bytes += object.length;
        files += 1;
        content[path] = object;
        if (bytes > limits.bytes || files > limits.files)
          throw new Unavailable(`the sources of ${commit.slice(0, 12)} are too many to compare with`);
      }
    }
  }
  return memoryFiles(content);
}

/** Entries of a tree object: `mode SP name NUL hash`, over and over. Source: git's documentation of the object format. */
function* treeEntries(tree: Uint8Array, hashLength: number): Generator<{ mode: string; name: string }> {
  for (let at = 0; at < tree.length; ) {
    const blank = tree.indexOf(0x20, at);
    const end = tree.indexOf(0, blank);
    if (blank < 0 || end < 0) return;
    yield { mode: decoder.decode(tree.subarray(at, blank)), name: decoder.decode(tree.subarray(blank + 1, end)) };
    at = end + 1 + hashLength;
  }
}
