/**
 * Where the repository of a folder is. Follows gitrepository-layout(5) and gitfile(5), but a `.git` that points somewhere
 * else is believed only when that place names this work tree back: otherwise a stranger's folder could have any repository
 * of the machine read out.
 */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type GitConfig, lastValue, parseGitConfig } from '../models/git/config.ts';
import { Unavailable } from '../verdict.ts';
import { isInside, readSmallText, realPath, statHere } from './plain-file.ts';

export interface GitLocation {
  readonly kind: 'repository' | 'worktree' | 'submodule' | 'bare';
  /** Real path of the work tree's root; undefined for a bare repository. */
  readonly top: string | undefined;
  /** Real path of the folder with HEAD and index. */
  readonly gitFolder: string;
  /** Real path of the folder with objects, refs and config; another one in a worktree only. */
  readonly commonFolder: string;
  readonly config: GitConfig;
}

/**
 * @param folder real path of the module
 * @returns undefined when no repository holds the folder
 * @throws Unavailable when `.git` leads to a place that does not own this work tree
 */
export function locateGit(folder: string): GitLocation | undefined {
  const device = statHere(folder)?.dev;
  for (let at = folder; ; at = dirname(at)) {
    // A mounted folder is no part of what it is mounted on; git stops there too.
    if (statHere(at)?.dev !== device) return undefined;
    const found = locateAt(at);
    if (found || at === dirname(at)) return found;
  }
}

function locateAt(top: string): GitLocation | undefined {
  const entry = join(top, '.git');
  const stats = statHere(entry);
  if (stats?.isDirectory()) {
    if (isGitFolder(entry)) return located('repository', top, entry, entry);
  } else if (stats?.isFile()) {
    const target = /^gitdir: (.+?)[\r\n]*$/.exec(readSmallText(entry, 8192) ?? '')?.[1];
    if (target === undefined) throw new Unavailable('the .git file does not say `gitdir: <path>`');
    return followPointer(top, entry, resolve(top, target));
  } else if (stats?.isSymbolicLink()) return followPointer(top, entry, entry);
  return isGitFolder(top) ? located('bare', undefined, top, top) : undefined;
}

function followPointer(top: string, entry: string, target: string): GitLocation {
  const gitFolder = realPath(target);
  if (gitFolder === undefined) throw new Unavailable(`.git points to ${target}, which is not there`);
  const common = readSmallText(join(gitFolder, 'commondir'), 8192)?.replace(/[\r\n]+$/, '');
  if (common !== undefined) {
    const commonFolder = realPath(resolve(gitFolder, common));
    const back = readSmallText(join(gitFolder, 'gitdir'), 8192)?.replace(/[\r\n]+$/, '');
    const owned = commonFolder !== undefined && gitFolder.startsWith(join(commonFolder, 'worktrees', '/'));
    if (owned && back !== undefined && realPath(resolve(gitFolder, back)) === realPath(entry))
      return located('worktree', top, gitFolder, commonFolder);
    throw new Unavailable(`.git points to ${target}, which is no worktree of this folder: not followed`);
  }
  if (!isGitFolder(gitFolder)) throw new Unavailable(`.git points to ${target}, which is no repository`);
  const location = located('submodule', top, gitFolder, gitFolder);
  const worktree = lastValue(location.config, 'core.worktree');
  const back =
    worktree === undefined ? undefined : realPath(isAbsolute(worktree) ? worktree : join(gitFolder, worktree));
  if (isInside(top, gitFolder)) return { ...location, kind: 'repository' };
  if (back !== top)
    throw new Unavailable(`.git points to ${target}, which does not name this folder as its work tree: not followed`);
  return location;
}

function located(
  kind: GitLocation['kind'],
  top: string | undefined,
  gitFolder: string,
  commonFolder: string,
): GitLocation {
  const config = parseGitConfig(readSmallText(join(commonFolder, 'config')) ?? '');
  return { kind, top, gitFolder, commonFolder, config };
}

// What git's own is_git_directory asks for.
function isGitFolder(path: string): boolean {
  const isFolder = (name: string): boolean => realPath(join(path, name)) !== undefined;
  return statHere(join(path, 'HEAD')) !== undefined && isFolder('objects') && isFolder('refs');
}
