/** Opens a folder as a module: finds its repository, lists its files, and reads nothing else. */
import { statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { UntrackedFile } from '../repo/coverage.ts';
import type { Sources } from '../repo.ts';
import { Unavailable } from '../verdict.ts';
import { type FileList, listTracked, listUntracked } from './file-list.ts';
import { diskFiles } from './files.ts';
import { type Listing, type OpenGit, openGit } from './git.ts';
import type { HistoryWatch } from './git-history.ts';
import { locateGit } from './git-location.ts';
import { defaultLimits, type GitLimits } from './git-process.ts';
import { answeredOnDisk, digestOf, type FileReads, type Journal } from './journal.ts';
import { isInside, readPlainFile, readSmallText, realPath, statHere } from './plain-file.ts';

export interface OpenOptions {
  readonly maxFileBytes: number;
  /** Bounds of each git process. */
  readonly git?: Partial<GitLimits>;
  /** Hears how far the reading of the whole history has come. */
  readonly watchHistory?: HistoryWatch;
  /** Takes down what is asked of the module, once it is open. */
  readonly journal?: Journal | undefined;
  readonly listing?: Listing | undefined;
}

/** A module whose files git is still listing. */
export interface Opening {
  /** Or why there is none. */
  readonly git: OpenGit | Unavailable;
  readonly module: Promise<Module>;
}

export interface Module {
  readonly name: string;
  readonly sources: Sources;
  /** What `answered` says of a file of the list, which is not held in memory for it. */
  digestOfFile(path: string): string;
  /** As the sources ask it, past the journal. */
  readonly untracked: FileReads['untracked'];
  /**
   * Digest of all that opening it found: where it is, which files there are, which refs. Two modules with one digest are taken for the same.
   * @throws Unavailable when git cannot list what a bare repository tracks
   */
  state(): Promise<string>;
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
  // Of nothing `resolve` makes this folder: `check "$UNSET"` would judge what nobody named.
  if (path === '') throw new Error("a folder's path is empty");
  const given = resolve(path);
  const found = statSync(given, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`there is no folder ${path}`);
  if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
  return realPath(given) ?? given;
}

/** Whether the folder is in a repository without a work tree. */
export function isBare(folder: string): boolean {
  try {
    return locateGit(folder)?.kind === 'bare';
  } catch (thrown) {
    if (thrown instanceof Unavailable) return false; // the report says what is wrong with its `.git`
    throw thrown;
  }
}

/** About how much there is to judge, found at once: the size of git's list of files, or 0. */
export const roughSize = (folder: string): number => statHere(join(folder, '.git', 'index'))?.size ?? 0;

/** @throws Error when there is no such folder */
export function beginModule(path: string, options: OpenOptions): Opening {
  const folder = findFolder(path);
  const git = beginGit(folder, options);
  return { git, module: listFiles(folder, git).then((opened) => toModule(folder, opened, options)) };
}

function beginGit(folder: string, options: OpenOptions): OpenGit | Unavailable {
  const { git: limits, watchHistory: watch, journal, listing } = options;
  try {
    const location = locateGit(folder);
    if (location === undefined) throw new Unavailable('the module is not in a git repository');
    return openGit(location, { limits: { ...defaultLimits, ...limits }, watch, journal, listing });
  } catch (thrown) {
    if (thrown instanceof Unavailable) return thrown;
    throw thrown;
  }
}

async function listFiles(folder: string, git: OpenGit | Unavailable): Promise<Opened> {
  if (git instanceof Unavailable) return { root: folder, list: listUntracked(folder), git };
  try {
    return { ...(await listRepository(folder, git)), git };
  } catch (thrown) {
    git.close();
    if (!(thrown instanceof Unavailable)) throw thrown;
    return { root: folder, list: listUntracked(folder), git: thrown };
  }
}

async function listRepository(folder: string, git: OpenGit): Promise<Omit<Opened, 'git'>> {
  const { top } = git;
  if (top === undefined) return { root: folder, list: listTracked(folder, []) };
  const tracked = await git.tracked();
  const prefix = folder === top ? '' : `${relative(top, folder).split(sep).join('/')}/`;
  if (tracked.some(({ path }) => path.startsWith(prefix))) return { root: top, list: listTracked(top, tracked) };
  if (prefix !== '') throw new Unavailable('the git repository around the module tracks nothing in it');
  return { root: top, list: listUntracked(top) }; // `cargo new`: everything still waits for `git add`
}

function toModule(folder: string, { root, list, git }: Opened, { maxFileBytes, journal }: OpenOptions): Module {
  const inside = relative(root, folder).split(sep).join('/');
  const name = basename(folder);
  const direct: FileReads = {
    file: (path) => readPlainFile(list.places.get(path) ?? '', maxFileBytes),
    untracked: (path) => readUntracked(folder, path),
  };
  const { file, untracked } = journal?.ofFiles(direct) ?? direct;
  const repositoryFiles = diskFiles(list, '', file);
  const sources: Sources = {
    name,
    files: inside === '' ? repositoryFiles : diskFiles(list, inside, file),
    repositoryFiles,
    folder: inside,
    git: async () => {
      if (git instanceof Unavailable) throw git;
      return git;
    },
    untracked,
  };
  return {
    name,
    sources,
    digestOfFile: (path) => answeredOnDisk(list.places.get(path) ?? '', maxFileBytes),
    untracked: direct.untracked,
    state: async () => {
      const { paths, generated, leftOut, places, folderLinks } = list;
      const files = [paths, generated, leftOut, [...places], [...folderLinks]];
      const repository = git instanceof Unavailable ? git.message : [git.state(), await git.tracked()];
      return digestOf(JSON.stringify([root, folder, files, repository]));
    },
    close: () => git instanceof Unavailable || git.close(),
  };
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
