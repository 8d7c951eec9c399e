/** Opens a folder as a module: nothing is read but the file list. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Sources } from '../repo.ts';
import { Unavailable } from '../rule.ts';
import { diskFiles } from './files.ts';

export interface OpenOptions {
  readonly maxFileBytes: number;
}

export interface Module {
  readonly name: string;
  readonly sources: Sources;
  /** Ends what was opened: child processes, temporary folders. */
  close(): void;
}

/** @throws Error when there is no such folder */
export function openModule(path: string, options: OpenOptions): Module {
  const root = resolve(path);
  const found = statSync(root, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`there is no folder ${path}`);
  if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
  const files = diskFiles(root, options.maxFileBytes);
  const git = async () => {
    throw new Unavailable('git is not read by this version');
  };
  const name = basename(root);
  return { name, sources: { name, files, repositoryFiles: files, folder: '', git }, close: () => {} };
}
