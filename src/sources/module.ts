/** Opens a folder as a module: finds its repository, lists its files, and reads nothing else. */
import { statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { UntrackedFile } from '../repo/coverage.ts';
import type { Sources } from '../repo.ts';
import { Unavailable } from '../rule.ts';
import { type FileList, listTracked, listUntracked } from './file-list.ts';
import { diskFiles } from './files.ts';
import { type OpenGit, openGit } from './git.ts';
import type { HistoryWatch } from './git-history.ts';
import { type GitLocation, locateGit } from './git-location.ts';
import { defaultLimits, type GitLimits } from './git-process.ts';
import { isInside, readSmallText, realPath, statHere } from './plain-file.ts';

export interface OpenOptions {
  readonly maxFileBytes: number;
  /** Bounds of each git process. */
  readonly git?: Partial<GitLimits>;
  /** Hears how far the reading of the whole history has come. */
  readonly watchHistory?: HistoryWatch;
}

export interface Module {
  readonly name: string;
  readonly sources: Sources;
  /** Ends what was opened: child processes, temporary folders. */
  close(): void;
}

interface Opened {
  /** Real path that the list's paths begin at. */
  readonly root: string;
  readonly list: FileList;
  /** Or why there is none. */
  readonly git: OpenGit | Unavailable;
}

/**
 * @returns the folder's real path
 * @throws Error when there is no such folder
 */
export function findFolder(path: string): string {
  const given = resolve(path);
  const found = statSync(given, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`there is no folder ${path}`);
  if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
  return realPath(given) ?? given;
}

/** About how much there is to judge, found at once: the size of git's list of files, or 0. */
export const roughSize = (folder: string): number => statHere(join(folder, '.git', 'index'))?.size ?? 0;

/** @throws Error when there is no such folder */
export async function openModule(path: string, options: OpenOptions): Promise<Module> {
  const folder = findFolder(path);
  const { root, list, git } = await openRepository(folder, { ...defaultLimits, ...options.git }, options.watchHistory);
  const inside = relative(root, folder).split(sep).join('/');
  const name = basename(folder);
  const repositoryFiles = diskFiles(list, '', options.maxFileBytes);
  const sources: Sources = {
    name,
    files: inside === '' ? repositoryFiles : diskFiles(list, inside, options.maxFileBytes),
    repositoryFiles,
    folder: inside,
    git: async () => {
      if (git instanceof Unavailable) throw git;
      return git;
    },
    untracked: (path) => readUntracked(folder, path),
  };
  return { name, sources, close: () => git instanceof Unavailable || git.close() };
}

async function openRepository(folder: string, limits: GitLimits, watch: HistoryWatch | undefined): Promise<Opened> {
  let git: OpenGit | undefined;
  try {
    const location = locateGit(folder);
    if (location === undefined) throw new Unavailable('the module is not in a git repository');
    git = openGit(location, limits, watch);
    return { ...(await listRepository(folder, location, git)), git };
  } catch (thrown) {
    git?.close();
    if (!(thrown instanceof Unavailable)) throw thrown;
    return { root: folder, list: listUntracked(folder), git: thrown };
  }
}

async function listRepository(folder: string, { top }: GitLocation, git: OpenGit): Promise<Omit<Opened, 'git'>> {
  if (top === undefined) return { root: folder, list: listTracked(folder, []) };
  const tracked = await git.tracked();
  const prefix = folder === top ? '' : `${relative(top, folder).split(sep).join('/')}/`;
  if (tracked.some(({ path }) => path.startsWith(prefix))) return { root: top, list: listTracked(top, tracked) };
  if (prefix !== '') throw new Unavailable('the git repository around the module tracks nothing in it');
  return { root: top, list: listUntracked(top) }; // `cargo new`: everything still waits for `git add`
}

/** Reports of a few megabytes are usual. */
const LARGEST_REPORT = 32 * 2 ** 20;

/** A plain file below the module's folder, through no link that leads out of it. */
function readUntracked(folder: string, path: string): UntrackedFile | undefined {
  const real = realPath(join(folder, path));
  if (real === undefined || !isInside(folder, real)) return undefined;
  const stats = statHere(real);
  const text = stats?.isFile() ? readSmallText(real, LARGEST_REPORT) : undefined;
  return text === undefined || stats === undefined ? undefined : { text, modified: Math.floor(stats.mtimeMs / 1000) };
}
