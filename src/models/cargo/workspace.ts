/**
 * The packages of a module: a crate, a virtual workspace, or a root that is both, with the manifests that belong to somebody else.
 * Source: the Cargo Book, "Workspaces", and cargo's own search for members (path dependencies are members without being named).
 */

import { folderOf, isWithin, joinPath } from '../text/paths.ts';
import { stringOf, stringsOf } from '../toml/toml.ts';
import { type Dependency, readWorkspaceDependencies } from './dependencies.ts';
import {
  type CargoFiles,
  type Manifest,
  type Problem,
  packageTable,
  placeOf,
  readManifest,
  workspaceTable,
} from './manifest.ts';
import { expandMembers } from './members.ts';
import { type Package, readPackage } from './package.ts';
import { arrangeRustFiles, type RustFiles } from './rust-files.ts';

/** A manifest in the module's folder that is another module's. */
interface OtherManifest {
  readonly path: string;
  readonly reason: 'excluded' | 'own-workspace' | 'unnamed' | 'unreadable';
}

export interface CargoModule {
  /** The module's own Cargo.toml. */
  readonly root: Manifest;
  /** The manifest with `[workspace]` that the root belongs to: itself, one above it (`../Cargo.toml`), or none. */
  readonly workspace: Manifest | undefined;
  /** True for a workspace root that is no package. */
  readonly virtual: boolean;
  /** The root package first, then the members by path. */
  readonly packages: readonly Package[];
  /** Manifests of the packages that plain `cargo build` takes. */
  readonly defaultMembers: readonly string[];
  readonly workspaceDependencies: readonly Dependency[];
  readonly others: readonly OtherManifest[];
  /** What cargo would refuse, packages included. */
  readonly problems: readonly Problem[];
}

export type CargoModuleResult =
  | { readonly kind: 'module'; readonly module: CargoModule }
  /** No Cargo.toml in the module's root; `others` are those below it. */
  | { readonly kind: 'absent'; readonly others: readonly OtherManifest[] }
  | { readonly kind: 'broken'; readonly problem: Problem };

/** @param depth how many folders above the module the repository begins: where a workspace root is looked for */
export function readCargoModule(files: CargoFiles, depth = 0): CargoModuleResult {
  const others = (): OtherManifest[] =>
    files.paths.filter((path) => path.endsWith('/Cargo.toml')).map((path) => ({ path, reason: 'unnamed' }));
  const text = files.text('Cargo.toml');
  if (text === undefined) return { kind: 'absent', others: others() };
  const read = readManifest('Cargo.toml', text);
  if ('problem' in read) return { kind: 'broken', problem: read.problem };
  if (packageTable(read.manifest) === undefined && workspaceTable(read.manifest) === undefined) {
    const message = 'neither [package] nor [workspace] is there';
    return { kind: 'broken', problem: { about: 'manifest', message, path: 'Cargo.toml', line: 1, column: 1 } };
  }
  const reader = new Reader(files, read.manifest);
  return { kind: 'module', module: reader.read(depth) };
}

class Reader {
  readonly #files: CargoFiles;
  readonly #rustFiles: RustFiles;
  readonly #root: Manifest;
  readonly #manifests = new Map<string, Manifest | Problem | undefined>();
  readonly #problems: Problem[] = [];
  readonly #packages = new Map<string, Package>();
  /** Members that bear no package: another virtual workspace named as a member. */
  readonly #seen = new Set<string>();

  constructor(files: CargoFiles, root: Manifest) {
    this.#files = files;
    this.#rustFiles = arrangeRustFiles(files);
    this.#root = root;
    this.#manifests.set(root.path, root);
  }

  read(depth: number): CargoModule {
    const workspace = this.#workspaceOf(depth);
    this.#addMember(this.#root, workspace);
    if (workspace !== undefined) this.#addMembers(workspace);
    const packages = [...this.#packages.values()];
    const [first, ...rest] = packages;
    const rootFirst = first?.folder === '' ? [first, ...rest.sort(byFolder)] : packages.sort(byFolder);
    const declared = workspace === undefined ? undefined : readWorkspaceDependencies(workspace);
    const inside = workspace === this.#root ? (declared?.problems ?? []) : [];
    return {
      root: this.#root,
      workspace,
      virtual: packageTable(this.#root) === undefined,
      packages: rootFirst,
      defaultMembers: this.#defaultMembers(workspace, rootFirst),
      workspaceDependencies: declared?.dependencies ?? [],
      others: this.#others(workspace),
      problems: [...this.#problems, ...inside, ...rootFirst.flatMap((one) => one.problems)],
    };
  }

  #workspaceOf(depth: number): Manifest | undefined {
    if (workspaceTable(this.#root) !== undefined) return this.#root;
    const pointer = stringOf(packageTable(this.#root)?.table.workspace);
    if (pointer !== undefined) {
      const found = this.#manifest(joinPath('', `${pointer}/Cargo.toml`));
      if (found !== undefined && workspaceTable(found) !== undefined) return found;
      const place = placeOf(this.#root, 'package', 'workspace');
      this.#problems.push({
        about: 'manifest',
        message: `package.workspace \`${pointer}\` is no workspace in this repository`,
        ...place,
      });
      return undefined;
    }
    for (let up = 1; up <= depth; up++) {
      const candidate = this.#manifest(`${'../'.repeat(up)}Cargo.toml`);
      if (candidate !== undefined && workspaceTable(candidate) !== undefined) return candidate;
    }
    return undefined;
  }

  #addMembers(workspace: Manifest): void {
    const table = workspaceTable(workspace);
    const named = expandMembers(stringsOf(table?.members) ?? [], workspace.folder, this.#files.paths);
    for (const { folder, index } of named) {
      if (!isWithin(folder, '')) continue;
      const path = folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`;
      if (this.#isExcluded(workspace, path)) continue;
      const member = this.#manifest(path);
      if (member !== undefined) this.#addMember(member, workspace);
      else if (!this.#manifests.get(path) && !this.#files.hides(folder)) {
        const place = placeOf(workspace, 'workspace', 'members', index);
        this.#problems.push({
          about: 'manifest',
          message: `workspace member \`${folder}\` has no Cargo.toml`,
          ...place,
        });
      }
    }
  }

  /** Adds a package and, in a workspace, the path dependencies below the workspace that it leads to. */
  #addMember(start: Manifest, workspace: Manifest | undefined): void {
    const pending = [start];
    for (let manifest = pending.pop(); manifest !== undefined; manifest = pending.pop()) {
      if (this.#seen.has(manifest.path)) continue;
      this.#seen.add(manifest.path);
      if (manifest !== workspace && manifest !== this.#root && workspaceTable(manifest) !== undefined) {
        const place = placeOf(manifest, 'workspace');
        this.#problems.push({
          about: 'manifest',
          message: `member \`${manifest.folder}\` is a workspace of its own`,
          ...place,
        });
        continue;
      }
      const found = readPackage(manifest, workspace, this.#rustFiles);
      if (found === undefined) continue;
      this.#packages.set(manifest.path, found);
      if (workspace !== undefined) pending.push(...this.#pathDependencies(found, workspace));
    }
  }

  #pathDependencies(found: Package, workspace: Manifest): Manifest[] {
    const manifests: Manifest[] = [];
    for (const { path, hasPath, key, sourcePlace } of found.dependencies) {
      if (!hasPath || path === undefined || !isWithin(path, '') || !isWithin(path, workspace.folder)) continue;
      const manifestPath = path === '' ? 'Cargo.toml' : `${path}/Cargo.toml`;
      if (this.#isExcluded(workspace, manifestPath)) continue;
      const manifest = this.#manifest(manifestPath);
      if (manifest !== undefined) manifests.push(manifest);
      else if (this.#manifests.get(manifestPath) === undefined && !this.#files.hides(path))
        this.#problems.push({
          about: 'dependency',
          message: `path dependency \`${key}\` leads to no Cargo.toml (${path})`,
          ...sourcePlace,
        });
    }
    return manifests;
  }

  /** As cargo judges it: below an `exclude` entry, unless below a `members` entry as written. */
  #isExcluded(workspace: Manifest, path: string): boolean {
    const table = workspaceTable(workspace);
    const below = (entries: readonly string[] | undefined): boolean =>
      (entries ?? []).some((entry) => isWithin(path, joinPath(workspace.folder, entry) ?? entry));
    return below(stringsOf(table?.exclude)) && !below(stringsOf(table?.members));
  }

  #defaultMembers(workspace: Manifest | undefined, packages: readonly Package[]): readonly string[] {
    const globs = workspace === this.#root ? stringsOf(workspaceTable(workspace)?.['default-members']) : undefined;
    if (globs !== undefined) {
      const folders = new Set(expandMembers(globs, '', this.#files.paths).map((one) => one.folder));
      return packages.filter((one) => folders.has(one.folder)).map((one) => one.manifestPath);
    }
    const virtual = packageTable(this.#root) === undefined;
    return (virtual ? packages : packages.slice(0, 1)).map((one) => one.manifestPath);
  }

  #others(workspace: Manifest | undefined): OtherManifest[] {
    const others: OtherManifest[] = [];
    for (const path of this.#files.paths) {
      if (!path.endsWith('/Cargo.toml') || this.#packages.has(path)) continue;
      others.push({ path, reason: this.#reason(path, workspace) });
    }
    return others;
  }

  #reason(path: string, workspace: Manifest | undefined): OtherManifest['reason'] {
    if (workspace !== undefined && this.#isExcluded(workspace, path)) return 'excluded';
    // Only a manifest with this word can be a workspace: hundreds of fixtures need not be parsed to learn that.
    if (!this.#files.text(path)?.includes('workspace')) return 'unnamed';
    const known = this.#manifests.get(path);
    if (known !== undefined && 'message' in known) return 'unreadable';
    const read = known === undefined ? readManifest(path, this.#files.text(path) ?? '') : { manifest: known };
    if ('problem' in read) return 'unreadable';
    return workspaceTable(read.manifest) === undefined ? 'unnamed' : 'own-workspace';
  }

  /** Reads a manifest once; one that does not parse is reported once and undefined. */
  #manifest(path: string | undefined): Manifest | undefined {
    if (path === undefined) return undefined;
    const known = this.#manifests.get(path);
    if (known !== undefined) return 'message' in known ? undefined : known;
    const text = this.#files.text(path);
    if (text === undefined) return undefined;
    const read = readManifest(path, text);
    const found = 'manifest' in read ? read.manifest : read.problem;
    this.#manifests.set(path, found);
    if (!('problem' in read)) return read.manifest;
    this.#problems.push(read.problem);
    return undefined;
  }
}

function byFolder(a: Package, b: Package): number {
  return a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0;
}

/** The package in whose folder a path lies; the innermost where one lies in another. */
export function memberOf(module: CargoModule, path: string): Package | undefined {
  const folder = folderOf(path);
  return module.packages
    .filter((one) => isWithin(folder, one.folder))
    .reduce<Package | undefined>(
      (best, one) => (best === undefined || one.folder.length > best.folder.length ? one : best),
      undefined,
    );
}
