/** Which files of a repository are scanned, and which are left out and why. Names only: nothing is read but ignore files. */
import { type Dirent, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { GeneratedFiles } from '../models/git/attributes.ts';
import { IgnoreRules } from '../models/git/ignore-patterns.ts';
import type { TrackedFile } from '../models/git/output.ts';
import { folderOf } from '../models/text/paths.ts';
import { isInside, readSmallText, realPath, statHere } from './plain-file.ts';

/** Why a path is not scanned; the words complete "… left out: ". */
export const reasons = {
  dependencies: 'in vendor/, target/ or node_modules/',
  submodule: 'submodules and other repositories',
  generated: 'marked as generated in .gitattributes (searched for credentials only)',
  link: 'symbolic links that lead outside or to nothing',
  special: 'pipes, sockets and devices',
  missing: 'tracked by git and not on disk',
  untracked: 'not tracked by git (`git add` has them judged)',
  unnamed: 'names that are no UTF-8',
  deep: 'folders nested too deeply',
} as const;

type Reason = (typeof reasons)[keyof typeof reasons];

export interface FileList {
  /** Where each scanned or generated file is to be read, by its path from the root; links are resolved. */
  readonly places: ReadonlyMap<string, string>;
  /** Links to folders of the repository: what lies below is read there, and listed there only. */
  readonly folderLinks: ReadonlyMap<string, string>;
  /** Scanned files, sorted. */
  readonly paths: readonly string[];
  /** Readable, but no file of a person. */
  readonly generated: readonly string[];
  readonly leftOut: readonly { readonly path: string; readonly reason: Reason }[];
}

const DEEPEST = 128;
const LARGEST_IGNORE_FILE = 4 * 1024 * 1024;

class Collector {
  readonly #root: string;
  readonly #places = new Map<string, string>();
  readonly #folderLinks = new Map<string, string>();
  readonly #leftOut: { path: string; reason: Reason }[] = [];
  readonly #attributes = new GeneratedFiles();

  constructor(root: string) {
    this.#root = root;
  }

  leave(path: string, reason: Reason): void {
    this.#leftOut.push({ path, reason });
  }

  /** Takes a file or says why not. */
  add(path: string, entry: Dirent | undefined): void {
    if (path.includes('\uFFFD')) this.leave(path, reasons.unnamed);
    else if (entry === undefined) this.leave(path, reasons.missing);
    else if (entry.isSymbolicLink()) this.#addLink(path);
    else if (!entry.isFile()) this.leave(path, entry.isDirectory() ? reasons.missing : reasons.special);
    else this.#places.set(path, join(this.#root, path));
  }

  #addLink(path: string): void {
    const target = realPath(join(this.#root, path));
    const good = target !== undefined && isInside(this.#root, target) && !isInside(join(this.#root, '.git'), target);
    const stats = good ? statHere(target) : undefined;
    if (good && stats?.isFile()) this.#places.set(path, target);
    else if (good && stats?.isDirectory())
      this.#folderLinks.set(path, relative(this.#root, target).split(sep).join('/'));
    else this.leave(path, reasons.link);
  }

  finish(): FileList {
    for (const [path, place] of this.#places) {
      if (path !== '.gitattributes' && !path.endsWith('/.gitattributes')) continue;
      const text = readSmallText(place, LARGEST_IGNORE_FILE);
      if (text !== undefined) this.#attributes.add(folderOf(path), text);
    }
    const paths: string[] = [];
    const generated: string[] = [];
    for (const path of [...this.#places.keys()].sort()) (this.#attributes.has(path) ? generated : paths).push(path);
    for (const path of generated) this.leave(path, reasons.generated);
    return { places: this.#places, folderLinks: this.#folderLinks, paths, generated, leftOut: this.#leftOut };
  }
}

/**
 * What git tracks, as far as it is on disk.
 * @param root real path of the work tree
 */
export function listTracked(root: string, tracked: readonly TrackedFile[]): FileList {
  const collector = new Collector(root);
  const isDependency = dependencyTest(new Set(tracked.map(({ path }) => path)));
  const byFolder = new Map<string, TrackedFile[]>();
  for (const file of tracked) {
    if (isDependency(file.path)) collector.leave(file.path, reasons.dependencies);
    else if (file.kind === 'submodule') collector.leave(file.path, reasons.submodule);
    else {
      const folder = folderOf(file.path);
      const files = byFolder.get(folder);
      if (files) files.push(file);
      else byFolder.set(folder, [file]);
    }
  }
  const ignores = new IgnoreRules();
  const untracked: string[] = [];
  const submodules = new Set(tracked.filter(({ kind }) => kind === 'submodule').map(({ path }) => path));
  const known = withParents(tracked.map(({ path }) => folderOf(path)));
  const folders = withParents(byFolder.keys());
  // From the root down, so that no folder is entered that is a link or not there any more.
  const visited = new Set<string>();
  const visit = (folder: string): void => {
    visited.add(folder);
    const entries = readFolder(join(root, folder));
    const names = new Set<string>();
    for (const file of byFolder.get(folder) ?? []) {
      const name = file.path.slice(folder === '' ? 0 : folder.length + 1);
      names.add(name);
      collector.add(file.path, entries.get(name));
      if (name === '.gitignore') ignores.add(folder, readSmallText(join(root, file.path), LARGEST_IGNORE_FILE) ?? '');
    }
    for (const [name, entry] of entries) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.isDirectory() && folders.has(path)) visit(path);
      else if (!names.has(name) && !known.has(path) && name !== '.git' && !submodules.has(path))
        untracked.push(entry.isDirectory() ? `${path}/` : path);
    }
  };
  visit('');
  for (const [folder, files] of byFolder)
    if (!visited.has(folder)) for (const { path } of files) collector.leave(path, reasons.missing);
  for (const path of untracked)
    if (!isDependency(`${path}x`) && !ignores.ignores(path)) collector.leave(path, reasons.untracked);
  return collector.finish();
}

/** What .gitignore leaves of a folder without a repository. */
export function listUntracked(root: string): FileList {
  const collector = new Collector(root);
  const ignores = new IgnoreRules();
  const visit = (folder: string, depth: number): void => {
    const entries = readFolder(join(root, folder));
    if (entries.get('.gitignore')?.isFile())
      ignores.add(folder, readSmallText(join(root, folder, '.gitignore'), LARGEST_IGNORE_FILE) ?? '');
    const holdsCargo = folder === '' || entries.has('Cargo.toml');
    for (const [name, entry] of entries) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (name === '.git') continue;
      if (!entry.isDirectory()) {
        if (!ignores.ignores(path)) collector.add(path, entry);
      } else if (name === 'node_modules' || (holdsCargo && (name === 'vendor' || name === 'target')))
        collector.leave(`${path}/`, reasons.dependencies);
      else if (ignores.ignores(`${path}/`)) continue;
      else if (statHere(join(root, path, '.git')) !== undefined) collector.leave(`${path}/`, reasons.submodule);
      else if (depth >= DEEPEST) collector.leave(`${path}/`, reasons.deep);
      else visit(path, depth + 1);
    }
  };
  visit('', 0);
  return collector.finish();
}

/** Dependencies and build output: node_modules anywhere; vendor and target in the root or beside a Cargo.toml, so that src/target/ stays code. */
function dependencyTest(known: ReadonlySet<string>): (path: string) => boolean {
  return (path) => {
    for (const match of path.matchAll(/(?<=^|\/)(?:vendor|target|node_modules)\//g)) {
      const parent = path.slice(0, match.index);
      if (match[0] === 'node_modules/' || parent === '' || known.has(`${parent}Cargo.toml`)) return true;
    }
    return false;
  };
}

function readFolder(path: string): Map<string, Dirent> {
  try {
    return new Map(readdirSync(path, { withFileTypes: true }).map((entry) => [entry.name, entry]));
  } catch {
    return new Map(); // unreadable or gone: what git tracks in it is reported as missing
  }
}

function withParents(folders: Iterable<string>): Set<string> {
  const all = new Set<string>(['']);
  for (let folder of folders) {
    while (!all.has(folder)) {
      all.add(folder);
      folder = folderOf(folder);
    }
  }
  return all;
}
